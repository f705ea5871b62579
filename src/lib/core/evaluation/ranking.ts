import type { ScoreGroups } from './score-groups.js';
import { groupScores } from './score-groups.js';

/**
 * Area under the ROC curve of scores and labels (0 or not 0), both [n]: the share of (positive, negative) couples in
 * which the positive scores higher, ties counting half (Mann-Whitney). NaN without both classes.
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
	return aucOf(groupScores(scores, labels));
}

/**
 * Average precision, the sum over distinct scores of (recall gained × precision there), without interpolation, as
 * scikit-learn's average_precision_score. Scores and labels are [n]; NaN without a positive.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
	return averagePrecisionOf(groupScores(scores, labels));
}

/**
 * Rate of positives among the `share` of pairs with the highest scores, over the base rate. Of a group of equal
 * scores at the border the fitting fraction counts. NaN without a positive.
 */
export function liftTop(scores: ArrayLike<number>, labels: ArrayLike<number>, share = 0.1): number {
	return liftOf(groupScores(scores, labels), share);
}

/** `rocAuc` of counted scores. */
export function aucOf(groups: ScoreGroups): number {
	const { pairs, positives, totalPairs, totalPositives } = groups;
	const totalNegatives = totalPairs - totalPositives;
	let above = 0;
	let won = 0;
	for (let g = 0; g < pairs.length; g++) {
		const negatives = pairs[g] - positives[g];
		won += negatives * (above + positives[g] / 2);
		above += positives[g];
	}
	return won / (totalPositives * totalNegatives);
}

/** `averagePrecision` of counted scores. */
export function averagePrecisionOf(groups: ScoreGroups): number {
	const { pairs, positives, totalPositives } = groups;
	let seen = 0;
	let found = 0;
	let sum = 0;
	for (let g = 0; g < pairs.length; g++) {
		seen += pairs[g];
		found += positives[g];
		sum += (positives[g] * found) / seen;
	}
	return totalPositives ? sum / totalPositives : NaN;
}

/** `liftTop` of counted scores. */
export function liftOf(groups: ScoreGroups, share: number): number {
	const { pairs, positives, totalPairs, totalPositives } = groups;
	const wanted = share * totalPairs;
	let left = wanted;
	let found = 0;
	for (let g = 0; g < pairs.length && left > 0; g++) {
		const taken = Math.min(pairs[g], left);
		found += (positives[g] * taken) / pairs[g];
		left -= taken;
	}
	return found / wanted / (totalPositives / totalPairs);
}
