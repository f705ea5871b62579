import { count } from './numbers.js';

/** Why rows are set aside, by code; counts are in front. */
const reasons: Readonly<Record<string, string>> = {
	'row.no_customer': 'have no customer',
	'row.no_product': 'have no product',
	'row.header': 'repeat the header',
	'row.bad_date': 'have a date that cannot be read',
	'row.bad_amount': 'have text where the amount belongs',
	'row.bad_price': 'have text where the price belongs',
	'row.bad_quantity': 'have text where the quantity belongs',
	'row.cells': 'have more or fewer cells than the header',
	'row.duplicate': 'repeat another row exactly',
	'row.fee': 'are fees, postage or adjustments, not products',
	'row.test_customer': 'belong to customers who look like tests of the shop',
	'row.cancellation': 'are cancellations, matched to what they cancel',
	'row.cancellation_unmatched': 'are cancellations of something that is not in the file',
	'row.not_positive_price': 'have a price of zero or less',
	'row.not_positive_quantity': 'have a quantity of zero or less'
};

/** "Rows that repeat another row exactly are used.", for a reason whose rows the person wants to use. */
export function keptSentence(code: string): string {
	return `Rows that ${reasons[code] ?? code} are used.`;
}

/** "12 rows have no customer". An unknown code is shown as it is. */
export function rejectionSentence(code: string, rows: number): string {
	const reason = reasons[code] ?? `were set aside (${code})`;
	const text = rows === 1 ? reason.replace(/^have /, 'has ').replace(/^are /, 'is ').replace(/^repeat /, 'repeats ').replace(/^were /, 'was ').replace(/^belong to customers who look/, 'belongs to a customer who looks') : reason;
	return `${count(rows, 'row')} ${text}`;
}
