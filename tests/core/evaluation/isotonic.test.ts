import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitIsotonic, interpolate } from '../../../src/lib/core/evaluation/isotonic.js';

describe('isotonic regression', () => {
	const pairs = fc.array(fc.record({ x: fc.double({ min: -4, max: 4, noNaN: true }), weight: fc.integer({ min: 1, max: 6 }), bought: fc.boolean() }), { minLength: 1, maxLength: 300 });

	it('rises strictly, from blocks of 20 pairs at least, and goes on beyond its ends half as steeply as the identity', () => {
		fc.assert(
			fc.property(pairs, (all) => {
				const weight = all.map((one) => one.weight);
				const total = weight.reduce((a, b) => a + b, 0);
				const { x, y } = fitIsotonic(all.map((one) => one.x), { weight, positives: all.map((one) => (one.bought ? one.weight : 0)) });
				expect(x.length).toBeLessThanOrEqual(Math.max(1, total / 20));
				for (let i = 1; i < x.length; i++) expect([x[i] > x[i - 1], y[i] > y[i - 1]]).toEqual([true, true]);
				const last = x.length - 1;
				expect(interpolate({ x, y }, x[0] - 2)).toBeCloseTo(y[0] - 1, 9);
				expect(interpolate({ x, y }, x[last] + 2)).toBeCloseTo(y[last] + 1, 9);
				x.forEach((at, i) => expect(interpolate({ x, y }, at)).toBeCloseTo(y[i], 9));
			}),
			{ seed: 3, numRuns: 200 }
		);
	});

	it('merges what falls: blocks are the means of their pairs', () => {
		// Thirty pairs each at −1, 0 and 1, of which 3, 12 and 9 were bought: the last two are one block at one half.
		const all = [[-1, 3], [0, 12], [1, 9]];
		const { x, y } = fitIsotonic(all.map(([at]) => at), { weight: [30, 30, 30], positives: all.map(([, bought]) => bought) });
		expect([...x]).toEqual([-1, 0.5]);
		expect(y[0]).toBeCloseTo(Math.log(3.5 / 27.5), 12);
		expect(y[1]).toBeCloseTo(Math.log(21.5 / 39.5), 12);
	});
});
