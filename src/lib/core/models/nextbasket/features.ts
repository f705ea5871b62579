import { STEPS } from './clock-filter.js';
import { rebuyOf } from './hazards.js';
import type { Hazards } from './hazards.js';
import type { OwnHistory } from './own.js';
import type { Statistics } from './statistics.js';

/** Everything that a customer's pairs are described by. */
export interface Sources {
	readonly own: OwnHistory;
	readonly hazards: Hazards;
	readonly statistics: Statistics;
	/** [own] chance to be in the next order by age; by purchases so far, times how fresh they are; the place by the latter. */
	readonly hazard: Float32Array;
	readonly promise: Float32Array;
	readonly place: Int32Array;
	readonly hazardSum: number;
	readonly decayedSum: number;
	/** [products] what follows the customer's history, and their last order; of candidates alone. */
	readonly afterHistory: Float32Array;
	readonly afterLast: Float32Array;
	/** [products] the regression's score, of candidates alone, the tenth best of all, and how many of the best 50 are above a score. */
	readonly ridge: Float32Array;
	readonly ridgeTenth: number;
	readonly ridgeAbove: (score: number) => number;
	/** [STEPS] where the last order lies, and the next one. */
	readonly when: ArrayLike<number>;
	readonly whenNext: ArrayLike<number>;
	/** [products × STEPS] how much more is bought at a step, and [products] the mean step. */
	readonly clockRate: Float32Array;
	readonly meanStep: Float32Array;
	/** Columns that are the same for all pairs of the customer: those of `customerColumns`. */
	readonly facts: readonly number[];
}

/** The columns that belong to the customer alone. */
const customerColumns: readonly string[] = [
	...['orders', 'mean_size', 'last_size', 'repeat_rate', 'distinct', 'mean_rarity', 'last_rarity', 'hazard_sum', 'clock_entropy']
];

/** The columns of a pair, in the order in which `writePair` writes them. */
export const pairColumns: readonly string[] = [
	...['count', 'order_share', 'in_last', 'decayed_80', 'decayed_95', 'decayed_share', 'age', 'overdue', 'relative_age'],
	...['hazard', 'rebuy', 'promise', 'place', 'ridge', 'ridge_relative', 'ridge_above', 'ridge_lift'],
	...['after_history', 'after_history_lift', 'after_last', 'next', 'again', 'again_worth', 'growth'],
	...['clock_lift', 'clock_rate', 'clock_distance', 'longest', 'past_longest', 'relative_longest'],
	...customerColumns
];

/** Facts of a customer for `customerColumns`, but for the last. */
export function customerFacts(own: OwnHistory, idf: Float32Array, hazardSum: number): number[] {
	let [rarity, lastRarity] = [0, 0];
	for (let i = 0; i < own.size; i++) {
		rarity += own.count[i] * idf[own.item[i]];
		if (own.recent[i] === 0) lastRarity += idf[own.item[i]];
	}
	const lastSize = Math.max(1, own.lastSize);
	return [
		own.orders,
		own.lines / Math.max(1, own.orders),
		own.lastSize,
		(own.lines - own.size) / Math.max(1, own.lines - own.firstSize),
		own.size,
		rarity / Math.max(1, own.lines),
		lastRarity / lastSize,
		hazardSum
	];
}

/** Writes the columns of one pair into x from `at` on. */
export function writePair(s: Sources, product: number, x: Float32Array, at: number): void {
	const { own, hazards, statistics } = s;
	const { rates } = statistics;
	const slot = own.slotOf(product);
	const held = slot >= 0;
	const count = held ? own.count[slot] : 0;
	const age = held ? own.recent[slot] : 99;
	const gap = count > 1 ? (own.first[slot] - age) / (count - 1) : -1;
	const orders = Math.max(1, own.orders);
	const decayed = held ? own.d80[slot] : 0;
	const next = rates.nextWorth[product] + 1e-5;
	const score = s.ridge[product];
	x[at++] = count;
	x[at++] = count / orders;
	x[at++] = age === 0 ? 1 : 0;
	x[at++] = decayed;
	x[at++] = held ? own.d95[slot] : 0;
	x[at++] = decayed / Math.max(s.decayedSum, 1e-9);
	x[at++] = age;
	x[at++] = count > 1 ? age - gap : -9;
	x[at++] = age / orders;
	x[at++] = held ? s.hazard[slot] : -1;
	x[at++] = held ? rebuyOf(hazards, product, count) : -1;
	x[at++] = held ? s.promise[slot] : -1;
	x[at++] = held ? s.place[slot] : -1;
	x[at++] = score;
	x[at++] = score / Math.max(s.ridgeTenth, 1e-6);
	x[at++] = s.ridgeAbove(score);
	x[at++] = score / next;
	x[at++] = s.afterHistory[product];
	x[at++] = s.afterHistory[product] / next;
	x[at++] = s.afterLast[product];
	x[at++] = rates.next[product];
	x[at++] = rates.again[product];
	x[at++] = rates.againWorth[product];
	x[at++] = rates.growth[product];
	let [lift, rate, mean] = [0, 0, 0];
	for (let k = 0, from = product * STEPS; k < STEPS; k++) {
		lift += s.when[k] * statistics.byClock[from + k];
		rate += s.whenNext[k] * s.clockRate[from + k];
		mean += s.whenNext[k] * k;
	}
	x[at++] = lift;
	x[at++] = rate;
	x[at++] = mean - s.meanStep[product];
	const longest = held ? own.longest[slot] : -2;
	x[at++] = longest;
	x[at++] = count > 1 ? age - longest : -99;
	x[at++] = count > 1 ? age / longest : -1;
	for (const fact of s.facts) x[at++] = fact;
}
