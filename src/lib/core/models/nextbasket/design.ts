import { addScaled } from './embedding.js';
import { STEPS } from './clock-filter.js';
import type { OwnHistory } from './own.js';
import { decayedProfile } from './profile.js';

/** What a customer is described by where next baskets are regressed on it. */
export interface Space {
	readonly idf: Float32Array;
	/** [products × rank] */
	readonly embedding: Float32Array;
	readonly rank: number;
}

const FACTS = 10;
const ORDER_STEPS = [2, 3, 4, 5, 7, 11];
/** The constant, and how far facts reach, against an embedding of length 1 at most: how little they are shrunken. */
const CONSTANT = 0.3;

/** Numbers in a description: embedding, clock, facts, constant. */
export const widthOf = (space: Space): number => space.rank + STEPS + FACTS;

/** Of these, those at the end that fresh states have a second time: the clock, facts, constant. */
export const FRESH_WIDTH = STEPS + FACTS;

/**
 * [width] a customer's embedding (the profile's, in the products' space), where in the period the last order lies, the
 * group of the number of orders, the logs of the mean and last basket, and a constant, into out from `at` on. when: [STEPS].
 * `weights` is scratch, as long as the reader's arrays.
 */
export function describe(
	own: OwnHistory,
	space: Space,
	when: ArrayLike<number>,
	weights: Float32Array,
	out: Float32Array,
	at: number
): void {
	const { rank, embedding, idf } = space;
	out.fill(0, at, at + widthOf(space));
	decayedProfile(own, idf, weights);
	for (let i = 0; i < own.size; i++)
		if (weights[i] !== 0) addScaled(out, at, embedding, own.item[i] * rank, weights[i], rank);
	for (let k = 0; k < STEPS; k++) out[at + rank + k] = when[k];
	const facts = at + rank + STEPS;
	let step = 0;
	while (step < ORDER_STEPS.length && own.orders >= ORDER_STEPS[step]) step++;
	out[facts + step] = 0.5;
	out[facts + 7] = CONSTANT * (Math.log(Math.max(1, own.lines) / Math.max(1, own.orders)) - 1.5);
	out[facts + 8] = CONSTANT * (Math.log(Math.max(1, own.lastSize)) - 1.5);
	out[facts + 9] = CONSTANT;
}
