import { describe, expect, it } from 'vitest';
import { thresholdCurve } from '../../../src/lib/core/evaluation/threshold-curve.js';
import { measuredProfit, ProfitCounter, profitThreshold } from '../../../src/lib/core/recommendation/profit.js';
import { upliftOf } from '../../../src/lib/core/recommendation/uplift.js';
import { simulate, tinyExamples } from '../evaluation/tiny.js';

describe('profitThreshold', () => {
	it('is cost over margin', () => {
		expect(profitThreshold(0.5, 10)).toBe(0.05);
		expect(profitThreshold(0, 0)).toBe(0);
		expect(profitThreshold(1, 0)).toBe(Infinity);
	});
});

describe('measuredProfit', () => {
	it('counts what was bought on held-out customers', () => {
		const curve = thresholdCurve(Float32Array.of(0.8, 0.3, 0.6, 0.1), tinyExamples([[1, 0], [0, 0]]));
		const points = measuredProfit(curve, 1, 10);
		expect(points[49]).toMatchObject({ threshold: 0.5, pairs: 2, profit: expect.closeTo(8, 9) });
		expect(points[89]).toMatchObject({ pairs: 0, profit: 0, low: 0, high: 0 });
		expect(points[49].low).toBeLessThan(8);
		expect(points[49].high).toBeGreaterThan(8);
	});
});

describe('ProfitCounter', () => {
	it('is worked by hand', () => {
		const counter = new ProfitCounter(2, { cost: 1, margin: Float64Array.of(2, 10) });
		counter.add(Float32Array.of(0.75, 0.5));
		counter.add(Float32Array.of(0.25, 0.0625));
		const { curve, everyone, nobody, perProduct, thresholds, best } = counter.total();
		// Profits: .5, 4, −.5, −.375.
		expect(curve).toHaveLength(99);
		expect(curve[69]).toEqual({ threshold: 0.7, pairs: 1, profit: 0.5 });
		expect(curve[49]).toEqual({ threshold: 0.5, pairs: 2, profit: 4.5 });
		expect(everyone).toEqual({ threshold: 0, pairs: 4, profit: 3.625 });
		expect(nobody.profit).toBe(0);
		expect(best).toMatchObject({ threshold: 0.5, profit: 4.5 });
		expect(perProduct).toEqual({ pairs: 2, profit: 4.5 });
		expect([...thresholds]).toEqual([0.5, 0.1]);
	});

	it('earns the most per product, and at cost / margin where margins are equal', () => {
		const { truth } = simulate(300, 4, 1, 'profit');
		const counter = new ProfitCounter(4, { cost: 0.3, margin: 1 });
		counter.add(truth);
		const { curve, everyone, perProduct, best } = counter.total();
		expect(best.threshold).toBe(0.3);
		expect(perProduct.profit).toBeCloseTo(best.profit, 6);
		for (const point of [...curve, everyone]) expect(point.profit).toBeLessThanOrEqual(perProduct.profit + 1e-9);
	});

	it('refuses what is no price', () => {
		expect(() => new ProfitCounter(2, { cost: -1, margin: 1 })).toThrow('profit.cost');
		expect(() => new ProfitCounter(2, { cost: 1, margin: NaN })).toThrow('profit.margin');
		expect(() => new ProfitCounter(2, { cost: 1, margin: Float64Array.of(1) })).toThrow('profit.margin');
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
