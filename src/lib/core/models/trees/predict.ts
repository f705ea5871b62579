import { sigmoid } from './logistic.js';
import { goesLeft } from './node.js';
import { NodeKind } from './types.js';
import type { Binned, Trees } from './types.js';

/** Probabilities of a forest, [rows]: the mean of the leaves of trees `from` to `to` - 1. */
export function predictForest(trees: Trees, binned: Binned, from = 0, to = trees.start.length - 1): Float32Array {
	const sum = sumTrees(trees, binned, from, to);
	return Float32Array.from(sum, (value) => value / (to - from));
}

/** Probabilities of boosted trees, [rows]. */
export function predictBoosted(
	trees: Trees,
	base: number,
	binned: Binned,
	from = 0,
	to = trees.start.length - 1
): Float32Array {
	return Float32Array.from(sumTrees(trees, binned, from, to), (value) => sigmoid(base + value));
}

/** The sum of the leaf values of trees `from` to `to` - 1 for each row, [rows]. */
export function sumTrees(trees: Trees, binned: Binned, from = 0, to = trees.start.length - 1): Float64Array {
	const sum = new Float64Array(binned.rows);
	for (let tree = from; tree < to; tree++) leafValues(trees, tree, binned, (row, value) => (sum[row] += value));
	return sum;
}

/** Calls `take(row, value)` with the value of the leaf that each row reaches in one tree. */
export function leafValues(trees: Trees, tree: number, binned: Binned, take: (row: number, value: number) => void): void {
	const { column, split, kind, left, value, subsets } = trees;
	const { rows, data } = binned;
	const root = trees.start[tree];
	const subset = trees.subsetStart[tree];
	for (let row = 0; row < rows; row++) {
		let at = root;
		while (kind[at] !== NodeKind.leaf) {
			const bin = data[column[at] * rows + row];
			const isLeft = goesLeft(kind[at], split[at], subsets, (subset + split[at]) * 8, bin);
			at = root + left[at] + (isLeft ? 0 : 1);
		}
		take(row, value[at]);
	}
}
