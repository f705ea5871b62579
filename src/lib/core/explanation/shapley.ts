import { coalitionTable, isMoved } from '../models/coalition-table.js';
import { Random } from '../random.js';

/** Answers [rows] probabilities for a table [rows × columns], row-major. */
export type Evaluate = (table: Float32Array, rows: number) => Float32Array;

/** A score that the evaluation follows, with Shapley values that are known: sampled ones of the evaluation are corrected by it. */
export interface Guide {
	/** [groups] of the score, for the groups and ends that are asked about; they add up to the score's difference. */
	shares(current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array;
	/** [rows] the score of a table, as `Evaluate`. */
	scores(table: Float32Array, rows: number): ArrayLike<number>;
}

/** All coalitions of so many players are 4096 rows. */
export const EXACT_UP_TO = 12;

export interface ShapleyOptions {
	/** Up to this many differing parameters all coalitions are asked (2^k rows); beyond it they are sampled. 12. */
	readonly exactUpTo?: number;
	/** Couples of a random order of the parameters and its reverse, when sampling. 100. */
	readonly pairs?: number;
	/** Seed of the orders. 1. */
	readonly seed?: number;
	/** What sampling is corrected by. */
	readonly guide?: Guide;
}

export interface ShapleyValues {
	/** The evaluation with every group at its baseline. */
	readonly baseline: number;
	/** The evaluation of the current values. */
	readonly probability: number;
	/** [groups] the groups' shares of probability − baseline; they add up to it. */
	readonly impacts: Float64Array;
	/** The largest standard error of an impact; 0 where all coalitions were asked. */
	readonly standardError: number;
}

/**
 * Shapley values (Shapley, 1953) of an evaluation that moves from `baseline` to `current`, both [columns], one group
 * of columns at a time; a group outside a coalition stands at its baseline. Columns in no group stay at `current`.
 * Groups that are equal in both are dropped first and get exactly 0. Sampling draws antithetic couples of orders
 * (Mitchell et al., 2022), each of which adds up exactly by itself; a guide's score takes part as a control variate, by
 * one coefficient for all groups, so that the sum stays exact.
 */
export function shapleyValues(
	evaluate: Evaluate,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly Int32Array[],
	options: ShapleyOptions = {}
): ShapleyValues {
	const { exactUpTo = EXACT_UP_TO, pairs = 100, seed = 1, guide } = options;
	const players = groups.flatMap((columns, g) => (isMoved(columns, current, baseline) ? [g] : []));
	const moved = players.map((g) => groups[g]);
	const found =
		moved.length <= exactUpTo
			? enumerate(evaluate, current, baseline, moved)
			: sample(evaluate, current, baseline, moved, pairs, new Random(seed).fork('shapley'), guide);
	const impacts = new Float64Array(groups.length);
	players.forEach((g, i) => (impacts[g] = found.impacts[i]));
	return { ...found, impacts };
}

/** Shares below this part of the largest worth are what rounding left: 0. */
const ROUNDING = 2 ** -46;

/**
 * Shapley values of k players from the worth of every coalition, [2^k], numbered as in `coalitionTable`. The value of
 * player i is the sum of v(S) (w(s - 1) + w(s)) over the coalitions S with i, less the sum of v(S) w(s) over all S, w(s)
 * being s!(k - s - 1)!/k!; folding the upper half of the coalitions onto the lower gives all k first sums in 2^k steps.
 */
export function shapleyOfWorths(worth: ArrayLike<number>, players: number): Float64Array {
	const { joined, left } = coalitionWeights(players);
	const folded = new Float64Array(2 ** players);
	let all = 0;
	let largest = 0;
	for (let mask = 0; mask < folded.length; mask++) {
		const value = worth[mask];
		folded[mask] = value * joined[mask];
		all += value * left[mask];
		largest = Math.max(largest, Math.abs(value));
	}
	const impacts = new Float64Array(players);
	for (let i = players - 1, half = folded.length / 2; i >= 0; i--, half /= 2) {
		let sum = 0;
		for (let mask = 0; mask < half; mask++) {
			sum += folded[half + mask];
			folded[mask] += folded[half + mask];
		}
		impacts[i] = Math.abs(sum - all) <= largest * ROUNDING ? 0 : sum - all;
	}
	return impacts;
}

interface CoalitionWeights {
	/** [2^k] w(s - 1) + w(s) of a coalition of s members, and w(s); w is 0 beyond 0 to k - 1. */
	readonly joined: Float64Array;
	readonly left: Float64Array;
}

const weightsOf = new Map<number, CoalitionWeights>();

/** Remembered per number of players. */
function coalitionWeights(players: number): CoalitionWeights {
	const before = weightsOf.get(players);
	if (before) return before;
	const bySize = new Float64Array(players + 1);
	for (let s = 0, w = 1 / players; s < players; s++) {
		bySize[s] = w;
		w *= (s + 1) / (players - s - 1);
	}
	const size = new Uint8Array(2 ** players);
	for (let mask = 1; mask < size.length; mask++) size[mask] = size[mask >> 1] + (mask & 1);
	const weights = {
		joined: Float64Array.from(size, (s) => bySize[s] + (s > 0 ? bySize[s - 1] : 0)),
		left: Float64Array.from(size, (s) => bySize[s])
	};
	weightsOf.set(players, weights);
	return weights;
}

function enumerate(evaluate: Evaluate, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]) {
	const rows = 2 ** groups.length;
	const worth = evaluate(coalitionTable(current, baseline, groups), rows);
	return {
		baseline: worth[0],
		probability: worth[rows - 1],
		impacts: shapleyOfWorths(worth, groups.length),
		standardError: 0
	};
}

