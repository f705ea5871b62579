import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateParameterImpact } from '../../../src/lib/core/explanation/rules.js';
import type { Evaluate } from '../../../src/lib/core/explanation/shapley.js';
import { shapleyOfWorths, shapleyValues } from '../../../src/lib/core/explanation/shapley.js';
import { coalitionTable } from '../../../src/lib/core/models/coalition-table.js';
import type { RuleSet } from '../../../src/lib/core/explanation/types.js';
import { Random } from '../../../src/lib/core/random.js';

type Score = (x: Float32Array) => number;
const evaluateWith = (width: number, score: Score): Evaluate => (table, rows) =>
	Float32Array.from({ length: rows }, (_, r) => score(table.subarray(r * width, (r + 1) * width)));
const singles = (width: number) => Array.from({ length: width }, (_, c) => Int32Array.of(c));
const add = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

/** A smooth score with all interactions, from a seed. */
function randomScore(width: number, seed: number): Score {
	const random = new Random(seed);
	const weights = Array.from({ length: width * 2 }, () => random.normal());
	return (x) => {
		let z = 0;
		let product = 1;
		for (let c = 0; c < width; c++) {
			z += weights[c] * x[c];
			product *= 1 + weights[width + c] * x[c] * 0.3;
		}
		return 1 / (1 + Math.exp(-z - product));
	};
}

const vectors = fc
	.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1e6 }))
	.map(([width, seed]) => {
		const random = new Random(seed);
		const vector = () => Float32Array.from({ length: width }, () => random.normal());
		return { width, seed, current: vector(), baseline: vector() };
	});

