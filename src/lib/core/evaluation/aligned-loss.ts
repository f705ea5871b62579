import type { Examples } from '../features/types.js';
import { Random } from '../random.js';
import { logit } from './calibration-map.js';
import { gatherPairs } from './calibration-pairs.js';
import { alignDates } from './date-levels.js';
import { pairLoss } from './loss.js';

/** Bought, and not bought, pairs beyond this many are sampled: the same ones for every model. */
const MOST_PAIRS = 2 ** 17;
const NEAR = 1e-7;

/**
 * Mean negative log likelihood over all pairs of all as-of dates, earlier dates put to the level of the latest: what
 * models are compared by. All dates say who tells customers apart, and several times as much as the latest alone; how
 * the level was then says nothing about now. p: [rows × products].
 */
export function alignedLoss(p: Float32Array, examples: Examples, seed: number): number {
	const pairs = gatherPairs(p, examples, 1, MOST_PAIRS, new Random(seed).fork('comparison'));
	const z = alignDates(Float64Array.from(pairs.p, (q) => logit(Math.min(Math.max(q, NEAR), 1 - NEAR))), pairs);
	let loss = 0;
	let mass = 0;
	for (let i = 0; i < z.length; i++) {
		loss += pairs.weight[i] * pairLoss(1 / (1 + Math.exp(-z[i])), pairs.label[i]);
		mass += pairs.weight[i];
	}
	return loss / mass;
}
