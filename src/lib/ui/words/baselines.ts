import type { BaselineOf } from '$lib/core/project/cards.js';
import { days } from './time.js';

/** Whom somebody is compared with: "typical customer", "this customer 90 days ago". */
export function baselineWords(of: BaselineOf): string {
	if (of.kind === 'average') return 'typical customer';
	if (of.kind === 'original') return 'the rules’ customer';
	if (of.kind === 'customer') return `customer ${of.customer}`;
	return `this customer ${days(of.days)} ago`;
}
