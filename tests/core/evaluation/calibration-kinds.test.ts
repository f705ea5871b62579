import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../../../src/lib/core/evaluation/calibration.js';
import type { CalibrationMap } from '../../../src/lib/core/evaluation/calibration-map.js';
import { calibrateProduct, logit } from '../../../src/lib/core/evaluation/calibration-map.js';
import { sigmoid, simulate } from './tiny.js';

const { examples, truth, rates } = simulate(3000, 6, 1.5, 'kinds 1');

/** The raw probability of which logit p = bias + odds·ln r − against·ln(1 − r) makes p: what a beta calibration undoes. */
function beforeBeta(p: number, bias: number, odds: number, against: number): number {
	let [low, high] = [-40, 40];
	for (let i = 0; i < 60; i++) {
		const z = (low + high) / 2;
		const r = sigmoid(z);
		if (bias + odds * Math.log(r) - against * Math.log1p(-r) < logit(p)) low = z;
		else high = z;
	}
	return sigmoid(low);
}

const fitted = (distort: (p: number, product: number) => number, sampled?: number) =>
	fitCalibration(truth.map((p, i) => distort(p, i % 6)), examples, { seed: 1, popularity: rates, sampled });

describe('among the ways to calibrate', () => {
	const terms = ({ bias, odds, against, popularity }: CalibrationMap) => [bias, odds, against, popularity];

	it.each([
		['identity', (p: number) => p, [0, 1, 1, 0]],
		['temperature', (p: number) => sigmoid(2.5 * logit(p)), [0, 0.4, 0.4, 0]],
		['platt', (p: number) => sigmoid(2 * logit(p) + 1.5), [-0.75, 0.5, 0.5, 0]],
		['platt-popularity', (p: number, j: number) => sigmoid(2 * (logit(p) - 0.6 * logit(rates[j])) + 1.5), [-0.75, 0.5, 0.5, 0.6]],
		['beta', (p: number) => beforeBeta(p, 0.7, 2.5, 0.4), [0.7, 2.5, 0.4, 0]],
		['beta-popularity', (p: number, j: number) => beforeBeta(sigmoid(logit(p) - 0.6 * logit(rates[j])), 0.7, 2.5, 0.4), [0.7, 2.5, 0.4, 0.6]]
	] as const)('%s is chosen where it is right, and found again', (right, distort, expected) => {
		const { kind, map, candidates, spread } = fitted(distort);
		expect([kind, spread]).toEqual([right, 0]);
		terms(map).forEach((term, i) => expect(Math.abs(term - expected[i]), `term ${i}`).toBeLessThan(0.25));
		expect(candidates.map((one) => one.kind).sort()).toEqual(
			['beta', 'beta-popularity', 'identity', 'isotonic', 'platt', 'platt-popularity', 'popularity', 'temperature']
		);
		expect(Math.min(...candidates.map(({ logLoss }) => logLoss))).toBe(candidates.find((one) => one.kind === kind)?.logLoss);
	});

	it('isotonic regression is chosen where a curve has more bends than they have', () => {
		const distort = (p: number) => sigmoid(logit(p) + 3 * Math.tanh(3 * logit(p) + 3));
		const { kind, map } = fitted(distort);
		expect(kind).toBe('isotonic');
		const seen = Float64Array.of(0.05, 0.15, 0.3, 0.5, 0.7);
		calibrateProduct(map, 0, seen.map((p) => distort(p))).forEach((p, i) => expect(Math.abs(logit(p) - logit(seen[i]))).toBeLessThan(0.35));
	});

	it('none turns probabilities around that say the opposite', () => {
		const { kind, map } = fitted((p) => 1 - p);
		expect(kind).toBe('popularity');
		for (let j = 0; j < 6; j++) expect(calibrateProduct(map, j, Float64Array.of(0.1, 0.9))).toEqual(calibrateProduct(map, j, Float64Array.of(0.5, 0.5)));
	});

	it('the loss of each is that of all pairs, also where those that were not bought are sampled', () => {
		const distort = (p: number) => sigmoid(2 * logit(p) + 1.5);
		const [whole, part] = [fitted(distort), fitted(distort, 2500)];
		whole.candidates.forEach(({ logLoss }, i) => expect(Math.abs(part.candidates[i].logLoss / logLoss - 1)).toBeLessThan(0.05));
	});
});
