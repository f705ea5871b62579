import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapCounts, importanceOf, ranksOf } from '../../../src/lib/core/explanation/global.js';
import { Random } from '../../../src/lib/core/random.js';

describe('importanceOf', () => {
	it('is the mean of the absolute impacts, signed beside it, and lies in its interval', () => {
		const impacts = Float32Array.of(...[0.5, -0.25, 0], ...[-0.5, -0.25, 0], ...[0.25, -0.25, 0], ...[0.75, -0.25, 0]);
		const { mean, low, high, signed } = importanceOf(impacts, 3, bootstrapCounts(4, new Random(1)));
		expect([...mean]).toEqual([0.5, 0.25, 0]);
		expect([...signed]).toEqual([0.25, -0.25, 0]);
		expect([low[1], high[1], low[2], high[2]]).toEqual([0.25, 0.25, 0, 0]);
		expect(low[0]).toBeLessThan(0.5);
		expect(high[0]).toBeGreaterThan(0.5);
		expect(low[0]).toBeGreaterThanOrEqual(0.25);
	});

	it('covers the true mean about as often as it says', () => {
		let covered = 0;
		const customers = 80;
		const runs = 150;
		for (let run = 0; run < runs; run++) {
			const random = new Random(`cover ${run}`);
			const impacts = Float32Array.from({ length: customers }, () => random.normal());
			const { low, high } = importanceOf(impacts, 1, bootstrapCounts(customers, random, 200));
			const truth = Math.sqrt(2 / Math.PI);
			if (low[0] <= truth && truth <= high[0]) covered++;
		}
		expect(covered / runs).toBeGreaterThan(0.88);
		expect(covered / runs).toBeLessThan(0.99);
	});
});

describe('ranksOf', () => {
	it('orders as the values do, from 0 to 1, and leaves out what is missing', () => {
		const property = fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(NaN)), { minLength: 1 }), (values) => {
			const ranks = ranksOf(Float32Array.from(values));
			values.forEach((a, i) => {
				if (Number.isNaN(a)) return expect(ranks[i]).toBeNaN();
				expect(ranks[i] >= 0 && ranks[i] <= 1).toBe(true);
				values.forEach((b, j) => {
					if (a < b) expect(ranks[i]).toBeLessThan(ranks[j]);
					if (a === b) expect(ranks[i]).toBe(ranks[j]);
				});
			});
		});
		fc.assert(property, { seed: 1, numRuns: 100 });
		expect([...ranksOf(Float32Array.of(9, 1, 5))]).toEqual([1, 0, 0.5]);
	});
});
