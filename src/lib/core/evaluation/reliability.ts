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
	const { scores, pairs, positives, totalPairs } = groups;
	const result: ReliabilityBin[] = [];
	let seen = 0;
	let inBin = 0;
	let bought = 0;
	let sum = 0;
	for (let g = scores.length - 1; g >= 0; g--) {
		inBin += pairs[g];
		bought += positives[g];
		sum += pairs[g] * scores[g];
		const full = Math.floor(((seen + inBin) * bins) / totalPairs) > Math.floor((seen * bins) / totalPairs);
		if (!full && g > 0) continue;
		const { low, high } = wilsonInterval(bought, inBin);
		result.push({ pairs: inBin, predicted: sum / inBin, observed: bought / inBin, low, high });
		seen += inBin;
		inBin = bought = sum = 0;
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
