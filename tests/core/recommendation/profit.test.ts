import { describe, expect, it } from 'vitest';
import { checkTerms, profitThreshold } from '../../../src/lib/core/recommendation/profit.js';
import { upliftOf } from '../../../src/lib/core/recommendation/uplift.js';

describe('profitThreshold', () => {
	it('is cost over margin', () => {
		expect(profitThreshold(0.5, 10)).toBe(0.05);
		expect(profitThreshold(0, 0)).toBe(0);
		expect(profitThreshold(1, 0)).toBe(Infinity);
	});
});

describe('checkTerms', () => {
	it('refuses what is no price', () => {
		expect(() => checkTerms({ cost: 1, margin: Float64Array.of(2, 0) })).not.toThrow();
		expect(() => checkTerms({ cost: -1, margin: 1 })).toThrow('profit.cost');
		expect(() => checkTerms({ cost: 1, margin: NaN })).toThrow('profit.margin');
		expect(() => checkTerms({ cost: 1, margin: Float64Array.of(1, -1) })).toThrow('profit.margin');
	});
});

describe('upliftOf', () => {
	it('gives the textbook interval of 56 of 70 against 48 of 80', () => {
		const { difference, low, high } = upliftOf(56, 70, 48, 80);
		expect(difference).toBeCloseTo(0.2, 12);
		expect(low).toBeCloseTo(0.0524, 4);
		expect(high).toBeCloseTo(0.3339, 4);
	});
});
