import type { Knots } from './isotonic.js';
import { interpolate } from './isotonic.js';

export type CalibrationKind =
	| 'popularity'
	| 'identity'
	| 'temperature'
	| 'platt'
	| 'platt-popularity'
	| 'beta'
	| 'beta-popularity'
	| 'isotonic';

/**
 * A map from raw to calibrated probability of each product, never falling in the raw probability:
 * logit p' = bias + odds·ln p − against·ln(1 − p) + popularity·logit(rate of the product) + offset of the product,
 * or the knots on logit p in place of the first three terms.
 */
export interface CalibrationMap {
	/** p is kept within [clip, 1 − clip] first. */
	readonly clip: number;
	readonly bias: number;
	readonly odds: number;
	readonly against: number;
	readonly popularity: number;
	/** [products] logit of the rate. */
	readonly rateLogit: Float64Array;
	/** [products] shift of the logit. */
	readonly offset: Float64Array;
	readonly knots?: Knots;
}

export const logit = (p: number) => Math.log(p / (1 - p));

/** Calibrated probabilities of one product: [n] of [n], in the precision of the input. */
export function calibrateProduct<Numbers extends Float32Array | Float64Array>(map: CalibrationMap, product: number, p: Numbers): Numbers {
	const result = p.slice() as Numbers;
	const fixed = shiftOf(map, product);
	for (let i = 0; i < p.length; i++) result[i] = calibrateOne(map, fixed, p[i]);
	return result;
}

/** Calibrated probabilities, [rows × products] of [rows × products], row-major. */
export function calibrate(map: CalibrationMap, p: Float32Array): Float32Array {
	const result = new Float32Array(p.length);
	const products = map.offset.length;
	const fixed = map.offset.map((_, j) => shiftOf(map, j));
	for (let at = 0; at < p.length; at += products)
		for (let j = 0; j < products; j++) result[at + j] = calibrateOne(map, fixed[j], p[at + j]);
	return result;
}

/** The part of a product's logit that does not depend on the raw probability. */
const shiftOf = (map: CalibrationMap, product: number) =>
	map.bias + map.popularity * map.rateLogit[product] + map.offset[product];

/** One calibrated probability; `shift` as `shiftOf` gives it. */
export function calibrateOne(map: CalibrationMap, shift: number, p: number): number {
	const { clip, odds, against, knots } = map;
	const q = p < clip ? clip : p > 1 - clip ? 1 - clip : p;
	let z = shift;
	if (knots) z += interpolate(knots, logit(q));
	else if (odds !== against) z += odds * Math.log(q) - against * Math.log(1 - q);
	else if (odds !== 0) z += odds * logit(q);
	return 1 / (1 + Math.exp(-z));
}
