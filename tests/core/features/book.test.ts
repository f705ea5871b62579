import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import { Random } from '../../../src/lib/core/random.js';
import { anchor, orders, readable } from './arbitrary.js';
import { transactions } from './lines.js';
import { worked } from './worked.js';

describe('buildOrderBook', () => {
	const book = buildOrderBook(transactions(worked));

	it('sorts customers by name, their orders by time, and keeps lines in order of appearance', () => {
		expect(book.customers).toEqual(['Ann', 'Bob', 'Cid']);
		expect([...book.customerOrders]).toEqual([0, 4, 5, 7]);
		expect(book.orderIds).toEqual(['A1', 'A2', 'A3', 'A4', 'B1', 'C1', 'C2']);
		expect([...book.orderTime]).toEqual([10, 40, 200, 300, 100.5, 0, 250]);
		const a2 = [...book.lineProduct.slice(book.orderLines[1], book.orderLines[2])];
		expect(a2.map((p) => book.products[p])).toEqual(['Ink', 'Ink', 'Paper']);
		expect([...book.lineAmount.slice(book.orderLines[1], book.orderLines[2])]).toEqual([30, 10, 5]);
		expect([...book.lineReturned.slice(book.orderLines[1], book.orderLines[2])]).toEqual([0, 0, 1]);
	});

	it('knows the first and the last day, and the region of each order', () => {
		expect([book.from, book.to]).toEqual([0, 300]);
		const [region] = book.attributes;
		expect([...region.ofOrder].map((code) => region.values[code])).toEqual(
			['north', 'north', 'south', 'east', undefined, 'west', 'west']
		);
	});

	it('dates an order as its earliest line, and takes one id of two customers as two orders', () => {
		const split = buildOrderBook(
			transactions([
				{ customer: 'Ann', order: '1', day: 9, product: 'Ink' },
				{ customer: 'Bob', order: '1', day: 4, product: 'Ink' },
				{ customer: 'Ann', order: '1', day: 7, product: 'Pens' }
			])
		);
		expect([...split.orderTime]).toEqual([7, 4]);
		expect([...split.customerOrders]).toEqual([0, 1, 2]);
	});

	it('keeps orders of one moment in order of appearance', () => {
		const lines = ['z', 'a', 'm'].map((order) => ({ customer: 'Ann', order, day: 3, product: 'Ink' }));
		expect(buildOrderBook(transactions(lines)).orderIds).toEqual(['z', 'a', 'm']);
	});

	it("takes a customer's day as the order where there is no order id", () => {
		const t = transactions([
			{ customer: 'Ann', order: '', day: 3.1, product: 'Ink' },
			{ customer: 'Ann', order: '', day: 3.8, product: 'Pens' },
			{ customer: 'Ann', order: '', day: 4, product: 'Pens' },
			{ customer: 'Bob', order: '', day: 3, product: 'Pens' }
		]);
		const nameless = buildOrderBook({ ...t, order: { codes: new Int32Array(4).fill(-1), values: [] } });
		expect([...nameless.orderTime]).toEqual([3.1, 4, 3]);
	});

	it('leaves out what no line uses, and lines without a customer', () => {
		const t = transactions(worked);
		const codes = t.customer.codes.map((code, row) => (row === 3 ? -1 : code));
		const partial = buildOrderBook({ ...t, customer: { codes, values: [...t.customer.values, 'Zoe'] } });
		expect(partial.customers).toEqual(['Ann', 'Cid']);
		expect(partial.lineProduct.length).toBe(worked.length - 1);
	});

	it("takes over a file's own split, held-out orders last", () => {
		const given = buildOrderBook(
			transactions([
				{ customer: 'Ann', order: '2', day: 8, product: 'Ink', part: 'future', fold: 'test' },
				{ customer: 'Ann', order: '1', day: 9, product: 'Ink', part: 'history', fold: 'test' },
				{ customer: 'Bob', order: '3', day: 1, product: 'Ink', part: 'history', fold: 'validation' }
			])
		);
		expect(given.orderIds).toEqual(['1', '2', '3']);
		expect([...(given.given?.future ?? [])]).toEqual([0, 1, 0]);
		expect([...(given.given?.fold ?? [])]).toEqual([2, 1]);
	});

	it('survives customers and products called like prototype keys, and nothing at all', () => {
		const line = { customer: '__proto__', order: 'constructor', day: 1, product: 'toString' };
		const odd = buildOrderBook(transactions([line]));
		expect([odd.customers, odd.products, odd.orderIds]).toEqual([['__proto__'], ['toString'], ['constructor']]);
		const empty = buildOrderBook(transactions([]));
		expect([empty.customers.length, empty.orderTime.length, empty.from, empty.to]).toEqual([0, 0, 0, 0]);
	});

	it('gives the same features whatever the order of the lines', () => {
		const property = fc.property(orders(fc.integer({ min: 1, max: 400 })), fc.integer(), (lines, seed) => {
			const all = [...anchor, ...lines];
			const shuffled = new Random(seed).shuffle([...all]);
			for (const question of [{ kind: 'next', horizon: 40, asOf: 200, snapshots: 2 }, { kind: 'ever' }] as const)
				expect(readable(currentExamples(buildOrderBook(transactions(shuffled)), question))).toEqual(
					readable(currentExamples(buildOrderBook(transactions(all)), question))
				);
		});
		fc.assert(property, { seed: 1, numRuns: 100 });
	});
});
