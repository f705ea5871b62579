import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependenceBand, dependenceLines, gridOf, histogramOf } from '../../../src/lib/core/explanation/dependence.js';
import { isWithin, placeOf, seenOf, spread } from '../../../src/lib/core/explanation/seen.js';
import type { FeatureDefinition } from '../../../src/lib/core/features/types.js';

const feature = (kind: FeatureDefinition['kind'], values?: readonly string[]): FeatureDefinition => ({
	...{ name: 'f', scope: 'customer', kind, unit: '', meaning: '', source: '' },
	...(values && { values })
});
const numbers = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.float({ min: -9, max: 9, noNaN: true }), fc.constant(NaN)), { minLength: 1, maxLength: 200 });

describe('dependenceLines', () => {
	it('set one column and leave the others', () => {
		const evaluate = (table: Float32Array, rows: number) => Float32Array.from({ length: rows }, (_, r) => table[r * 3] * 100 + table[r * 3 + 1] * 10 + table[r * 3 + 2]);
		const lines = dependenceLines(evaluate, [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)], 1, [7, 8]);
		expect([...lines]).toEqual([173, 183, 476, 486]);
		const { mean, low, high } = dependenceBand(lines, 2);
		expect([...mean]).toEqual([324.5, 334.5]);
		expect(low[0]).toBeCloseTo(173 + 0.1 * 303);
		expect(high[1]).toBeCloseTo(486 - 0.1 * 303);
	});
});

describe('gridOf', () => {
	it('stays within what was seen, ascends, and holds the own value', () => {
		const property = fc.property(numbers, fc.integer({ min: 2, max: 30 }), fc.oneof(fc.constant(NaN), fc.integer({ min: -50, max: 50 })), (values, points, own) => {
			const seen = seenOf(Float32Array.from(values));
			const grid = gridOf(feature('number'), seen, own, points);
			expect(grid.length).toBeLessThanOrEqual(points + 1);
			for (let i = 0; i < grid.length; i++) {
				if (i) expect(grid[i]).toBeGreaterThan(grid[i - 1]);
				expect(grid[i]).toBe(Math.fround(grid[i]));
				expect(grid[i] === own || isWithin(seen, grid[i])).toBe(true);
			}
			if (!Number.isNaN(own)) expect(grid).toContain(own);
		});
		fc.assert(property, { seed: 2, numRuns: 300 });
	});

	it('has every word of a category, both sides of a flag, and every one of few numbers', () => {
		const seen = seenOf(Float32Array.of(1, 1, 5, NaN));
		expect([...gridOf(feature('category', ['a', 'b', 'c']), seen, 1, 2)]).toEqual([0, 1, 2]);
		expect([...gridOf(feature('flag'), seen, NaN, 2)]).toEqual([0, 1]);
		expect([...gridOf(feature('number'), seen, 3, 9)]).toEqual([1, 3, 5]);
	});

	it('leaves outliers out of its steps', () => {
		const seen = seenOf(Float32Array.from({ length: 1000 }, (_, i) => (i === 999 ? 1e6 : i)));
		const grid = gridOf(feature('number'), seen, NaN, 20);
		expect(grid).toHaveLength(20);
		expect(grid[19]).toBeLessThan(1000);
	});
});

describe('histogramOf', () => {
	it('counts every row once, in the bin that holds it', () => {
		const property = fc.property(numbers, fc.integer({ min: 2, max: 30 }), (values, points) => {
			const seen = seenOf(Float32Array.from(values));
			const { edges, counts, missing, outside, rows } = histogramOf(feature('number'), seen, gridOf(feature('number'), seen, NaN, points));
			expect(counts.reduce((a, b) => a + b, 0) + missing + outside).toBe(rows);
			expect(rows).toBe(values.length);
			counts.forEach((count, bin) => {
				const last = bin === counts.length - 1;
				const inside = [...seen.sorted].filter((v) => v >= edges[bin] && (v < edges[bin + 1] || (last && v === edges[bin + 1])));
				expect(count).toBe(inside.length);
			});
		});
		fc.assert(property, { seed: 4, numRuns: 300 });
	});

	it('gives each of few whole numbers a bin, and each word', () => {
		const seen = seenOf(Float32Array.of(2, 2, 3, 6, NaN));
		const whole = histogramOf(feature('number'), seen, Float64Array.of(2, 3, 6));
		expect([...whole.counts]).toEqual([2, 1, 0, 0, 1]);
		expect([...whole.edges]).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, 6.5]);
		const words = histogramOf(feature('category', ['a', 'b', 'c']), seenOf(Float32Array.of(0, 2, 2, NaN)), Float64Array.of(0, 1, 2));
		expect(words).toMatchObject({ missing: 1, outside: 0, rows: 4 });
		expect([...words.counts]).toEqual([1, 0, 2]);
	});
});

describe('what was seen', () => {
	it('knows places and ranges', () => {
		const seen = seenOf(Float32Array.of(5, NaN, 1, 3, 3));
		expect([1, 3, 5, 0, 9, NaN].map((v) => placeOf(seen, v))).toEqual([0.125, 0.5, 0.875, 0, 1, NaN]);
		expect([1, 5, 0.9, 5.1, NaN].map((v) => isWithin(seen, v))).toEqual([true, true, false, false, true]);
		expect(isWithin(seenOf(Float32Array.of(1)), NaN)).toBe(false);
		expect(spread(seen, 2)).toEqual([1, 5]);
		expect(spread(seen, 9)).toEqual([1, 3, 5]);
	});
});
