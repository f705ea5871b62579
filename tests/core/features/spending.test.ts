import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { highValueFrom, prepareSpending, spentBefore } from '../../../src/lib/core/features/spending.js';
import { orders } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

/** What each customer with a purchase had spent before a moment, in cents, the slow way. */
function totals(lines: readonly Line[], moment: number): Map<string, number> {
	const known = lines.filter((line) => line.day < moment);
	const buyers = new Set(known.filter((line) => (line.quantity ?? 1) > 0).map((line) => line.customer));
	return new Map(
		[...buyers].map((customer) => [
			customer,
			known.reduce((sum, l) => sum + (l.customer === customer ? Math.round((l.amount ?? 0) * 100) : 0), 0)
		])
	);
}

function percentile80(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted.length ? sorted[Math.ceil(0.8 * sorted.length) - 1] : NaN;
}

it("takes the 80th percentile of the other customers' spending", () => {
	const property = fc.property(
		orders(fc.integer({ min: 0, max: 20 }), 20),
		fc.array(fc.integer({ min: 0, max: 22 }), { minLength: 1, maxLength: 5 }),
		(lines, moments) => {
			const book = buildOrderBook(transactions(lines));
			prepareSpending(book, Float64Array.from(moments));
			for (const moment of moments) {
				const spent = totals(lines, moment);
				expect(highValueFrom(book, moment, undefined) / 100).toEqual(percentile80([...spent.values()]));
				for (const [c, customer] of book.customers.entries()) {
					const own = spentBefore(book, c, moment);
					expect(own === undefined ? undefined : own / 100).toBe(spent.get(customer));
					if (own === undefined) continue;
					const others = [...spent].filter(([name]) => name !== customer).map(([, sum]) => sum);
					expect(highValueFrom(book, moment, own) / 100).toEqual(percentile80(others));
				}
			}
		}
	);
	fc.assert(property, { seed: 11, numRuns: 200 });
});

it('counts held-out orders for nobody', () => {
	const line = (customer: string, amount: number, part: Line['part']): Line => ({
		customer,
		order: `${customer} ${part}`,
		day: part === 'future' ? 2 : 1,
		product: 'Ink',
		amount,
		part
	});
	const lines = [line('Ann', 5, 'history'), line('Ann', 70, 'future'), line('Bob', 6, 'history')];
	const book = buildOrderBook(transactions(lines));
	expect(spentBefore(book, 0, 9)).toBe(50_000);
	expect(highValueFrom(book, 9, spentBefore(book, 1, 9))).toBe(50_000);
});
