import type { BaselineOf } from '$lib/core/project/cards.js';
import { count } from './numbers.js';

/** Whom somebody is compared with: "typical customer", "this customer 90 days ago". */
export function baselineWords(of: BaselineOf): string {
	if (of.kind === 'average') return 'typical customer';
	if (of.kind === 'original') return 'the rules’ customer';
	if (of.kind === 'customer') return `customer ${of.customer}`;
	return count(of.days, ['this customer # day ago', 'this customer # days ago']);
}
