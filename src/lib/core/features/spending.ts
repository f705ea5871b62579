import { basketsOf } from './baskets.js';
import type { OrderBook } from './types.js';

/** The share of the other customers that a high-value customer has spent at least as much as. */
export const HIGH_VALUE_SHARE = 0.8;

/** Spending of all customers with an order before a moment: its 80th percentile without one of them, and of all. */
interface SpendingAt {
	/** The percentile's rank without one customer, and the total one rank above it. Ten-thousandths; NaN: nobody else. */
	readonly low: number;
	readonly high: number;
	readonly all: number;
}

const remembered = new WeakMap<OrderBook, Map<number, SpendingAt>>();

/**
 * The total from which on a customer is a high-value customer as of a moment: the 80th percentile (nearest rank) of
 * what the OTHER customers had spent before that moment. It knows nothing dated on or after `asOf`, and nothing of the
 * customer's own, so that an edit of the customer does not move it. Ten-thousandths of money; NaN without others.
 * `own`: what the customer had spent in this book before asOf; undefined for one who is not in it.
 */
export function highValueFrom(book: OrderBook, asOf: number, own: number | undefined): number {
	if (!basketsOf(book).hasMoney) return NaN;
	const at = remembered.get(book)?.get(asOf) ?? prepareSpending(book, Float64Array.of(asOf))(asOf);
	return limitFor(at, own);
}

/** The same from the ascending totals of all customers who bought something, the first `buyers` of `sorted`. */
export function highValueAmong(sorted: Float64Array, buyers: number, own: number | undefined): number {
	return limitFor(percentiles(buyers, (k) => sorted[k - 1]), own);
}

function limitFor(at: SpendingAt, own: number | undefined): number {
	if (own === undefined) return at.all;
	return own <= at.low ? at.high : at.low;
}

/** What a customer had spent before a moment, ten-thousandths; undefined before the first purchase. */
export function spentBefore(book: OrderBook, customer: number, asOf: number): number | undefined {
	const { orderSpent, orderProducts } = basketsOf(book);
	let sum: number | undefined;
	let before = 0;
	for (let o = book.customerOrders[customer]; o < book.customerOrders[customer + 1]; o++) {
		if (book.orderTime[o] >= asOf || book.given?.future[o]) break;
		before += orderSpent[o];
		if (sum !== undefined || orderProducts[o] > 0) sum = before;
	}
	return sum;
}

/** Computes the percentiles of many moments in one sweep over time. asOfs: ascending or not, repeated or not. */
export function prepareSpending(book: OrderBook, asOfs: Float64Array): (asOf: number) => SpendingAt {
	const memory = remembered.get(book) ?? new Map<number, SpendingAt>();
	remembered.set(book, memory);
	const missing = new Set<number>();
	for (const asOf of asOfs) if (!memory.has(asOf)) missing.add(asOf);
	if (missing.size === 1) for (const asOf of missing) memory.set(asOf, spendingAt(book, asOf));
	else if (missing.size) sweep(book, Float64Array.from(missing).sort(), memory);
	return (asOf) => memory.get(asOf) ?? { low: NaN, high: NaN, all: NaN };
}

/** The percentiles of one moment alone, without putting the orders in time. */
function spendingAt(book: OrderBook, asOf: number): SpendingAt {
	const totals = new Float64Array(book.customers.length);
	let buyers = 0;
	for (let c = 0; c < book.customers.length; c++) {
		const spent = spentBefore(book, c, asOf);
		if (spent !== undefined) totals[buyers++] = spent;
	}
	const sorted = totals.subarray(0, buyers).sort();
	return percentiles(buyers, (k) => sorted[k - 1]);
}

/** The 80th percentile (nearest rank) from the k-th smallest of so many totals, k from 1. */
function percentiles(buyers: number, smallest: (k: number) => number): SpendingAt {
	const select = (k: number) => (k >= 1 && k <= buyers ? smallest(k) : NaN);
	const others = Math.ceil(HIGH_VALUE_SHARE * (buyers - 1));
	return {
		low: others >= 1 ? select(others) : NaN,
		high: others >= 1 ? select(others + 1) : NaN,
		all: select(Math.ceil(HIGH_VALUE_SHARE * buyers))
	};
}

/** Walks all orders by time and keeps every customer's running total in a Fenwick tree over the totals' ranks. */
function sweep(book: OrderBook, asOfs: Float64Array, memory: Map<number, SpendingAt>): void {
	const { orderSpent, orderProducts } = basketsOf(book);
	const held = book.given?.future;
	const orders = book.orderTime.length;
	const customerOf = new Int32Array(orders);
	const total = new Float64Array(orders);
	for (let c = 0; c < book.customers.length; c++) {
		let sum = 0;
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++) {
			customerOf[o] = c;
			total[o] = held?.[o] ? sum : (sum += orderSpent[o]);
		}
	}
	const values = total.slice().sort();
	const byTime = Int32Array.from({ length: orders }, (_, o) => o).sort(
		(a, b) => book.orderTime[a] - book.orderTime[b] || a - b
	);
	const tree = new Fenwick(values.length);
	const rank = new Int32Array(book.customers.length).fill(-1);
	const buyer = new Uint8Array(book.customers.length);
	let buyers = 0;
	let next = 0;
	for (const asOf of asOfs) {
		for (; next < orders && book.orderTime[byTime[next]] < asOf; next++) {
			const o = byTime[next];
			const c = customerOf[o];
			if (held?.[o]) continue;
			if (buyer[c]) tree.add(rank[c], -1);
			if (!buyer[c] && orderProducts[o] > 0) {
				buyer[c] = 1;
				buyers++;
			}
			rank[c] = lowerBound(values, total[o]);
			if (buyer[c]) tree.add(rank[c], 1);
		}
		memory.set(asOf, percentiles(buyers, (k) => values[tree.select(k)]));
	}
}

/** Counts by rank with their order statistics (P. Fenwick, 1994). */
class Fenwick {
	readonly #counts: Int32Array;

	constructor(readonly size: number) {
		this.#counts = new Int32Array(size + 1);
	}

	add(rank: number, change: number): void {
		for (let i = rank + 1; i <= this.size; i += i & -i) this.#counts[i] += change;
	}

	/** Rank of the k-th smallest, k from 1. */
	select(k: number): number {
		let at = 0;
		for (let step = 2 ** Math.floor(Math.log2(this.size || 1)); step >= 1; step /= 2)
			if (at + step <= this.size && this.#counts[at + step] < k) k -= this.#counts[(at += step)];
		return at;
	}
}

/** Index of the first value that is not below `value`. */
export function lowerBound(values: Float64Array, value: number, first = 0, end = values.length): number {
	while (first < end) {
		const middle = (first + end) >>> 1;
		if (values[middle] < value) first = middle + 1;
		else end = middle;
	}
	return first;
}
