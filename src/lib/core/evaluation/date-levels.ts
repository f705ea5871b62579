import type { CalibrationPairs } from './calibration-pairs.js';

const STEPS = 6;
/** Assumed standard deviation of a date's level around what was predicted, in logits. */
const SPREAD = 0.5;

/**
 * Logits as they would have been predicted in the latest as-of date's season, [pairs] of [pairs]: for each date the
 * shift that fits its predictions to its purchases is found, and every earlier date's logits are moved by how far its
 * shift is from the latest date's. So all dates are off by the same amount, and can be calibrated as one.
 */
export function alignDates(z: Float64Array, pairs: CalibrationPairs): Float64Array {
	if (pairs.dates < 2) return z;
	const level = new Float64Array(pairs.dates);
	const precision = 1 / SPREAD ** 2;
	for (let step = 0; step < STEPS; step++) {
		const gradient = level.map((a) => -a * precision);
		const curvature = new Float64Array(pairs.dates).fill(precision);
		for (let i = 0; i < z.length; i++) {
			const d = pairs.date[i];
			const p = 1 / (1 + Math.exp(-z[i] - level[d]));
			gradient[d] += pairs.weight[i] * (pairs.label[i] - p);
			curvature[d] += pairs.weight[i] * p * (1 - p);
		}
		for (let d = 0; d < pairs.dates; d++) level[d] += Math.min(1, Math.max(-1, gradient[d] / curvature[d]));
	}
	return z.map((value, i) => value + level[pairs.date[i]] - level[pairs.dates - 1]);
}
