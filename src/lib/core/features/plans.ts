import { basketsOf } from './baskets.js';
import { asOfDates } from './questions.js';
import type { Plan } from './snapshots.js';
import { lowerBound } from './spending.js';
import type { OrderBook, Question } from './types.js';

type Next = Extract<Question, { kind: 'next' }>;

/** How many of a customer's latest orders `next-order` learns from. */
const LATEST_ORDERS = 10;

class PlanBuilder {
	readonly #customer: number[] = [];
	readonly #cut: number[] = [];
	readonly #asOf: number[] = [];
	readonly #until: number[] = [];

	add(customer: number, cut: number, asOf: number, until: number): void {
		this.#customer.push(customer);
		this.#cut.push(cut);
		this.#asOf.push(asOf);
		this.#until.push(until);
	}

	done(): Plan {
		return {
			customer: Int32Array.from(this.#customer),
			cut: Int32Array.from(this.#cut),
			asOf: Float64Array.from(this.#asOf),
			until: Int32Array.from(this.#until)
		};
	}
}

/** `next`: a row per customer and as-of date by which the customer had bought something; labels from the horizon. */
export function planNext(book: OrderBook, question: Next, customers: Int32Array, onlyLast: boolean, apart?: number): Plan {
	const plan = new PlanBuilder();
	const dates = onlyLast ? [question.asOf] : asOfDates(question, apart);
	for (const c of customers)
		for (const asOf of dates) {
			const cut = ordersBefore(book, c, asOf);
			if (firstPurchase(book, c) < cut) plan.add(c, cut, asOf, ordersBefore(book, c, asOf + question.horizon));
		}
	return plan.done();
}

/** Which orders of a customer are asked for: their last one, the held-out basket, or up to ten of the latest. */
export type Targets = 'last' | 'held-out' | 'latest' | 'latest and held-out';

/**
 * `next-order`: a row per target with at least one earlier purchase. The held-out orders of a file with its own split
 * are one basket; the other targets are single known orders.
 */
export function planNextOrder(book: OrderBook, customers: Int32Array, targets: Targets): Plan {
	const plan = new PlanBuilder();
	const { orderProducts } = basketsOf(book);
	for (const c of customers) {
		const first = book.customerOrders[c];
		const end = book.customerOrders[c + 1];
		const known = knownOrders(book, c);
		const purchases: number[] = [];
		for (let o = first; o < first + known; o++) if (orderProducts[o] > 0) purchases.push(o - first);
		const rows: [cut: number, until: number][] = [];
		if (targets !== 'held-out') for (const o of purchases.slice(1)) rows.push([o, o + 1]);
		if (targets === 'last') rows.splice(0, rows.length - 1);
		if (targets.endsWith('held-out') && purchases.length && known < end - first) rows.push([known, end - first]);
		for (const [cut, until] of rows.slice(-LATEST_ORDERS)) plan.add(c, cut, dayAfter(book, first + cut - 1), until);
	}
	return plan.done();
}

/**
 * Everything known before `asOf` (default: the day after the data) of each customer who had bought something; for
 * `next-order` the snapshot is the day after the last known order.
 */
export function planCurrent(book: OrderBook, question: Question, customers: Int32Array, asOf = book.to + 1): Plan {
	const plan = new PlanBuilder();
	for (const c of customers) {
		const first = book.customerOrders[c];
		const cut = asOf > book.to ? book.customerOrders[c + 1] - first : ordersBefore(book, c, asOf);
		if (firstPurchase(book, c) >= cut) continue;
		plan.add(c, cut, question.kind === 'next-order' ? dayAfter(book, first + cut - 1) : asOf, cut);
	}
	return plan.done();
}

/** How many orders of a customer are dated before a moment. */
export function ordersBefore(book: OrderBook, customer: number, moment: number): number {
	const first = book.customerOrders[customer];
	return lowerBound(book.orderTime, moment, first, book.customerOrders[customer + 1]) - first;
}

/** Index of the customer's first order in which something was bought; their number of orders if there is none. */
export function firstPurchase(book: OrderBook, customer: number): number {
	const { orderProducts } = basketsOf(book);
	const first = book.customerOrders[customer];
	let o = first;
	while (o < book.customerOrders[customer + 1] && orderProducts[o] === 0) o++;
	return o - first;
}

/** How many of a customer's orders are not held out. */
export function knownOrders(book: OrderBook, customer: number): number {
	const first = book.customerOrders[customer];
	let end = book.customerOrders[customer + 1];
	while (book.given && end > first && book.given.future[end - 1]) end--;
	return end - first;
}

function dayAfter(book: OrderBook, order: number): number {
	return Math.floor(book.orderTime[order]) + 1;
}
