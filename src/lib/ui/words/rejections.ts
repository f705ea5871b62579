import { count } from './numbers.js';

/** Why rows are set aside, by code. */
const reasons: Readonly<Record<string, (rows: number) => string>> = {
	'row.no_customer': (n) => count(n, ['# row has no customer', '# rows have no customer']),
	'row.no_product': (n) => count(n, ['# row has no product', '# rows have no product']),
	'row.not_purchase': (n) => count(n, ['# row is no purchase, but a view, a cart or a failed order', '# rows are no purchases, but views, carts or failed orders']),
	'row.header': (n) => count(n, ['# row repeats the header', '# rows repeat the header']),
	'row.bad_date': (n) => count(n, ['# row has a date that cannot be read', '# rows have a date that cannot be read']),
	'row.bad_amount': (n) => count(n, ['# row has text where the amount belongs', '# rows have text where the amount belongs']),
	'row.bad_price': (n) => count(n, ['# row has text where the price belongs', '# rows have text where the price belongs']),
	'row.bad_quantity': (n) => count(n, ['# row has text where the quantity belongs', '# rows have text where the quantity belongs']),
	'row.cells': (n) => count(n, ['# row has more or fewer cells than the header', '# rows have more or fewer cells than the header']),
	'row.duplicate': (n) => count(n, ['# row repeats another row exactly', '# rows repeat another row exactly']),
	'row.fee': (n) => count(n, ['# row is a fee, postage or an adjustment, not a product', '# rows are fees, postage or adjustments, not products']),
	'row.test_customer': (n) => count(n, ['# row belongs to a customer who looks like a test of the shop', '# rows belong to customers who look like tests of the shop']),
	'row.cancellation': (n) => count(n, ['# row is a cancellation, matched to what it cancels', '# rows are cancellations, matched to what they cancel']),
	'row.cancellation_unmatched': (n) => count(n, ['# row is a cancellation of something that is not in the file', '# rows are cancellations of something that is not in the file']),
	'row.not_positive_price': (n) => count(n, ['# row has a price of zero or less', '# rows have a price of zero or less']),
	'row.not_positive_quantity': (n) => count(n, ['# row has a quantity of zero or less', '# rows have a quantity of zero or less'])
};

/** What is said of them once they are used all the same. */
const used: Readonly<Record<string, string>> = {
	'row.no_customer': 'Rows that have no customer are used.',
	'row.no_product': 'Rows that have no product are used.',
	'row.not_purchase': 'Rows that are no purchases, but views, carts or failed orders are used.',
	'row.header': 'Rows that repeat the header are used.',
	'row.bad_date': 'Rows that have a date that cannot be read are used.',
	'row.bad_amount': 'Rows that have text where the amount belongs are used.',
	'row.bad_price': 'Rows that have text where the price belongs are used.',
	'row.bad_quantity': 'Rows that have text where the quantity belongs are used.',
	'row.cells': 'Rows that have more or fewer cells than the header are used.',
	'row.duplicate': 'Rows that repeat another row exactly are used.',
	'row.fee': 'Rows that are fees, postage or adjustments, not products are used.',
	'row.test_customer': 'Rows that belong to customers who look like tests of the shop are used.',
	'row.cancellation': 'Rows that are cancellations, matched to what they cancel are used.',
	'row.cancellation_unmatched': 'Rows that are cancellations of something that is not in the file are used.',
	'row.not_positive_price': 'Rows that have a price of zero or less are used.',
	'row.not_positive_quantity': 'Rows that have a quantity of zero or less are used.'
};

/** "Rows that repeat another row exactly are used.", for a reason whose rows the person wants to use. */
export function keptSentence(code: string): string {
	return used[code] ?? code;
}

/** "12 rows have no customer". An unknown code is shown as it is. */
export function rejectionSentence(code: string, rows: number): string {
	return reasons[code]?.(rows) ?? `${count(rows, 'row')}: ${code}`;
}
