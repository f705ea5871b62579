import { describe, expect, it } from 'vitest';
import { readiness } from '../../../src/lib/core/data/readiness.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import type { OrderBook } from '../../../src/lib/core/features/types.js';
import { tableOf } from './tables.js';

const day = (days: number) => new Date(Date.UTC(2016, 0, 1 + days)).toISOString().slice(0, 10);
const start = Date.UTC(2016, 0, 1) / 86_400_000;

/** `customers` with an order every `every` days, `orders` of them: a pen in each, ink twice in the last. */
function shop(customers: number, orders: number, every: number): OrderBook {
	const rows: string[][] = [];
	for (let c = 0; c < customers; c++)
		for (let o = 0; o < orders; o++) {
			rows.push([`C${c}`, `O${c}-${o}`, day(o * every), 'Pen', '1']);
			if (o === orders - 1) for (const amount of ['1', '2']) rows.push([`C${c}`, `O${c}-${o}`, day(o * every), 'Ink', amount]);
		}
	const columns = { customer: 'customer', order: 'order', date: 'date', product: 'product', amount: 'amount' };
	const mapping = { columns, attributes: [], dateOrder: 'ymd', decimalMark: '.' } as const;
	return buildOrderBook(toTransactions(tableOf(Object.keys(columns), rows), mapping).transactions);
}
const checksOf = (book: OrderBook, today?: number) => Object.fromEntries(readiness(book, true, today).checks.map(({ code, have, met }) => [code, [have, met]]));

describe('whether there is enough to learn from', () => {
	it('says so where all is there, and that the data is of today', () => {
		const book = shop(500, 3, 90);
		expect(checksOf(book, start + 190)).toEqual({ customers: [500, true], days: [181, true], loyal: [500, true], idle: [10, true] });
		expect(readiness(book, true, start + 190)).toMatchObject({ verdict: 'enough', current: true, ready: 2 });
		expect(readiness(book, true, start + 300)).toMatchObject({ verdict: 'enough', current: false });
		expect(readiness(book, true).current).toBeUndefined();
	});

	it('says which of them is missing at the edge of each', () => {
		expect(checksOf(shop(499, 3, 90)).customers).toEqual([499, false]);
		expect(checksOf(shop(60, 3, 89))).toEqual({ customers: [60, false], days: [179, false], loyal: [60, true] });
		expect(checksOf(shop(60, 2, 200)).loyal).toEqual([0, false]);
		expect(readiness(shop(60, 3, 90), true).verdict).toBe('thin');
		expect(readiness(shop(49, 3, 90), true).verdict).toBe('too_little');
		expect(readiness(shop(600, 1, 90), true).verdict).toBe('too_little');
	});

	it('counts buyers, repeat buyers and recent buyers of a product once each', () => {
		const { products } = readiness(shop(60, 3, 90), true);
		expect(products).toEqual([
			{ name: 'Pen', buyers: 60, repeatBuyers: 60, recentBuyers: 60, missing: [] },
			{ name: 'Ink', buyers: 60, repeatBuyers: 0, recentBuyers: 60, missing: [] }
		]);
		expect(readiness(shop(9, 2, 10), true).products[0]).toMatchObject({ buyers: 9, missing: ['buyers', 'recent_buyers'] });
	});

	it('asks nothing of time where there are no dates', () => {
		const { checks, products, current } = readiness(shop(60, 3, 90), false, start + 1000);
		expect(checks.map(({ code }) => code)).toEqual(['customers', 'loyal']);
		expect(products[0].recentBuyers).toBeUndefined();
		expect(current).toBeUndefined();
	});
});
