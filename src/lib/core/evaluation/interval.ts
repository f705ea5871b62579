import type { Examples } from '../features/types.js';
import { asked } from './asked.js';
import { betaQuantile, digamma } from './beta.js';
import { Z95 } from './wilson.js';

/** Share of the true probabilities that an interval is made to hold. */
export const LEVEL = 0.9;

export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** How sure a model's probabilities are: each as if observed on so many customers who are alike. */
export interface Certainty {
	readonly level: number;
	readonly effective: number;
}

/** What keeps the far end of a probability near 0 or 1 from closing, in customers. */
const OPEN = 0.02;
/** Below this a lower end is 0, and above 1 less this an upper end 1: nobody tells such ends apart. */
const END = 5e-4;

/** On simulated shops, whose true probabilities are known, this factor gives 91 to 95 %. */
export const ALIKE = 1.75;

/**
 * How many alike customers a model's probability stands for. At most 1.75 times the square root of the training
 * customers: an average over more of n cases is no longer of cases that are alike (the rate of Stone, 1982, for four
 * dimensions). Less where held-out customers deviate from their probabilities in the same direction at one date
 * after the other, so that something about them is not in the model (moment estimator of the correlation within a
 * cluster, where its 95 % interval is above 0). p: [rows × products] for examples that the model did
 * not learn from, rows of one customer next to each other.
 */
export function certaintyOf(p: Float32Array, examples: Examples, trainingCustomers: number): Certainty {
	const most = ALIKE * Math.sqrt(Math.max(1, trainingCustomers));
	const shared = sharedDeviation(p, examples);
	return { level: LEVEL, effective: shared > 0 ? Math.max(1, Math.min(most, 1 / shared - 1)) : most };
}

/** Correlation of a customer's deviations at consecutive dates where that is surely above 0, otherwise 0; NaN without such rows. */
function sharedDeviation(p: Float32Array, examples: Examples): number {
	const products = examples.book.products.length;
	const labels = asked(examples);
	const sums: { top: number; bottom: number }[] = [];
	let before: { deviation: Float64Array; size: Float64Array } | undefined;
	for (let row = 0; row < examples.rows; row++) {
		const mark = labels(row);
		const deviation = new Float64Array(products);
		const size = new Float64Array(products);
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			const q = p[row * products + j];
			deviation[j] = mark[j] - q;
			size[j] = Math.sqrt(q * (1 - q));
		}
		const same = row > 0 && examples.customer[row] === examples.customer[row - 1];
		if (!same) sums.push({ top: 0, bottom: 0 });
		const own = sums[sums.length - 1];
		if (same && before)
			for (let j = 0; j < products; j++) {
				own.top += deviation[j] * before.deviation[j];
				own.bottom += size[j] * before.size[j];
			}
		before = { deviation, size };
	}
	const bottom = sums.reduce((sum, own) => sum + own.bottom, 0);
	const ratio = sums.reduce((sum, own) => sum + own.top, 0) / bottom;
	const error = Math.sqrt(sums.reduce((sum, own) => sum + (own.top - ratio * own.bottom) ** 2, 0)) / bottom;
	return ratio - Z95 * error > 0 ? ratio : 0;
}

/**
 * The most alike customers that probabilities can stand for where another model knows `open` nats per pair more of what
 * happens, by the log loss on the same pairs: if true probabilities are beta distributed around the model's own as `intervalOf` has it, knowing
 * them gains E[t ln t + (1 − t) ln(1 − t)] over knowing the mean alone, the mutual information of truth and outcome.
 * Infinity where nothing is open. p: [pairs].
 */
export function effectiveLeavingOpen(p: ArrayLike<number>, open: number): number {
	if (!(open > 0)) return Infinity;
	const cells = new Float64Array(POINTS + 1);
	for (let i = 0; i < p.length; i++) cells[Math.round(angleOf(p[i]) * POINTS)]++;
	const gain = (effective: number) => cells.reduce((sum, pairs, i) => (pairs ? sum + pairs * gainOfTruth(atAngle(i / POINTS), effective) : sum), 0) / p.length;
	let [low, high] = [LEAST, MOST];
	if (gain(high) >= open) return Infinity;
	while (high / low > 1.001) {
		const middle = Math.sqrt(low * high);
		if (gain(middle) > open) low = middle;
		else high = middle;
	}
	return low;
}

/** Effective customers beyond which a better model says nothing of one's own, and fewer than which nobody is told apart. */
const [LEAST, MOST] = [0.1, 1e5];

function gainOfTruth(p: number, effective: number): number {
	const part = (q: number) => (q > 0 ? q * (digamma(q * effective + 1) - digamma(effective + 1) - Math.log(q)) : 0);
	return part(p) + part(1 - p);
}

/**
 * Where the true probability of a customer with the predicted probability p lies, at the level: quantiles of the beta
 * distribution with mean p that as many observed customers leave. It always holds p.
 */
export function intervalOf(p: number, { level, effective }: Certainty): Interval {
	const tail = (1 - level) / 2;
	const low = betaQuantile(tail, Math.max(1e-9, p * effective), (1 - p) * effective + OPEN);
	const high = betaQuantile(1 - tail, p * effective + OPEN, Math.max(1e-9, (1 - p) * effective));
	return { low: low < END ? 0 : Math.min(low, p), high: high > 1 - END ? 1 : Math.max(high, p) };
}

/** Points of the table, evenly spaced in the angle whose squared sine is the probability. */
const POINTS = 512;

/** That angle as a share of the largest, 0 to 1, and the probability at it. */
const angleOf = (p: number) => (Math.asin(Math.sqrt(Math.min(1, Math.max(0, p)))) * 2) / Math.PI;
const atAngle = (share: number) => Math.sin((Math.PI / 2) * share) ** 2;

/** The ends of intervals at points that are evenly spaced in that angle, [points + 1] each. */
export interface IntervalTable {
	readonly level: number;
	readonly lows: Float64Array;
	readonly highs: Float64Array;
}

function tableOf(certainty: Certainty): IntervalTable {
	const [lows, highs] = [new Float64Array(POINTS + 1), new Float64Array(POINTS + 1)];
	for (let i = 0; i <= POINTS; i++) {
		const { low, high } = intervalOf(atAngle(i / POINTS), certainty);
		lows[i] = low;
		highs[i] = high;
	}
	return { level: certainty.level, lows, highs };
}

/** Digits that an end keeps are far finer than the table, and the same wherever sines differ in their last bit. */
const GRAIN = 1e6;

/** Intervals at once: looked up in a table and interpolated, within 1e-4 of `intervalOf`, to six decimals outwards. */
export class Intervals {
	readonly table: IntervalTable;

	/** From a table that was made before, without making it again. */
	constructor(of: Certainty | IntervalTable) {
		this.table = 'lows' in of ? of : tableOf(of);
	}

	get level(): number {
		return this.table.level;
	}

	of(p: number): Interval {
		const at = angleOf(p) * POINTS;
		const i = Math.min(POINTS - 1, Math.floor(at));
		const between = (ends: Float64Array) => ends[i] + (at - i) * (ends[i + 1] - ends[i]);
		const [low, high] = [Math.floor(between(this.table.lows) * GRAIN) / GRAIN, Math.ceil(between(this.table.highs) * GRAIN) / GRAIN];
		return { low: Math.min(p, low), high: Math.max(p, Math.min(1, high)) };
	}
}
