import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../src/lib/core/features/examples.js';
import { popularity, popularityRates } from '../../../src/lib/core/models/popularity.js';
import type { Numbers } from '../../../src/lib/core/models/types.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { Random } from '../../../src/lib/core/random.js';
import { tinyExamples } from '../evaluation/tiny.js';

const train = tinyExamples([[1, 0, 2], [1, 0, 0], [0, 0, 1]]);
const context = { seed: 1, validation: train, report: () => {}, pool: inline({}) };

describe('popularity', () => {
	it('is worked by hand: counts pulled to the mean by one row', () => {
		// 3 bought of 8 asked, with one of each kind more: (3 + 1) / (8 + 2).
		const mean = 0.4;
		const expected = [(2 + mean) / 4, mean / 4, (1 + mean) / 3];
		popularityRates(train).forEach((rate, j) => expect(rate).toBeCloseTo(expected[j], 6));
		expect(popularityRates(train, 0)[0]).toBeCloseTo(2 / 3, 6);
	});

	it('lets the latest snapshot count, pulled to what all of them say', () => {
		const old = tinyExamples(Array.from({ length: 100 }, () => [1, 0]));
		const both = tinyExamples(Array.from({ length: 200 }, (_, row) => (row < 100 ? [1, 0] : [0, 1])));
		const asOf = Float64Array.from({ length: 200 }, (_, row) => (row < 100 ? 10 : 20));
		const question = { kind: 'next', horizon: 5, asOf: 20, snapshots: 2 } as const;
		const [first, second] = popularityRates({ ...both, asOf, question });
		// Half of all rows bought each; 100 of the latest rows none and all, beside 50 rows at about a half.
		expect(first).toBeCloseTo((0 + 50 * 0.5) / 150, 2);
		expect(second).toBeCloseTo((100 + 50 * 0.5) / 150, 2);
		expect(popularityRates({ ...old, question })[0]).toBeGreaterThan(0.99);
	});

	it('takes all dates for one where the latest strays from the earlier ones by chance alone', () => {
		const random = new Random('popular');
		const products = 30;
		const usual = Array.from({ length: products }, (_, j) => 0.02 + 0.01 * j);
		const rows = 600;
		const snapshots = (rateOf: (j: number, isLatest: boolean) => number) => {
			const examples = tinyExamples(Array.from({ length: rows }, (_, row) => usual.map((_, j) => (random.next() < rateOf(j, row >= rows / 2) ? 1 : 0))));
			const asOf = Float64Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 10 : 20));
			return { ...examples, asOf, question: { kind: 'next', horizon: 5, asOf: 20, snapshots: 1 } as const };
		};
		const distance = (rates: Float32Array, truth: (j: number) => number) => Math.sqrt(rates.reduce((sum, rate, j) => sum + (rate - truth(j)) ** 2, 0));
		/** The latest date's own shares, pulled by 50 rows as they are when dates differ. */
		const latest = (examples: ReturnType<typeof snapshots>) => popularityRates(selectRows(examples, Int32Array.from({ length: rows / 2 }, (_, row) => row + rows / 2)), 0);
		let [pooled, alone] = [0, 0];
		for (let trial = 0; trial < 5; trial++) {
			const same = snapshots((j) => usual[j]);
			pooled += distance(popularityRates(same), (j) => usual[j]);
			alone += distance(latest(same), (j) => usual[j]);
		}
		expect(pooled).toBeLessThan(0.85 * alone);
		const moved = snapshots((j, isLatest) => (isLatest ? usual[products - 1 - j] : usual[j]));
		expect(distance(popularityRates(moved), (j) => usual[products - 1 - j])).toBeLessThan(1.1 * distance(latest(moved), (j) => usual[products - 1 - j]));
	});

	it('does not take products that happened not to be bought for impossible, where products are alike', () => {
		const random = new Random('alike');
		const rows = Array.from({ length: 60 }, () => Array.from({ length: 40 }, () => (random.next() < 0.05 ? 1 : 0)));
		const rates = popularityRates(tinyExamples(rows));
		expect(Math.min(...rates)).toBeGreaterThan(0.02);
		expect(Math.max(...rates)).toBeLessThan(0.09);
	});

	it('answers the same to everybody', async () => {
		const { model } = await popularity.fit(train, popularity.defaults, context);
		const rates = popularityRates(train);
		expect([...model.predict(train)]).toEqual([...rates, ...rates, ...rates]);
		expect(model.predictProduct?.(2, new Float32Array(0), 4)).toEqual(new Float32Array(4).fill(rates[2]));
	});

	it('survives being stored, and names damage', async () => {
		const { model } = await popularity.fit(train, { smoothing: 5 }, context);
		const encoded = model.encode();
		const again = popularity.decode(encoded);
		expect(again.predict(train)).toEqual(model.predict(train));
		expect(again.encode()).toEqual(encoded);
		const damaged: Record<string, Numbers>[] = [{}, { rate: new Float32Array(2) }, { rate: Float32Array.of(0.1, NaN, 0.2) }, { rate: new Float64Array(3) }];
		for (const buffers of damaged) expect(() => popularity.decode({ ...encoded, buffers })).toThrow('model.damaged');
	});

	it('needs a row', async () => {
		await expect(popularity.fit(tinyExamples([]), popularity.defaults, context)).rejects.toThrow('model.no_examples');
	});
});
