import type { OrderBook } from './types.js';

/** One calendar month: its first day (days since 1970-01-01 UTC) and the orders dated in it. */
export interface MonthCount {
	readonly day: number;
	readonly orders: number;
}

const MS_PER_DAY = 86_400_000;
/** A century: dates further apart are an error of the file, and no chart could show them. */
const most = 1200;

/**
 * Orders per calendar month from the first order to the last, months without orders included. Empty where the data has
 * one day only (no dates), and where it spans more than a century.
 */
export function ordersPerMonth(book: OrderBook): MonthCount[] {
	if (!(book.to > book.from)) return [];
	const first = monthOf(book.from);
	const count = monthOf(book.to) - first + 1;
	if (count > most) return [];
	const orders = new Int32Array(count);
	for (const time of book.orderTime) orders[monthOf(time) - first]++;
	return Array.from(orders, (n, i) => ({ day: Date.UTC(1970, first + i, 1) / MS_PER_DAY, orders: n }));
}

/** Months since January 1970. */
function monthOf(day: number): number {
	const date = new Date(Math.floor(day) * MS_PER_DAY);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
