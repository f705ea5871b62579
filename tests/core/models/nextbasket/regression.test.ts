import { describe, expect, it } from 'vitest';
import { ClockFilter, STEPS, moveOf } from '../../../../src/lib/core/models/nextbasket/clock-filter.js';
import { fitClock } from '../../../../src/lib/core/models/nextbasket/clock.js';
import { FRESH_WIDTH, widthOf } from '../../../../src/lib/core/models/nextbasket/design.js';
import { embedProducts } from '../../../../src/lib/core/models/nextbasket/embedding.js';
import { historiesOf } from '../../../../src/lib/core/models/nextbasket/histories.js';
import { hitWorth } from '../../../../src/lib/core/models/nextbasket/metric.js';
import { inverseFrequency } from '../../../../src/lib/core/models/nextbasket/profile.js';
import { momentsOf, solveRidge } from '../../../../src/lib/core/models/nextbasket/ridge.js';
import { labelledStates } from '../../../../src/lib/core/models/nextbasket/states.js';
import { cholesky, invertSymmetric } from '../../../../src/lib/core/models/nextbasket/symmetric.js';
import { Random } from '../../../../src/lib/core/random.js';
import { bookOf, shoppers } from './books.js';

describe('symmetric matrices', () => {
	it('are factored and inverted', () => {
		const a = Float64Array.from([4, 2, 2, 3]);
		expect([...cholesky(a, 2, 0)].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([2, 0, 1, 1.414214]);
		expect([...invertSymmetric(a, 2)].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([0.375, -0.25, -0.25, 0.5]);
	});
});

describe('the clock', () => {
	it('moves forward only, and to the end with the last order', () => {
		const move = moveOf(3);
		for (let from = 0; from < STEPS; from++) {
			const row = [...move.subarray(from * STEPS, (from + 1) * STEPS)];
			expect(row.slice(0, from).every((v) => v === 0)).toBe(true);
			expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
		}
	});

	it('finds when orders were placed from products that came and went', () => {
		// Products 0 to 9 are sold one after the other; 10 always. Customers join at any time and buy what is sold.
		const random = new Random(4);
		const truth: number[] = [];
		const people = Array.from({ length: 300 }, () => {
			const times = Array.from({ length: 3 }, () => random.next()).sort((a, b) => a - b);
			truth.push(times[1]);
			return { orders: times.slice(0, 2).map((t) => [10, Math.min(9, Math.floor(t * 10))]) };
		});
		const histories = historiesOf(bookOf(people, 11), () => false);
		const clock = fitClock({ histories, ends: histories.known, step: 1 });
		const filter = new ClockFilter(histories, clock.logRate);
		const found = people.map((_, c) => [...filter.last(c, 2)].reduce((sum, p, k) => sum + (p * (k + 0.5)) / STEPS, 0));
		expect(correlation(found, truth)).toBeGreaterThan(0.7);
		// The filter's last order is the smoothed one's.
		const smooth = clock.posterior.subarray((clock.row[0] + 1) * STEPS, (clock.row[0] + 2) * STEPS);
		filter.last(0, 2).forEach((p, k) => expect(p).toBeCloseTo(smooth[k], 5));
	});
});

describe('the embedding', () => {
	const histories = historiesOf(bookOf(shoppers(80, 1), 24), () => false);
	const idf = inverseFrequency(histories, histories.known);
	const task = { histories, ends: histories.known, idf, step: 1, rank: 6, seed: '1' };
	const embedding = embedProducts(task);

	it('has orthonormal columns', () => {
		for (let i = 0; i < 6; i++)
			for (let j = 0; j <= i; j++) {
				let dot = 0;
				for (let p = 0; p < 24; p++) dot += embedding[p * 6 + i] * embedding[p * 6 + j];
				expect(dot).toBeCloseTo(i === j ? 1 : 0, 4);
			}
	});

	it('puts products of one aisle together', () => {
		const row = (p: number) => embedding.subarray(p * 6, p * 6 + 6);
		const dot = (a: number, b: number) => row(a).reduce((sum, v, i) => sum + v * row(b)[i], 0);
		const like = (a: number, b: number) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
		expect(like(0, 1)).toBeGreaterThan(like(0, 7) + 0.2);
		expect(like(12, 13)).toBeGreaterThan(like(12, 20) + 0.2);
	});

	it('is the same twice', () => {
		expect(embedProducts(task)).toEqual(embedding);
	});
});

describe('the regression', () => {
	const histories = historiesOf(bookOf(shoppers(60, 2), 24), () => false);
	const idf = inverseFrequency(histories, histories.known);
	const embedding = embedProducts({ histories, ends: histories.known, idf, step: 1, rank: 3, seed: '1' });
	const space = { idf, embedding, rank: 3 };
	const clock = fitClock({ histories, ends: histories.known, step: 1 });
	const states = labelledStates(histories, undefined, { ages: 3, most: 1000, step: 1 });
	const place = Int32Array.from({ length: 24 }, (_, p) => p);
	const rows = Int32Array.from({ length: states.count }, (_, s) => s);
	const moments = (of: Int32Array) => momentsOf({ histories, space, clock, states, rows: of, place, predicted: 24 });
	const width = widthOf(space);

	it('sums what next baskets are worth', () => {
		const { rhs, gram } = moments(rows.subarray(0, 1));
		const first = states.customer[0];
		const order = histories.orderStart[first] + states.cut[0];
		const size = histories.itemStart[order + 1] - histories.itemStart[order];
		const product = histories.item[histories.itemStart[order]];
		const full = width + FRESH_WIDTH;
		// The constant of the description, 0.3, times the worth of a hit; a fresh state has it twice.
		expect(rhs[product * full + width - 1]).toBeCloseTo(0.3 * hitWorth(size), 6);
		expect(rhs[product * full + full - 1]).toBeCloseTo(0.3 * hitWorth(size), 6);
		expect(gram[(width - 1) * full + width - 1]).toBeCloseTo(0.09, 6);
	});

	it('leaves a fold out as if it had never been there', () => {
		const all = moments(rows);
		const out = moments(rows.subarray(0, 10));
		const others = moments(rows.subarray(10));
		const solve = { width, predicted: 24, lambda: 1 };
		const without = solveRidge({ ...solve, plus: [all], minus: [out] });
		const direct = solveRidge({ ...solve, plus: [others], minus: [] });
		without.forEach((w, i) => expect(w).toBeCloseTo(direct[i], 3));
	});
});

function correlation(a: readonly number[], b: readonly number[]): number {
	const mean = (v: readonly number[]) => v.reduce((sum, x) => sum + x, 0) / v.length;
	const [ma, mb] = [mean(a), mean(b)];
	let [ab, aa, bb] = [0, 0, 0];
	a.forEach((x, i) => {
		ab += (x - ma) * (b[i] - mb);
		aa += (x - ma) ** 2;
		bb += (b[i] - mb) ** 2;
	});
	return ab / Math.sqrt(aa * bb);
}
