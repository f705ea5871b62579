import { sumTreesCompiled } from './compiled/predict.js';
import { sigmoid } from './logistic.js';
import { goesLeft } from './node.js';
import { NodeKind } from './types.js';
import type { Binned, Trees } from './types.js';

/** With fewer rows it does not pay to hand the trees over. */
const WORTH_COMPILED = 4;

/** Probabilities of a forest, [rows]: the mean of the leaves of trees `from` to `to` - 1. */
export function predictForest(trees: Trees, binned: Binned, from = 0, to = trees.start.length - 1): Float32Array {
	const sum = sumTrees(trees, binned, from, to);
	const p = new Float32Array(sum.length);
	for (let row = 0; row < p.length; row++) p[row] = sum[row] / (to - from);
	return p;
}

/** Probabilities of boosted trees, [rows]. base: log-odds that the leaves add to. */
export function predictBoosted(
	trees: Trees,
	base: number,
	binned: Binned,
	from = 0,
	to = trees.start.length - 1
): Float32Array {
	const sum = sumTrees(trees, binned, from, to);
	const p = new Float32Array(sum.length);
	for (let row = 0; row < p.length; row++) p[row] = sigmoid(base + sum[row]);
	return p;
}

/** The sum of the leaves of trees `from` to `to` - 1 for each row, [rows]. */
export function sumTrees(trees: Trees, binned: Binned, from = 0, to = trees.start.length - 1): Float64Array {
	const compiled = binned.rows < WORTH_COMPILED ? undefined : sumTreesCompiled(trees, binned, from, to);
	return compiled ?? sumTreesReference(trees, binned, from, to);
}

/** The same in plain TypeScript, to the bit. */
export function sumTreesReference(trees: Trees, binned: Binned, from: number, to: number): Float64Array {
	const { column, split, kind, left, value, subsets } = trees;
	const { rows, data } = binned;
	const sum = new Float64Array(rows);
	for (let tree = from; tree < to; tree++) {
		const root = trees.start[tree];
		const subset = trees.subsetStart[tree];
		for (let row = 0; row < rows; row++) {
			let at = root;
			while (kind[at] !== NodeKind.leaf) {
				const bin = data[column[at] * rows + row];
				const isLeft = goesLeft(kind[at], split[at], subsets, (subset + split[at]) * 8, bin);
				at = root + left[at] + (isLeft ? 0 : 1);
			}
			sum[row] += value[at];
		}
	}
	return sum;
}
