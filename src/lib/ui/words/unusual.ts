import type { Unusual } from '$lib/core/features/unusual.js';
import { count, percent, plain } from './numbers.js';
import { day } from './time.js';

/** What stands out in the data, and what it may mean. */
export function unusualSentence(one: Unusual): string {
	switch (one.code) {
		case 'gap':
			return `No orders at all between ${day(one.from)} and ${day(one.to)}. If a part of the export is missing, add that file, too.`;
		case 'heavy_customer':
			return `“${one.name}” alone has ${percent(one.share, 0)} of all orders. If it stands for many people (a till, guests, a marketplace), take it out of the file.`;
		case 'large_amounts':
			return `${count(one.lines, ['# line lies', '# lines lie'])} far above the usual amount, up to ${plain(one.largest)}: ${percent(one.share, 0)} of all that was spent. Check that decimals were read right.`;
		case 'future_orders':
			return `${count(one.orders, ['# order is', '# orders are'])} dated after today, the last on ${day(one.last)}. Check that day and month were read right.`;
	}
}
