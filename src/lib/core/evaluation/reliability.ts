import type { ScoreGroups } from './score-groups.js';
import { groupScores } from './score-groups.js';
import type { ReliabilityBin } from './types.js';
import { wilsonInterval } from './wilson.js';

/** Bins of a reliability diagram and of the calibration error: deciles of the predicted probability. */
export const BINS = 10;

/**
 * Expected calibration error: mean over pairs of |mean prediction − observed rate| of the pair's bin, in equal-mass
 * bins (Nguyen and O'Connor, 2015). Probabilities and labels (0 or not 0) are [n].
 */
export function calibrationError(probabilities: ArrayLike<number>, labels: ArrayLike<number>, bins = BINS): number {
	return errorOf(reliabilityOf(groupScores(probabilities, labels), bins));
}

/**
 * Equal-mass bins, lowest prediction first. Equal predictions are never torn apart, so a bin may hold more than its
 * share, and there may be fewer bins than asked for.
 */
export function reliabilityOf(groups: ScoreGroups, bins = BINS): ReliabilityBin[] {
	return binsUpTo(groups, Array.from({ length: bins }, (_, k) => (k + 1) / bins));
}

/** Where a tail is split, as shares of all pairs from its end. */
const TAIL = [0.002, 0.005, 0.01, 0.02, 0.05];
const ENOUGH = 100;

/**
 * Deciles, of which the first and the last are split further, as long as every part holds 100 pairs: decisions are
 * made on the highest probabilities, and a decile would hide how far its own top is off.
 */
export function reliabilityWithTails(groups: ScoreGroups): ReliabilityBin[] {
	const tail = TAIL.filter((share) => share * groups.totalPairs >= ENOUGH);
	const deciles = Array.from({ length: BINS }, (_, k) => (k + 1) / BINS);
	return binsUpTo(groups, [...tail, ...deciles.slice(0, -1), ...tail.map((share) => 1 - share).reverse(), 1]);
}

/**
 * The `calibrationError` that right probabilities would show on the same pairs, by chance alone: what each bin's share of
 * buyers strays from its mean probability, by the normal approximation, if every pair is bought at its own probability.
 * Purchases of one customer go together, which the pairs' probabilities do not say: the chance error is rather higher.
 */
export function errorByChance(groups: ScoreGroups, bins = BINS): number {
	let pairs = 0;
	let sum = 0;
	for (const bin of sumsUpTo(groups, Array.from({ length: bins }, (_, k) => (k + 1) / bins))) {
		pairs += bin.pairs;
		sum += Math.sqrt((2 * bin.variance) / Math.PI);
	}
	return sum / pairs;
}

/** Bins that end where they hold each of the shares of all pairs, which ascend to 1, together with those before. */
function binsUpTo(groups: ScoreGroups, ends: readonly number[]): ReliabilityBin[] {
	return sumsUpTo(groups, ends).map(({ pairs, bought, sum }) => {
		const { low, high } = wilsonInterval(bought, pairs);
		return { pairs, predicted: sum / pairs, observed: bought / pairs, low, high };
	});
}

interface BinSums {
	readonly pairs: number;
	readonly bought: number;
	/** Of the probabilities, and of their p (1 - p). */
	readonly sum: number;
	readonly variance: number;
}

function sumsUpTo(groups: ScoreGroups, ends: readonly number[]): BinSums[] {
	const { scores, pairs, positives, totalPairs } = groups;
	const reached = (count: number) => ends.filter((end) => count >= end * totalPairs - 1e-6).length;
	const result: BinSums[] = [];
	let seen = 0;
	let inBin = 0;
	let bought = 0;
	let sum = 0;
	let variance = 0;
	let next = ends[0];
	for (let g = scores.length - 1; g >= 0; g--) {
		inBin += pairs[g];
		bought += positives[g];
		sum += pairs[g] * scores[g];
		variance += pairs[g] * scores[g] * (1 - scores[g]);
		const full = seen + inBin >= next * totalPairs - 1e-6;
		if (!full && g > 0) continue;
		result.push({ pairs: inBin, bought, sum, variance });
		seen += inBin;
		next = ends[reached(seen)] ?? 1;
		inBin = bought = sum = variance = 0;
	}
	return result;
}

/** `calibrationError` of bins; NaN without any. */
export function errorOf(bins: readonly ReliabilityBin[]): number {
	let pairs = 0;
	let sum = 0;
	for (const bin of bins) {
		pairs += bin.pairs;
		sum += bin.pairs * Math.abs(bin.predicted - bin.observed);
	}
	return sum / pairs;
}
