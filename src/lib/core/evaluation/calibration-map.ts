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

/** The map in a log-odds pool with popularity, with a share of 0 to 1; 1: the map itself. */
export function pooledWithPopularity(map: CalibrationMap, share: number): CalibrationMap {
	if (share === 1) return map;
	const { clip, bias, odds, against, popularity, offset, knots } = map;
	return {
		...map,
		...{ bias: share * bias, odds: share * odds, against: share * against },
		popularity: share * popularity + 1 - share,
		offset: offset.map((shift) => share * shift),
		...(knots && { knots: scaled(knots, share, logit(clip), logit(1 - clip)) })
	};
}

/** Knots so many times as high from `low` to `high`: there they get ends, as the slope beyond the last one is always the same. */
function scaled(knots: Knots, factor: number, low: number, high: number): Knots {
	const { x: inner } = knots;
	const x = Float64Array.from([...(low < inner[0] ? [low] : []), ...inner, ...(high > inner[inner.length - 1] ? [high] : [])]);
	return { x, y: x.map((at) => factor * interpolate(knots, at)) };
}
