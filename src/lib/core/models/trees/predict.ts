import { goesLeft } from './reference.js';
import { NodeKind } from './types.js';
import type { Binned, Trees } from './types.js';

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

/** The sum of the leaf values of trees `from` to `to` - 1 for each row, added to `into` [rows]. */
export function sumTrees(
	trees: Trees,
	binned: Binned,
	into: Float64Array,
	from = 0,
	to = trees.start.length - 1
): Float64Array {
	for (let tree = from; tree < to; tree++) leafValues(trees, tree, binned, (row, value) => (into[row] += value));
	return into;
}
