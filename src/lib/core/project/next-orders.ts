import { toCsv } from '../data/csv.js';
import { nameOf } from '../data/name-of.js';
import { basketsOf } from '../features/baskets.js';
import { knownOrders } from '../features/plans.js';
import type { OrderBook } from '../features/types.js';
import type { NextBasketMode, NextBasketRanking } from '../models/nextbasket/index.js';

/** Products that are ranked for each customer. */
export const RANKED = 20;

/** A ranking of everybody's next order in figures. */
export interface NextOrdersSummary {
	readonly customers: number;
	/** Products a customer. */
	readonly top: number;
	/** Share of the listed products that the customer had not bought before. */
	readonly fresh: number;
	/** How long it took. */
	readonly seconds: number;
}

/** A product of a customer's ranked list, with what the customer did with it before. */
export interface NextOrderProduct {
	readonly product: string;
	/** Orders so far that held it. */
	readonly orders: number;
	/** Day of the last of them, days since 1970-01-01; undefined where there was none. */
	readonly last?: number;
}

/** What a ranking of a book can learn from: past orders, and, where the file holds them, training customers' held-out baskets. */
export function rankingModes(book: OrderBook): readonly NextBasketMode[] {
	const { customers, customerOrders, given } = book;
	const holds = customers.some((_, c) => given?.fold[c] === 0 && knownOrders(book, c) < customerOrders[c + 1] - customerOrders[c]);
	return holds ? ['past-only', 'train-future'] : ['past-only'];
}

/** What one customer will most likely put in the next order, best first. Undefined for customers who are not in the book. */
export function nextOrderOf(book: OrderBook, ranking: NextBasketRanking, customer: string): NextOrderProduct[] | undefined {
	const c = book.customers.indexOf(customer);
	return c < 0 ? undefined : listOf(book, ranking, c);
}

/** [customers × top] in figures; `seconds` is passed on. */
export function summaryOf(book: OrderBook, ranking: NextBasketRanking, seconds: number): NextOrdersSummary {
	const { top, products } = ranking;
	let fresh = 0;
	book.customers.forEach((_, c) => {
		const had = boughtBefore(book, c);
		for (let i = c * top; i < (c + 1) * top; i++) if (!had.has(products[i])) fresh++;
	});
	return { customers: book.customers.length, top, fresh: products.length ? fresh / products.length : NaN, seconds };
}

/** Everybody's ranked products as CSV, a line per customer and place, every cell safe to open in a spreadsheet; where products are codes, the last column says what they are called. */
export function nextOrdersFile(book: OrderBook, ranking: NextBasketRanking): { text: string; rows: number } {
	const { productNames: names } = book;
	const header = ['customer_id', 'rank', 'product', 'orders_before', 'last_bought', ...(names ? ['product_name'] : [])];
	const lines = book.customers.flatMap((customer, c) =>
		listOf(book, ranking, c).map(({ product, orders, last }, i) => [customer, i + 1, product, orders, last === undefined ? '' : new Date(last * 86_400_000).toISOString().slice(0, 10), ...(names ? [nameOf(book, product)] : [])])
	);
	return { text: toCsv(header, lines), rows: lines.length };
}

function listOf(book: OrderBook, { products, top }: NextBasketRanking, c: number): NextOrderProduct[] {
	const had = boughtBefore(book, c);
	return Array.from(products.subarray(c * top, (c + 1) * top), (p) => {
		const before = had.get(p);
		const product = book.products[p];
		return before ? { product, orders: before.orders, last: before.last } : { product, orders: 0 };
	});
}

/** Per product of a customer's known orders: how many held it, and the day of the last one. */
function boughtBefore(book: OrderBook, customer: number): Map<number, { orders: number; last: number }> {
	const { start, product, bought } = basketsOf(book);
	const first = book.customerOrders[customer];
	const had = new Map<number, { orders: number; last: number }>();
	for (let order = first; order < first + knownOrders(book, customer); order++)
		for (let e = start[order]; e < start[order + 1]; e++)
			if (bought[e] > 0) had.set(product[e], { orders: (had.get(product[e])?.orders ?? 0) + 1, last: Math.floor(book.orderTime[order]) });
	return had;
}
