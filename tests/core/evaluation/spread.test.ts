import { describe, expect, it } from 'vitest';
import { isHidden, SpreadTally } from '../../../src/lib/core/evaluation/spread.js';

const tallied = (...blocks: readonly (readonly number[])[]) => {
	const tally = new SpreadTally(Float32Array.of(0.5, 0.1));
	for (const block of blocks) tally.add(Float32Array.from(block));
	return tally.spread();
};

describe('SpreadTally', () => {
	it('is worked by hand, across blocks', () => {
		const { most, typical } = tallied([0.5, 0.2, 0.4, 0.1], [0.55, 0.1]);
		expect(most).toBeCloseTo(0.15, 6);
		// Distances .1, .1 and .05 from popularity.
		expect(typical).toBeCloseTo(0.1, 6);
	});

	it('has none of customers who get the same, wherever popularity lies, and of nobody', () => {
		expect(tallied([0.7, 0.3], [0.7, 0.3])).toMatchObject({ most: 0 });
		expect(tallied()).toEqual({ most: 0, typical: 0 });
	});

	it('is hidden only where rounding to a tenth of a point hides every customer', () => {
		expect(isHidden(tallied([0.5, 0.1, 0.5004, 0.1]))).toBe(true);
		// One customer of many is enough.
		expect(isHidden(tallied([0.5, 0.1, 0.5, 0.1, 0.5, 0.1, 0.5006, 0.1]))).toBe(false);
	});
});
