import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../../src/lib/core/features/examples.js';
import { COUNT_UNIT, historiesOf, paceOf, silenceOf } from '../../../../src/lib/core/models/neighbours/histories.js';
import { transactions } from '../../features/lines.js';
import type { Line } from '../../features/lines.js';

const line = (order: number, product: string, quantity = 1): Line => ({ customer: 'a', order: `${order}`, day: order, product, quantity });
/** Orders on days 0, 20 and 30; on 10 and 35 things were sent back. */
const book = buildOrderBook(transactions([line(0, 'ink'), line(0, 'tea'), line(10, 'ink', -1), line(20, 'tea'), line(30, 'cups'), line(35, 'cups', -1)]));
const next = currentExamples(book, { kind: 'next', horizon: 6, asOf: 30, snapshots: 0 });
const nextOrder = currentExamples(book, { kind: 'next-order' });

describe('a history, worked by hand as of day 36', () => {
	it('counts a purchase 0.8 to the power of the orders since; who only sends things back has not ordered', () => {
		const { product, count } = historiesOf(next);
		expect([...product].map((p) => book.products[p])).toEqual(['cups', 'ink', 'tea']);
		[1, 0.64, 0.8 + 0.64].forEach((decayed, e) => expect(count[e] * COUNT_UNIT).toBeCloseTo(decayed, 3));
	});

	it('has a pace of purchases per horizon, halved with every two horizons, and of few orders the usual one', () => {
		const halved = 2 ** (-1 / 12);
		const bought = 5 + 2 * halved ** 36 + halved ** 16 + halved ** 6;
		expect(paceOf(next, 5)[0]).toBeCloseTo(bought / (1 + (2 / Math.LN2) * (1 - halved ** 36)), 5);
		expect(paceOf(nextOrder, 5)[0]).toBeCloseTo((5 + 2 + 1 + 1) / 4, 6);
	});

	it('is silent since the last order in which something was bought, in horizons', () => {
		expect([silenceOf(next)[0], silenceOf(nextOrder)[0]]).toEqual([1, 0]);
	});
});
