import { describe, expect, it } from 'vitest';
import { passes } from '../../../src/lib/core/recommendation/thresholds.js';

describe('passes', () => {
	it('takes a stored probability of the threshold itself, and nothing below it', () => {
		for (let k = 1; k < 100; k++) {
			expect(passes(Math.fround(k / 100), k / 100)).toBe(true);
			expect(passes(k / 100 - 1e-6, k / 100)).toBe(false);
		}
	});
});