describe('shapleyValues', () => {
	it('is the mean over all orders', () => {
		const score = randomScore(4, 5);
		const [current, baseline] = [Float32Array.of(1, -0.5, 2, 0.3), Float32Array.of(0, 0.4, -1, 0.2)];
		const expected = [0, 0, 0, 0];
		let orders = 0;
		const walk = (left: number[], x: Float32Array) => {
			if (!left.length) orders++;
			for (const c of left) {
				const next = x.slice();
				next[c] = current[c];
				// Each way to finish from here counts.
				expected[c] += factorial(left.length - 1) * (Math.fround(score(next)) - Math.fround(score(x)));
				walk(left.filter((other) => other !== c), next);
			}
		};
		walk([0, 1, 2, 3], baseline);
		expect(orders).toBe(24);
		const { impacts } = shapleyValues(evaluateWith(4, score), current, baseline, singles(4));
		impacts.forEach((impact, c) => expect(impact).toBeCloseTo(expected[c] / 24, 12));
	});

	it('adds up from the baseline to the probability, exact and sampled (efficiency)', () => {
		fc.assert(
			fc.property(vectors, fc.constantFrom(12, 0), ({ width, seed, current, baseline }, exactUpTo) => {
				const score = randomScore(width, seed);
				const found = shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { exactUpTo, pairs: 5 });
				expect(found.probability).toBe(Math.fround(score(current)));
				expect(found.baseline).toBe(Math.fround(score(baseline)));
				expect(Math.abs(found.baseline + add(found.impacts) - found.probability)).toBeLessThan(1e-12);
			})
		);
	});

	it('gives equal parts to parameters that play equal parts (symmetry)', () => {
		fc.assert(
			fc.property(vectors, ({ width, seed, current, baseline }) => {
				const score = randomScore(width, seed);
				// The first parameter twice, under two names.
				const twin: Score = (x) => score(Float32Array.of(Math.fround(x[0] * x[width]), ...x.slice(1, width)));
				const twice = (x: Float32Array) => Float32Array.of(...x, x[0]);
				const { impacts } = shapleyValues(evaluateWith(width + 1, twin), twice(current), twice(baseline), singles(width + 1));
				expect(impacts[width]).toBeCloseTo(impacts[0], 12);
			})
		);
	});

	it('gives nothing to parameters that do nothing (dummy)', () => {
		fc.assert(
			fc.property(vectors, ({ width, seed, current, baseline }) => {
				const score: Score = (x) => randomScore(width, seed)(Float32Array.of(0, ...x.slice(1)));
				expect(shapleyValues(evaluateWith(width, score), current, baseline, singles(width)).impacts[0]).toBe(0);
			})
		);
	});

	it('gives a sum of scores the sum of their values (linearity)', () => {
		fc.assert(
			fc.property(vectors, ({ width, seed, current, baseline }) => {
				const [f, g] = [randomScore(width, seed), randomScore(width, seed + 1)];
				const values = (score: Score) => shapleyValues(evaluateWith(width, score), current, baseline, singles(width)).impacts;
				const both = values((x) => 2 * f(x) - 3 * g(x));
				const [ofF, ofG] = [values(f), values(g)];
				both.forEach((impact, c) => expect(impact).toBeCloseTo(2 * ofF[c] - 3 * ofG[c], 5));
			})
		);
	});

	it('moves a group as one, and leaves columns without a group as they are', () => {
		const score: Score = (x) => x[0] * x[1] + x[2] + 10 * x[3];
		const groups = [Int32Array.of(0, 1), Int32Array.of(2)];
		const found = shapleyValues(evaluateWith(4, score), Float32Array.of(2, 3, 5, 1), Float32Array.of(0, 0, 1, 7), groups);
		expect([found.baseline, found.probability, ...found.impacts]).toEqual([11, 21, 6, 4]);
	});

	it('drops equal parameters before it asks', () => {
		const asked: number[] = [];
		const evaluate: Evaluate = (_table, rows) => {
			asked.push(rows);
			return new Float32Array(rows).fill(0.5);
		};
		const current = Float32Array.of(1, NaN, 3, 4);
		expect(shapleyValues(evaluate, current, Float32Array.of(1, NaN, 2, 1), singles(4)).standardError).toBe(0);
		expect([...shapleyValues(evaluate, current, current, singles(4)).impacts]).toEqual([0, 0, 0, 0]);
		expect(asked).toEqual([4, 1]);
	});

	it('draws other orders for another seed', () => {
		const [current, baseline] = [new Float32Array(14).fill(1), new Float32Array(14)];
		const impacts = (seed: number) => shapleyValues(evaluateWith(14, randomScore(14, 9)), current, baseline, singles(14), { seed, pairs: 3 }).impacts;
		expect(impacts(1)).not.toEqual(impacts(2));
	});

	it('has no error left with a guide that knows the evaluation, and the exact values of that', () => {
		const width = 10;
		const score = randomScore(width, 4);
		const [current, baseline] = [new Float32Array(width).fill(0.8), new Float32Array(width).fill(-0.4)];
		const exact = shapleyValues(evaluateWith(width, score), current, baseline, singles(width));
		const guide = { shares: () => exact.impacts, scores: evaluateWith(width, score) };
		const guided = shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { exactUpTo: 0, pairs: 8, guide });
		const plain = shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { exactUpTo: 0, pairs: 8 });
		guided.impacts.forEach((impact, c) => expect(impact).toBeCloseTo(exact.impacts[c], 6));
		expect(guided.standardError).toBeLessThan(0.001 * plain.standardError);
	});

	it('samples many parameters within three of its own standard errors', () => {
		const width = 14;
		const score = randomScore(width, 9);
		const random = new Random(3);
		const current = Float32Array.from({ length: width }, () => random.normal());
		const baseline = Float32Array.from({ length: width }, () => random.normal());
		const exact = shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { exactUpTo: 14 });
		for (const seed of [1, 2, 3]) {
			const sampled = shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { seed });
			expect(sampled.standardError).toBeGreaterThan(0);
			expect(sampled.standardError).toBeLessThan(0.01);
			sampled.impacts.forEach((impact, c) =>
				expect(Math.abs(impact - exact.impacts[c])).toBeLessThan(3 * sampled.standardError + 1e-6)
			);
			expect(shapleyValues(evaluateWith(width, score), current, baseline, singles(width), { seed })).toEqual(sampled);
		}
	});

	it('has the fixed-weight rules as its linear case', () => {
		const rules: RuleSet = {
			name: 'linear',
			rules: [
				{ parameter: 'a', kind: 'number', weight: 0.25, baseline: 5 },
				{ parameter: 'b', kind: 'number', weight: 0.5, baseline: 0.5, lowerIsBetter: true },
				{ parameter: 'c', kind: 'number', weight: 0.125, baseline: 2 }
			]
		};
		const current = Float32Array.of(9, 0.25, 1);
		const score: Score = (x) => 0.25 * x[0] - 0.5 * x[1] + 0.125 * x[2];
		const { impacts } = shapleyValues(evaluateWith(3, score), current, Float32Array.of(5, 0.5, 2), singles(3));
		const fixed = calculateParameterImpact({ a: 9, b: 0.25, c: 1 }, rules);
		fixed.forEach(({ impact }, i) => expect(impacts[i]).toBeCloseTo(impact, 12));
	});

	it('costs little beside the model: 17 products of 8 parameters', () => {
		const [current, baseline] = [new Float32Array(20).fill(1), new Float32Array(20)];
		const answer = new Float32Array(256).fill(0.5);
		const run = () => {
			for (let j = 0; j < 17; j++) shapleyValues(() => answer, current, baseline, singles(8));
		};
		for (let warm = 0; warm < 20; warm++) run();
		const start = performance.now();
		for (let i = 0; i < 10; i++) run();
		expect((performance.now() - start) / 10).toBeLessThan(60);
	});
});

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

describe('coalitionTable', () => {
	it('has a row for every coalition, numbered by its members', () => {
		const table = coalitionTable(Float32Array.of(1, 2, 3), Float32Array.of(10, 20, 30), [Int32Array.of(0), Int32Array.of(2)]);
		expect([...table]).toEqual([10, 2, 30, 1, 2, 30, 10, 2, 3, 1, 2, 3]);
	});
});

describe('shapleyOfWorths', () => {
	it('solves the glove game: one left glove, two right ones', () => {
		// A pair is worth 1. Members: bit 0 left, bits 1 and 2 right.
		const worth = [0, 0, 0, 1, 0, 1, 0, 1];
		shapleyOfWorths(worth, 3).forEach((value, i) => expect(value).toBeCloseTo([2 / 3, 1 / 6, 1 / 6][i], 12));
		expect(shapleyOfWorths([0.3], 0).length).toBe(0);
	});
});
