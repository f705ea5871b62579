import { quickselect } from 'd3-array';
import { release } from '../data/release.js';
import type { OrderBook } from './types.js';

/** What stands out in otherwise good data: worth a look, never set aside by itself. Days since 1970-01-01 UTC. */
export type Unusual =
	/** The longest stretch without an order, far beyond what the rest of the data lets expect. */
	| { readonly code: 'gap'; readonly from: number; readonly to: number }
	/** One customer with a large share of all orders: a till, a marketplace, "guest". */
	| { readonly code: 'heavy_customer'; readonly name: string; readonly share: number }
	/** Lines far above the usual amount: how many, their share of all that was spent, and the largest. */
	| { readonly code: 'large_amounts'; readonly lines: number; readonly share: number; readonly largest: number }
	/** Orders dated after today. */
	| { readonly code: 'future_orders'; readonly orders: number; readonly last: number };

const share = 0.1;
const leastCustomers = 20;
/** Robust z-score of log amounts beyond which a line stands out (3.5 is usual; amounts have long tails). */
const far = 6;

/** Gaps, outliers and the like in an order book; `today` is a day. */
export function unusual(book: OrderBook, dated: boolean, today: number): Unusual[] {
	const found: Unusual[] = [];
	if (dated) found.push(...longestGap(book), ...futureOrders(book, today));
	return [...found, ...heavyCustomer(book), ...largeAmounts(book)];
}

/** A gap counts from 30 days on, where it is ten times as long as 99 of 100 distances between order days. */
function longestGap(book: OrderBook): Unusual[] {
	const days = [...new Set(Array.from(book.orderTime, Math.floor))].sort((a, b) => a - b);
	if (days.length < 20) return [];
	const gaps = days.slice(1).map((day, i) => day - days[i]);
	const usual = gaps.toSorted((a, b) => a - b)[Math.floor(0.99 * (gaps.length - 1))];
	const longest = gaps.indexOf(gaps.reduce((a, b) => Math.max(a, b)));
	if (gaps[longest] < 30 || gaps[longest] < 10 * usual) return [];
	return [{ code: 'gap', from: days[longest], to: days[longest + 1] }];
}

function futureOrders(book: OrderBook, today: number): Unusual[] {
	let orders = 0;
	for (const time of book.orderTime) if (time >= today + 1) orders++;
	return orders ? [{ code: 'future_orders', orders, last: book.to }] : [];
}

function heavyCustomer(book: OrderBook): Unusual[] {
	const count = book.customers.length;
	if (count < leastCustomers) return [];
	let most = 0;
	const orders = (c: number): number => book.customerOrders[c + 1] - book.customerOrders[c];
	for (let c = 1; c < count; c++) if (orders(c) > orders(most)) most = c;
	const part = orders(most) / book.orderTime.length;
	return part >= share ? [{ code: 'heavy_customer', name: book.customers[most], share: part }] : [];
}

/** Median absolute deviation of log amounts (Iglewicz and Hoaglin 1993, with a wider limit). */
function largeAmounts(book: OrderBook): Unusual[] {
	let count = 0;
	for (const amount of book.lineAmount) if (amount > 0) count++;
	if (count < 100) return [];
	const logs = new Float64Array(count);
	count = 0;
	for (const amount of book.lineAmount) if (amount > 0) logs[count++] = Math.log(amount);
	const median = middleOf(logs);
	for (let i = 0; i < count; i++) logs[i] = Math.abs(logs[i] - median);
	const spread = middleOf(logs);
	release(logs);
	if (!(spread > 0)) return [];
	const limit = Math.exp(median + (far * spread) / 0.6745);
	let lines = 0;
	let [spent, all, largest] = [0, 0, 0];
	for (const amount of book.lineAmount) {
		if (!(amount > 0)) continue;
		all += amount;
		if (amount <= limit) continue;
		lines++;
		spent += amount;
		largest = Math.max(largest, amount);
	}
	return lines ? [{ code: 'large_amounts', lines, share: spent / all, largest }] : [];
}

/** The value in the middle of the sorted values, which are put into another order. */
function middleOf(values: Float64Array): number {
	quickselect(values, values.length >> 1);
	return values[values.length >> 1];
}
