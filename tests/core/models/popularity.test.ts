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
	it('is worked by hand: shares, and nothing known of what nobody was asked for', () => {
		expect([...popularityRates(train, 0)].map((rate) => Number(rate.toFixed(6)))).toEqual([0.666667, 0, 0.5]);
		// 2 bought of 4 asked, with one of each kind more: (2 + 1) / (4 + 2).
		expect(popularityRates(tinyExamples([[1, 2], [1, 2], [0, 2], [0, 2]]), 0)[1]).toBeCloseTo(0.5, 6);
	});

	it('is the mean over strengths of the pull to the mean, weighted by the likelihood of customers who are left out', () => {
		const rows = [[1, 0, 2], [1, 0, 0], [0, 0, 1]];
		const strengths = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 100_000, 1e6];
		/** Rates [3] as (bought + s × mean) / (asked + s) of some rows. */
		const ratesOf = (some: readonly number[][], s: number) => {
			const of = (j: number, value: (label: number) => number) => some.reduce((sum, row) => sum + value(row[j]), 0);
			const [bought, asked] = [(j: number) => of(j, (label) => (label === 1 ? 1 : 0)), (j: number) => of(j, (label) => (label === 2 ? 0 : 1))];
			const sum = (what: (j: number) => number) => what(0) + what(1) + what(2);
			const mean = (sum(bought) + 1) / (sum(asked) + 2);
			return [0, 1, 2].map((j) => (bought(j) + s * mean) / (asked(j) + s));
		};
		const likelihoods = strengths.map((s) =>
			rows.reduce((product, row, r) => {
				const rates = ratesOf(rows.filter((_, other) => other !== r), s);
				return row.reduce((own, label, j) => own * (label === 2 ? 1 : label === 1 ? rates[j] : 1 - rates[j]), product);
			}, 1)
		);
		const all = likelihoods.reduce((a, b) => a + b, 0);
		const expected = [0, 1, 2].map((j) => strengths.reduce((sum, s, i) => sum + (likelihoods[i] / all) * ratesOf(rows, s)[j], 0));
		popularityRates(train).forEach((rate, j) => expect(rate).toBeCloseTo(expected[j], 6));
	});

	it('lets the latest snapshot count, and next to nothing else where the earlier ones mislead', () => {
		const old = tinyExamples(Array.from({ length: 100 }, () => [1, 0]));
		const both = tinyExamples(Array.from({ length: 200 }, (_, row) => (row < 100 ? [1, 0] : [0, 1])));
		const asOf = Float64Array.from({ length: 200 }, (_, row) => (row < 100 ? 10 : 20));
		const question = { kind: 'next', horizon: 5, asOf: 20, snapshots: 2 } as const;
		const [first, second] = popularityRates({ ...both, asOf, question });
		// Half of all rows bought each; 100 of the latest rows none and all, beside ten rows or a few more at about a half.
		expect(first).toBeGreaterThan((0 + 10 * 0.5) / 111);
		expect(first).toBeLessThan((0 + 11 * 0.5) / 111);
		expect(second).toBeCloseTo(1 - first, 6);
		expect(popularityRates({ ...old, question })[0]).toBeGreaterThan(0.98);
	});

	it.each([{ products: 6, rows: 200 }, { products: 30, rows: 600 }])('takes all dates for one where the latest strays from the earlier ones by chance alone: $products products, $rows rows', ({ products, rows }) => {
		const random = new Random('popular');
		const usual = Array.from({ length: products }, (_, j) => 0.02 + (0.3 * j) / products);
		const snapshots = (rateOf: (j: number, isLatest: boolean) => number) => {
			const examples = tinyExamples(Array.from({ length: rows }, (_, row) => usual.map((_, j) => (random.next() < rateOf(j, row >= rows / 2) ? 1 : 0))));
			const asOf = Float64Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 10 : 20));
			return { ...examples, asOf, question: { kind: 'next', horizon: 5, asOf: 20, snapshots: 1 } as const };
		};
		const distance = (rates: Float32Array, truth: (j: number) => number) => Math.sqrt(rates.reduce((sum, rate, j) => sum + (rate - truth(j)) ** 2, 0));
		/** The latest date's own shares. */
		const latest = (examples: ReturnType<typeof snapshots>) => popularityRates(selectRows(examples, Int32Array.from({ length: rows / 2 }, (_, row) => row + rows / 2)), 0);
		let [pooled, alone] = [0, 0];
		for (let trial = 0; trial < 10; trial++) {
			const same = snapshots((j) => usual[j]);
			pooled += distance(popularityRates(same), (j) => usual[j]);
			alone += distance(latest(same), (j) => usual[j]);
		}
		expect(pooled).toBeLessThan(0.85 * alone);
		const moved = snapshots((j, isLatest) => (isLatest ? usual[products - 1 - j] : usual[j]));
		expect(distance(popularityRates(moved), (j) => usual[products - 1 - j])).toBeLessThan(1.1 * distance(latest(moved), (j) => usual[products - 1 - j]));
	});

	it('learns the products from earlier dates and the level from the latest, when everything sells half as often', () => {
		const random = new Random('level');
		const shares = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
		const [early, late] = [900, 100];
		const examples = tinyExamples(Array.from({ length: early + late }, (_, row) => shares.map((share) => (random.next() < (row < early ? share : share / 2) ? 1 : 0))));
		const asOf = Float64Array.from({ length: early + late }, (_, row) => (row < early ? 10 : 20));
		const question = { kind: 'next', horizon: 5, asOf: 20, snapshots: 1 } as const;
		const latest = selectRows({ ...examples, asOf, question }, Int32Array.from({ length: late }, (_, row) => early + row));
		const distance = (rates: Float32Array) => Math.sqrt(rates.reduce((sum, rate, j) => sum + (rate - shares[j] / 2) ** 2, 0));
		expect(distance(popularityRates({ ...examples, asOf, question }))).toBeLessThan(0.6 * distance(popularityRates(latest)));
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
