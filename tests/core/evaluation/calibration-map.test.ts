import { describe, expect, it } from 'vitest';
import { calibrate, calibrateProduct, logit, pooledWithPopularity } from '../../../src/lib/core/evaluation/calibration-map.js';
import type { CalibrationMap } from '../../../src/lib/core/evaluation/calibration-map.js';
import { sigmoid } from './tiny.js';

/** Two products with rates of .2 and .5, of which the second is shifted. */
const map: CalibrationMap = {
	...{ clip: 0.001, bias: 0.3, odds: 2, against: 0.5, popularity: 0.25 },
	rateLogit: Float64Array.of(logit(0.2), 0),
	offset: Float64Array.of(0, -0.7)
};

describe('a map of probabilities', () => {
	it('is worked by hand, term by term and product by product', () => {
		const first = 0.3 + 2 * Math.log(0.4) - 0.5 * Math.log(0.6) + 0.25 * Math.log(0.25);
		const second = 0.3 + 2 * Math.log(0.9) - 0.5 * Math.log(0.1) - 0.7;
		const mapped = calibrate(map, Float32Array.of(0.4, 0.9, 0.9, 0.4));
		expect(mapped[0]).toBeCloseTo(sigmoid(first), 6);
		expect(mapped[1]).toBeCloseTo(sigmoid(second), 6);
		expect(mapped[3]).toBeCloseTo(sigmoid(0.3 + 2 * Math.log(0.4) - 0.5 * Math.log(0.6) - 0.7), 6);
		expect(calibrateProduct(map, 1, Float64Array.of(0.9))[0]).toBeCloseTo(sigmoid(second), 12);
	});

	it('keeps probabilities away from 0 and 1 first, and goes along knots where there are any', () => {
		const [low, high] = calibrateProduct(map, 0, Float64Array.of(0, 1));
		expect(low).toBe(calibrateProduct(map, 0, Float64Array.of(0.001))[0]);
		expect(high).toBe(calibrateProduct(map, 0, Float64Array.of(0.999))[0]);
		const knots = { x: Float64Array.of(-2, 0), y: Float64Array.of(-1, 0.5) };
		// Half-way between the knots.
		const bent = calibrateProduct({ ...map, odds: 0, against: 0, knots }, 1, Float64Array.of(sigmoid(-1)));
		expect(bent[0]).toBeCloseTo(sigmoid(0.3 - 0.7 - 0.25), 12);
	});
});

describe('a map in a pool with popularity', () => {
	it('says the mean of both log-odds by their shares, also on knots and beyond their ends', () => {
		const bent = { ...map, odds: 0, against: 0, knots: { x: Float64Array.of(-2, 0, 1), y: Float64Array.of(-1, 0.5, 2) } };
		const raw = Float64Array.from([-4, -1.3, 0.4, 3], sigmoid);
		for (const own of [map, bent])
			for (const share of [1, 0.6, 0.25, 0])
				for (const product of [0, 1]) {
					const alone = calibrateProduct(own, product, raw);
					calibrateProduct(pooledWithPopularity(own, share), product, raw).forEach((p, i) =>
						expect(logit(p)).toBeCloseTo(share * logit(alone[i]) + (1 - share) * own.rateLogit[product], 9)
					);
				}
	});
});
