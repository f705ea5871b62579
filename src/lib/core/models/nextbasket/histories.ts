import { basketsOf, sortAscending } from '../../features/baskets.js';
import type { OrderBook } from '../../features/types.js';
import { sharedIntegers } from './shared.js';

/**
 * What every customer bought, order by order: customer c has orders orderStart[c] to orderStart[c + 1] - 1, order o the
 * distinct products item[itemStart[o]] to item[itemStart[o + 1] - 1], ascending. The first known[c] orders are the
 * history; where there is one more, it is the held-out basket that may serve as a label. Orders of returns alone are
 * not there.
 */
export interface Histories {
	readonly customers: number;
	readonly products: number;
	readonly orderStart: Int32Array;
	readonly itemStart: Int32Array;
	readonly item: Int32Array;
	readonly known: Int32Array;
}

/**
 * Histories of a book. A customer's held-out orders are one basket, which is read only where `labels(customer)` says so:
 * what is not read cannot leak.
 */
export function historiesOf(book: OrderBook, labels: (customer: number) => boolean): Histories {
	const { customerOrders, given } = book;
	const { start, product, bought } = basketsOf(book);
	const customers = book.customers.length;
	const orderStart = sharedIntegers(customers + 1);
	const known = sharedIntegers(customers);
	const items: number[] = [];
	const ends: number[] = [];
	const add = (first: number, end: number) => {
		const from = items.length;
		for (let e = start[first]; e < start[end]; e++) if (bought[e] > 0) items.push(product[e]);
		if (items.length > from) ends.push(items.length);
		return items.length > from;
	};
	for (let c = 0; c < customers; c++) {
		let held = customerOrders[c];
		for (; held < customerOrders[c + 1] && !given?.future[held]; held++) if (add(held, held + 1)) known[c]++;
		if (held < customerOrders[c + 1] && labels(c)) {
			const from = items.length;
			if (add(held, customerOrders[c + 1])) {
				const basket = [...new Set(items.slice(from))].sort((a, b) => a - b);
				items.length = from;
				items.push(...basket);
				ends[ends.length - 1] = items.length;
			}
		}
		orderStart[c + 1] = ends.length;
	}
	const itemStart = sharedIntegers(ends.length + 1);
	itemStart.set(ends, 1);
	const item = sharedIntegers(items.length);
	item.set(items);
	for (let o = 0; o < ends.length; o++) sortAscending(item, itemStart[o], itemStart[o + 1]);
	return { customers, products: book.products.length, orderStart, itemStart, item, known };
}

/** Whether customer c has a held-out basket to learn from. */
export function hasBasket({ orderStart, known }: Histories, c: number): boolean {
	return orderStart[c + 1] - orderStart[c] > known[c];
}

/** Products of the order that followed the first `cut` orders of customer c. */
export function nextBasket({ orderStart, itemStart, item }: Histories, c: number, cut: number): Int32Array {
	const order = orderStart[c] + cut;
	return item.subarray(itemStart[order], itemStart[order + 1]);
}
