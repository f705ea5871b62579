import type { ColumnReason } from '$lib/core/data/types.js';
import { count, percent, whole } from './numbers.js';
import { dateOrderNames, roleNames } from './roles.js';

/** Whole percent that a share reaches: 99.9% of the values are not all of them. */
const part = (share: number) => percent(Math.floor(100 * share) / 100, 0);

/** Why a column was taken for what it is. */
export function columnReason(reason: ColumnReason): string {
	switch (reason.code) {
		case 'products':
			return reason.support ? `${count(reason.distinct, 'product')}, half of them with ${count(reason.support, ['# buyer or more', '# buyers or more'])}` : count(reason.distinct, 'product');
		case 'dates':
			return `${part(reason.share)} of the values are dates: ${dateOrderNames[reason.order]}`;
		case 'emails':
			return `${part(reason.share)} of the values are e-mail addresses; no model learns from them`;
		case 'phones':
			return `${part(reason.share)} of the values are telephone numbers; no model learns from them`;
		case 'places':
			return `The name says where, and there are ${whole(reason.distinct)} of them`;
		case 'details':
			return count(reason.distinct, ['# value that describes the customer or the order', '# values that describe the customer or the order']);
		case 'level':
			return `Another level of products: ${whole(reason.distinct)} of them`;
		case 'named':
			return `The name says “${roleNames[reason.role]}”, and there are ${whole(reason.distinct)} different ones`;
		case 'named_numbers':
			return `The name says “${roleNames[reason.role]}”, and ${part(reason.share)} of the values are numbers`;
		case 'repeats':
			return `The values repeat as those of a column “${roleNames[reason.role]}” do`;
		case 'better_date':
			return `Dates, but “${reason.by}” says better when the order was`;
		case 'better_customer':
			return `“${reason.by}” tells customers apart better`;
		case 'returned':
			return 'The values say whether the goods came back';
		case 'of_line':
			return 'It grows with the quantity of the same product: what the line cost, not a piece';
		case 'such_values':
			return 'The values are such as a column of this kind has';
		case 'empty':
			return 'The column is empty';
		case 'same':
			return 'The value is the same in every row';
		case 'other_dates':
			return 'Dates of something else';
		case 'all_different':
			return 'Every row has another value';
		case 'other_number':
			return 'A number that is neither what was paid nor how many';
		case 'unneeded':
			return 'Not needed';
	}
}
