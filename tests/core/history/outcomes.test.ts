import { describe, expect, it } from 'vitest';
import type { OrderBook } from '../../../src/lib/core/features/types.js';
import { reportOutcomes, scoreOutcomes } from '../../../src/lib/core/history/outcomes.js';
import { kept } from './kept.js';

/** As-of day 2024-01-11 is day 19733. */
const asOf = 19733;

/** Orders of AA-1 and BB-2 by day (from the as-of date) and products; a negative quantity is a return. */
function bookOf(orders: readonly (readonly [string, number, readonly string[], number?])[], to: number): OrderBook {
	const customers = ['AA-1', 'BB-2'];
	const products = ['Paper', 'Ink'];
	const sorted = customers.map((name) => orders.filter(([customer]) => customer === name));
	const flat = sorted.flat();
	const lines = flat.map(([, , bought]) => bought);
	const cumulative = (counts: number[]) => Int32Array.from([0, ...counts.map((_, i) => counts.slice(0, i + 1).reduce((a, b) => a + b, 0))]);
	return {
		customers,
		products,
		orderIds: flat.map((_, i) => `o${i}`),
		customerOrders: cumulative(sorted.map((own) => own.length)),
		orderTime: Float64Array.from(flat, ([, day]) => asOf + day),
		orderLines: cumulative(lines.map((bought) => bought.length)),
		lineProduct: Int32Array.from(lines.flat(), (product) => products.indexOf(product)),
		lineAmount: new Float64Array(lines.flat().length),
		lineQuantity: Float64Array.from(flat.flatMap(([, , bought, quantity = 1]) => bought.map(() => quantity))),
		lineReturned: new Uint8Array(lines.flat().length),
		attributes: [],
		from: asOf - 400,
		to: asOf + to
	};
}

const status = (record: ReturnType<typeof kept>, book: OrderBook) => {
	const [{ status: found, day }] = scoreOutcomes([record], book);
	return day === undefined ? found : [found, day - asOf];
};

describe('scoreOutcomes', () => {
	const record = kept();

	it('looks from the as-of day up to the last day of the horizon', () => {
		expect(status(record, bookOf([['AA-1', 0, ['Paper']]], 40))).toEqual(['bought', 0]);
		expect(status(record, bookOf([['AA-1', 29.9, ['Ink', 'Paper']]], 40))).toEqual(['bought', 29]);
		expect(status(record, bookOf([['AA-1', 30, ['Paper']]], 40))).toBe('not_bought');
		expect(status(record, bookOf([['AA-1', -1, ['Paper']]], 40))).toBe('not_bought');
		expect(status(record, bookOf([['BB-2', 5, ['Paper']]], 40))).toBe('not_bought');
		expect(status(record, bookOf([['AA-1', 5, ['Paper'], -1]], 40))).toBe('not_bought');
	});

	it('waits until the last day of the horizon is in the data', () => {
		expect(status(record, bookOf([], 28))).toBe('pending');
		expect(status(record, bookOf([], 29))).toBe('not_bought');
		expect(status(record, bookOf([['AA-1', 3, ['Paper']]], 10))).toEqual(['bought', 3]);
	});

	it('looks at the next order where that was asked', () => {
		const next = kept({ asked: { kind: 'next-order' } });
		const earlier = ['AA-1', -5, ['Paper']] as const;
		expect(status(next, bookOf([earlier], 99))).toBe('pending');
		expect(status(next, bookOf([earlier, ['AA-1', 70, ['Paper']]], 99))).toEqual(['bought', 70]);
		expect(status(next, bookOf([['AA-1', 7, ['Ink']], ['AA-1', 8, ['Paper']]], 99))).toBe('not_bought');
		expect(status(next, bookOf([['AA-1', 7, ['Ink'], -1], ['AA-1', 8, ['Paper']]], 99))).toEqual(['bought', 8]);
	});

	it('says what cannot be checked', () => {
		const book = bookOf([], 99);
		expect(status(kept({ hypothetical: true }), book)).toBe('not_asked');
		expect(status(kept({ asked: undefined }), book)).toBe('not_asked');
		expect(status(kept({ asked: { kind: 'ever' } }), book)).toBe('not_asked');
		expect(status(kept({ customer: 'ZZ-9' }), book)).toBe('unknown');
		expect(status(kept({ product: 'Chairs' }), book)).toBe('unknown');
	});
});

describe('reportOutcomes', () => {
	const records = [
		kept({ probability: 0.75 }),
		kept({ probability: 0.875, product: 'Ink' }),
		kept({ probability: 0.25, customer: 'BB-2' }),
		kept({ probability: 0.125, customer: 'BB-2', product: 'Ink' }),
		kept({ hypothetical: true })
	];
	const orders = [
		['AA-1', 2, ['Paper']],
		['BB-2', 9, ['Ink']]
	] as const;

	it('is worked by hand', () => {
		const book = bookOf(orders, 60);
		const report = reportOutcomes(scoreOutcomes(records, book), book);
		expect(report.statuses).toEqual({ bought: 2, not_bought: 2, pending: 0, unknown: 0, not_asked: 1 });
		expect(report.meanPredicted).toBe(0.5);
		expect(report.bought).toMatchObject({ of: 4, count: 2, rate: 0.5 });
		expect(report.ads).toMatchObject({ of: 2, count: 1, rate: 0.5 });
		expect(report.right).toMatchObject({ of: 4, count: 2 });
		expect(report.meanConfidence).toBeCloseTo((0.75 + 0.875 + 0.75 + 0.875) / 4, 12);
		expect(report.brier).toBeCloseTo((0.25 ** 2 + 0.875 ** 2 + 0.25 ** 2 + 0.875 ** 2) / 4, 12);
		expect(report.ads.low).toBeLessThan(0.5);
		expect(report.reliability).toEqual([expect.objectContaining({ pairs: 4, predicted: 0.5, observed: 0.5 })]);
	});

	it('calls a verdict right where an ad was bought, and where none was shown and nothing bought', () => {
		const asked = [
			kept({ probability: 0.75 }),
			kept({ probability: 0.9, customer: 'BB-2', product: 'Ink' }),
			kept({ probability: 0.25, product: 'Ink' }),
			kept({ probability: 0.125, customer: 'BB-2' }),
			kept({ probability: 0.875, customer: 'BB-2' })
		];
		const book = bookOf(orders, 60);
		const report = reportOutcomes(scoreOutcomes(asked, book), book);
		expect(report.statuses).toMatchObject({ bought: 2, not_bought: 3 });
		expect(report.right).toMatchObject({ of: 5, count: 4 });
		expect(report.ads).toMatchObject({ of: 3, count: 2 });
	});

	it('counts what was kept several times once, and what another model said besides', () => {
		const book = bookOf(orders, 60);
		const twice = [...records, kept({ probability: 0.75, id: 'again' }), kept({ probability: 0.5, id: 'other' })];
		const report = reportOutcomes(scoreOutcomes(twice, book), book);
		expect(report.bought).toMatchObject({ of: 5, count: 3 });
		expect(report.statuses).toEqual({ bought: 3, not_bought: 2, pending: 0, unknown: 0, not_asked: 1 });
	});

	it('does not count quick buyers before the horizon is over', () => {
		const book = bookOf(orders, 20);
		const report = reportOutcomes(scoreOutcomes(records, book), book);
		expect(report.statuses).toMatchObject({ bought: 2, pending: 2 });
		expect(report.bought.of).toBe(0);
		expect(report.bought.rate).toBeNaN();
		expect(report.reliability).toEqual([]);
	});
});
