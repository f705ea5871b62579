import { LikelyError } from '../errors.js';
import { binTable } from '../models/trees/bin.js';
import type { TreeModel } from '../models/trees/model.js';
import { shapleyOfWorths } from './shapley.js';
import { treeShap } from './treeshap.js';

export type ShapUnit = 'probability' | 'log-odds';

/** Up to so many columns that part from the reference, all 2^k coalitions are asked where the unit bends the sum. */
const COALITIONS_UP_TO = 20;

export interface ModelShap {
	/** [columns], adding up to prediction - reference within 1e-6. */
	readonly values: Float64Array;
	readonly prediction: number;
	readonly reference: number;
}

/**
 * Exact interventional Shapley values of one product's ensemble against one reference, in the unit asked for, before
 * any calibration. Where the unit is the trees' own (probability for a forest, log-odds for boosted ones) they come
 * straight from the trees. Where it is not, every coalition of the columns that part is asked, each tree walked once for
 * all of them. Throws `explanation.too_many_columns` where more than 20 part then. current and reference: [columns].
 */
export function treeShapOf(
	model: TreeModel,
	product: number,
	current: Float32Array,
	reference: Float32Array,
	unit: ShapUnit
): ModelShap {
	const { trees, first, bins, link } = model.parts;
	const [from, to] = [first[product], first[product + 1]];
	const [own, other] = [binTable(bins, current, 1).data, binTable(bins, reference, 1).data];
	if ((link === 'mean') === (unit === 'probability')) {
		const scale = link === 'mean' ? 1 / (to - from) : 1;
		const values = treeShap({ trees, from, to }, own, other).map((value) => value * scale);
		const ends = model.coalitions(product, current, reference, [Int32Array.from(current.keys())]);
		const [low, high] = unit === 'probability' ? ends : ends.map(logOdds);
		return { values, prediction: high, reference: low };
	}
	const moved = [...own.keys()].filter((c) => own[c] !== other[c]);
	if (moved.length > COALITIONS_UP_TO)
		throw new LikelyError('explanation.too_many_columns', { columns: moved.length, most: COALITIONS_UP_TO });
	const chances = model.coalitions(product, current, reference, moved.map((c) => Int32Array.of(c)));
	const worths = unit === 'probability' ? chances : chances.map(logOdds);
	const values = new Float64Array(own.length);
	shapleyOfWorths(worths, moved.length).forEach((value, i) => (values[moved[i]] = value));
	return { values, prediction: worths[worths.length - 1], reference: worths[0] };
}

/** Log-odds, at most 1e-9 away from certainty. */
function logOdds(probability: number): number {
	const p = Math.max(1e-9, Math.min(1 - 1e-9, probability));
	return Math.log(p / (1 - p));
}