function sample(
	evaluate: Evaluate,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly Int32Array[],
	pairs: number,
	random: Random,
	guide: Guide | undefined
) {
	const k = groups.length;
	const width = current.length;
	const orders: Int32Array[] = [];
	for (let n = 0; n < pairs; n++) {
		const order = random.shuffle(Int32Array.from({ length: k }, (_, i) => i));
		orders.push(order, order.slice().reverse());
	}
	// Row 0: baseline; row 1: current; then k − 1 growing coalitions per order.
	const rows = 2 + orders.length * (k - 1);
	const table = new Float32Array(rows * width);
	table.set(current);
	for (const columns of groups) for (const c of columns) table[c] = baseline[c];
	table.set(current, width);
	let row = 2;
	for (const order of orders)
		for (let step = 0; step < k - 1; step++, row++) {
			table.copyWithin(row * width, step ? (row - 1) * width : 0, step ? row * width : width);
			for (const c of groups[order[step]]) table[row * width + c] = current[c];
		}
	const worth = evaluate(table, rows);
	const shares = pairShares(worth, orders, k);
	if (guide) correct(shares, pairShares(guide.scores(table, rows), orders, k), guide.shares(current, baseline, groups));
	const impacts = new Float64Array(k);
	let largest = 0;
	for (let i = 0; i < k; i++) {
		let [sum, squares] = [0, 0];
		for (let n = i; n < shares.length; n += k) sum += shares[n];
		impacts[i] = sum / pairs;
		for (let n = i; n < shares.length; n += k) squares += (shares[n] - impacts[i]) ** 2;
		largest = Math.max(largest, squares / pairs);
	}
	const standardError = pairs > 1 ? Math.sqrt(largest / (pairs - 1)) : NaN;
	return { baseline: worth[0], probability: worth[1], impacts, standardError };
}

/** [pairs × players] what each couple of orders gives each player. worth: as the rows of `sample`. */
function pairShares(worth: ArrayLike<number>, orders: readonly Int32Array[], k: number): Float64Array {
	const shares = new Float64Array((orders.length / 2) * k);
	orders.forEach((order, n) => {
		const first = 2 + n * (k - 1);
		const at = (n >> 1) * k;
		for (let step = 0; step < k; step++) {
			const before = step ? worth[first + step - 1] : worth[0];
			const after = step < k - 1 ? worth[first + step] : worth[1];
			shares[at + order[step]] += (after - before) / 2;
		}
	});
	return shares;
}

/** Takes off what a score's shares are off their known values, as much of it as goes with them: what is left varies least. */
function correct(shares: Float64Array, scored: Float64Array, known: Float64Array): void {
	const k = known.length;
	const mean = (of: Float64Array, i: number) => {
		let sum = 0;
		for (let n = i; n < of.length; n += k) sum += of[n];
		return (sum * k) / of.length;
	};
	let [together, alone] = [0, 0];
	for (let i = 0; i < k; i++) {
		const [one, other] = [mean(shares, i), mean(scored, i)];
		for (let n = i; n < shares.length; n += k) {
			together += (shares[n] - one) * (scored[n] - other);
			alone += (scored[n] - other) ** 2;
		}
	}
	if (!(alone > 0)) return;
	const slope = together / alone;
	for (let n = 0; n < shares.length; n++) shares[n] -= slope * (scored[n] - known[n % k]);
}
