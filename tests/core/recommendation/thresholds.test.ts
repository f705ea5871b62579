import { describe, expect, it } from 'vitest';
import { thresholdCurve } from '../../../src/lib/core/evaluation/threshold-curve.js';
import { adsFor, bestPerRow, passes, reachAt, whyNobody } from '../../../src/lib/core/recommendation/thresholds.js';
import { tinyExamples } from '../evaluation/tiny.js';

describe('adsFor', () => {
	it('ranks what is at or above the threshold', () => {
		const p = Float32Array.of(0.7, 0.2, 0.95, 0.69, 0.7);
		expect(adsFor(p, 0.7)).toEqual([2, 0, 4]);
		expect(adsFor(p, 0.96)).toEqual([]);
		expect(passes(Math.fround(0.7), 0.7)).toBe(true);
	});
});

describe('reachAt', () => {
	it('finds the measured point at or below the threshold', () => {
		const curve = thresholdCurve(Float32Array.of(0.75, 0.2, 0.4, 0.72), tinyExamples([[1, 0], [0, 0]]));
		expect(reachAt(curve, 0.7)).toMatchObject({ threshold: 0.7, pairs: 2, customers: 2, precision: 0.5 });
		expect(reachAt(curve, 0.299)?.threshold).toBe(0.29);
		expect(reachAt(curve, 0.001)?.threshold).toBe(0.01);
		for (let k = 1; k < 100; k++) expect(reachAt(curve, k / 100)?.threshold).toBe(k / 100);
		expect(reachAt([], 0.5)).toBeUndefined();
	});
});

describe('whyNobody', () => {
	const p = Float32Array.from({ length: 400 }, (_, i) => (i % 2 ? 0.05 : 0.1 + (i / 400) * 0.4));
	p[399] = 0.62;

	it('names the nearest pair, and thresholds that reach somebody', () => {
		const found = whyNobody(bestPerRow(p, 2), 0.7);
		expect(found?.highest).toEqual({ row: 199, product: 1, probability: Math.fround(0.62) });
		expect(found?.instead.map(({ threshold }) => threshold)).toEqual([0.62, 0.49, 0.46, 0.3]);
		for (const { threshold, rows, share } of found?.instead ?? []) {
			const reached = bestPerRow(p, 2).probability.filter((best) => passes(best, threshold)).length;
			expect([rows, share]).toEqual([reached, reached / 200]);
		}
	});

	it('is silent where somebody passes or nobody is there', () => {
		expect(whyNobody(bestPerRow(p, 2), 0.62)).toBeUndefined();
		expect(whyNobody(bestPerRow(new Float32Array(0), 2), 0.7)).toBeUndefined();
	});

	it('suggests nothing below a hundredth', () => {
		expect(whyNobody(bestPerRow(Float32Array.of(0.009, 0.001), 1), 0.7)?.instead).toEqual([]);
	});
});
