import { simulateOfficeShop } from '../../core/data/office-shop.js';
import type { OrderBook } from '../../core/features/types.js';
import { LikelyError } from '../../core/errors.js';
import { ordersOf } from '../../core/live/orders-of.js';
import { pause } from './feed.js';
import type { Feed } from './feed.js';

/** How far the simulated shop goes on, in days. */
const AHEAD = 365;
/** Batches a second. */
const BEATS = 10;

/**
 * The office shop's orders after the demo's last day, so many a second, then it ends. `after`: the last day that is
 * there. Throws `live.no_stream` for a book that is not the office shop's.
 */
export function shopStream(book: OrderBook, perSecond: number): Feed {
	const shop = simulateOfficeShop({ seed: 1, until: book.to + AHEAD });
	const orders = ordersOf(shop.transactions).filter(({ time }) => time > book.to);
	const names = new Set(book.customers);
	if (!orders.length || !orders.some(({ customer }) => names.has(customer))) throw new LikelyError('live.no_stream');
	return async (push, _, signal) => {
		const size = Math.max(1, Math.round(perSecond / BEATS));
		const beat = (1000 * size) / perSecond;
		for (let at = 0; at < orders.length && !signal.aborted; at += size) {
			const due = performance.now() + beat;
			await push(orders.slice(at, at + size));
			await pause(Math.max(0, due - performance.now()), signal);
		}
	};
}
