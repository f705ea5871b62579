import { NodeKind } from '../types.js';
import type { Binned, Trees } from '../types.js';
import { takeInstance } from './instance.js';

/** Rows that are laid out and answered at a time. */
const ROWS = 8192;

/**
 * The sum of the leaves of trees `from` to `to` - 1 for each row, [rows], in WebAssembly; the same to the bit as tree by
 * tree in TypeScript. Undefined where WebAssembly cannot start.
 */
export function sumTreesCompiled(trees: Trees, binned: Binned, from: number, to: number): Float64Array | undefined {
	const instance = takeInstance();
	if (!instance) return undefined;
	const { rows, data } = binned;
	const columns = binned.bins.kinds.length;
	const firstNode = trees.start[from];
	const nodes = trees.start[to] - firstNode;
	const firstSubset = trees.subsetStart[from];
	const subsetWords = (trees.subsetStart[to] - firstSubset) * 8;
	const block = Math.min(ROWS, rows);
	const at = instance.layOut({
		codes: block * columns,
		byRow: block * columns,
		nodes: nodes * 8,
		values: nodes * 4,
		subsetOf: nodes * 4,
		subsets: subsetWords * 4,
		roots: (to - from) * 4,
		sums: block * 8
	});
	const { buffer } = instance.memory;
	const packed = new Uint32Array(buffer, at.nodes, nodes * 2);
	const subsetOf = new Uint32Array(buffer, at.subsetOf, nodes);
	for (let tree = from; tree < to; tree++) pack(trees, tree, firstNode, firstSubset, packed, subsetOf);
	new Float32Array(buffer, at.values, nodes).set(trees.value.subarray(firstNode, firstNode + nodes));
	const words = trees.subsets.subarray(firstSubset * 8, firstSubset * 8 + subsetWords);
	new Uint32Array(buffer, at.subsets, subsetWords).set(words);
	new Uint32Array(buffer, at.roots, to - from).set(trees.start.subarray(from, to).map((start) => start - firstNode));
	const out = new Float64Array(rows);
	for (let begin = 0; begin < rows; begin += block) {
		const count = Math.min(block, rows - begin);
		const codes = new Uint8Array(buffer, at.codes, count * columns);
		for (let c = 0; c < columns; c++)
			codes.set(data.subarray(c * rows + begin, c * rows + begin + count), c * count);
		const sums = new Float64Array(buffer, at.sums, count).fill(0);
		instance.exports.transpose(at.codes, at.byRow, count, columns);
		instance.exports.predict(
			at.byRow,
			columns,
			count,
			at.nodes,
			at.values,
			at.subsetOf,
			at.subsets,
			at.roots,
			to - from,
			at.sums
		);
		out.set(sums, begin);
	}
	instance.release();
	return out;
}

/** One tree in the layout that kernel.as reads; see `predict` there. */
function pack(
	trees: Trees,
	tree: number,
	firstNode: number,
	firstSubset: number,
	packed: Uint32Array,
	subsetOf: Uint32Array
): void {
	const { kind, column, split, left } = trees;
	const root = trees.start[tree];
	for (let node = root; node < trees.start[tree + 1]; node++) {
		const own = node - firstNode;
		const child = root - firstNode + left[node];
		if (kind[node] === NodeKind.leaf) {
			packed[2 * own] = 255;
			packed[2 * own + 1] = own;
			continue;
		}
		packed[2 * own + 1] = child;
		packed[2 * own] = column[node] << 16;
		if (kind[node] === NodeKind.category) {
			packed[2 * own] |= 512;
			subsetOf[own] = trees.subsetStart[tree] - firstSubset + split[node];
		} else if (kind[node] === NodeKind.missingRight) packed[2 * own] |= 256 | (split[node] - 1);
		else packed[2 * own] |= split[node];
	}
}
