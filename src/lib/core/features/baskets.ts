import { narrowCodes } from '../data/code-list.js';
import { release } from '../data/release.js';
import type { Codes } from '../data/types.js';
import type { OrderBook } from './types.js';

/** Money is summed in whole ten-thousandths, so that a sum does not depend on the order of its parts. */
export const MONEY_SCALE = 10_000;

/**
 * What the snapshots read of a book, once per book: one entry per order and product, products ascending within an
 * order. Order o has entries start[o] to start[o + 1] - 1. A line with a negative quantity is a return and not a
 * purchase: an order of nothing else is no purchase.
 */
export interface Baskets {
	readonly start: Int32Array;
	readonly product: Int32Array;
	/** [entries] money in ten-thousandths; 0 where the file has none. */
	readonly spent: Float64Array;
	/** [entries] lines bought, and lines that are a return or were known to be returned from the start. */
	readonly bought: Codes;
	readonly returned: Codes;
	/** [entries] 1 where it is the customer's first purchase of the product. */
	readonly fresh: Uint8Array;
	/** [orders] the sums of the entries, and how many distinct products were bought. */
	readonly orderSpent: Float64Array;
	readonly orderBought: Int32Array;
	readonly orderReturned: Int32Array;
	readonly orderProducts: Int32Array;
	readonly orderFresh: Int32Array;
	/** Whether any line has an amount. */
	readonly hasMoney: boolean;
	/** Returns that became known later: those of customer c are laterStart[c] to laterStart[c + 1] - 1. */
	readonly laterStart: Int32Array;
	readonly later: readonly LaterReturn[];
}

/** One line that was sent back at a moment of its own. */
export interface LaterReturn {
	readonly order: number;
	readonly product: number;
	readonly time: number;
}

const known = new WeakMap<OrderBook, Baskets>();

/** The baskets of a book, remembered for as long as the book lives. Linear in lines. */
export function basketsOf(book: OrderBook): Baskets {
	const before = known.get(book);
	if (before) return before;
	const baskets = makeBaskets(book);
	known.set(book, baskets);
	return baskets;
}

function makeBaskets(book: OrderBook): Baskets {
	const { orderLines, lineProduct } = book;
	const orders = book.orderTime.length;
	const start = new Int32Array(orders + 1);
	const distinct = distinctProducts(book, start);
	const entries = distinct.length;
	let most = 0;
	for (let o = 0; o < orders; o++) most = Math.max(most, orderLines[o + 1] - orderLines[o]);
	const b = {
		start,
		product: distinct,
		spent: new Float64Array(entries),
		bought: narrowCodes(entries, most),
		returned: narrowCodes(entries, most),
		fresh: new Uint8Array(entries),
		orderSpent: new Float64Array(orders),
		orderBought: new Int32Array(orders),
		orderReturned: new Int32Array(orders),
		orderProducts: new Int32Array(orders),
		orderFresh: new Int32Array(orders),
		hasMoney: false,
		laterStart: new Int32Array(book.customers.length + 1),
		later: [] as LaterReturn[]
	};
	const entryOf = new Int32Array(book.products.length);
	const lastBuyer = new Int32Array(book.products.length).fill(-1);
	for (let c = 0; c < book.customers.length; c++) {
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++) {
			for (let e = start[o]; e < start[o + 1]; e++) entryOf[distinct[e]] = e;
			for (let line = orderLines[o]; line < orderLines[o + 1]; line++) {
				const e = entryOf[lineProduct[line]];
				const amount = book.lineAmount[line];
				if (!Number.isNaN(amount)) {
					b.hasMoney = true;
					b.spent[e] += Math.round(amount * MONEY_SCALE);
				}
				const credit = book.lineQuantity[line] < 0;
				if (!credit) b.bought[e]++;
				const time = !credit && book.lineReturned[line] ? book.lineReturnedTime?.[line] : undefined;
				if (time !== undefined && !Number.isNaN(time)) b.later.push({ order: o, product: lineProduct[line], time });
				else if (credit || book.lineReturned[line]) b.returned[e]++;
			}
			for (let e = start[o]; e < start[o + 1]; e++) {
				b.orderSpent[o] += b.spent[e];
				b.orderBought[o] += b.bought[e];
				b.orderReturned[o] += b.returned[e];
				if (b.bought[e] === 0) continue;
				b.orderProducts[o]++;
				if (lastBuyer[distinct[e]] === c) continue;
				lastBuyer[distinct[e]] = c;
				b.fresh[e] = 1;
				b.orderFresh[o]++;
			}
		}
		b.laterStart[c + 1] = b.later.length;
	}
	return b;
}

/** Distinct products of each order, ascending; fills `start`. */
function distinctProducts({ orderLines, lineProduct, products }: OrderBook, start: Int32Array): Int32Array {
	const all = new Int32Array(lineProduct.length);
	const seenIn = new Int32Array(products.length).fill(-1);
	let end = 0;
	for (let o = 0; o + 1 < orderLines.length; o++) {
		const first = end;
		let sorted = true;
		for (let line = orderLines[o]; line < orderLines[o + 1]; line++) {
			const product = lineProduct[line];
			if (seenIn[product] === o) continue;
			seenIn[product] = o;
			if (end > first && all[end - 1] > product) sorted = false;
			all[end++] = product;
		}
		if (!sorted) sortAscending(all, first, end);
		start[o + 1] = end;
	}
	if (end === all.length) return all;
	const distinct = all.slice(0, end);
	release(all);
	return distinct;
}

/** Lines of a customer's orders before `end`, not of `without`, that were sent back later but before asOf. */
export function laterReturns(b: Baskets, customer: number, end: number, asOf: number, without = -1): number {
	let count = 0;
	for (let i = b.laterStart[customer]; i < b.laterStart[customer + 1]; i++) {
		const { order, product, time } = b.later[i];
		if (time < asOf && order < end && product !== without) count++;
	}
	return count;
}

/** Sorts items first to end - 1 in place: by insertion where few, as typed arrays do where many. */
export function sortAscending(items: Int32Array, first: number, end: number): void {
	if (end - first > 32) {
		items.subarray(first, end).sort();
		return;
	}
	for (let i = first + 1; i < end; i++) {
		const item = items[i];
		let j = i - 1;
		while (j >= first && items[j] > item) items[j + 1] = items[j--];
		items[j + 1] = item;
	}
}
