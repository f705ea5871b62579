import { NodeKind } from '../types.js';
import type { Binned, Trees } from '../types.js';
import { WIDE_BYTES, packWide } from '../wide.js';
import { takeInstance } from './instance.js';
import type { Instance } from './instance.js';

/** Rows that are laid out and answered at a time. */
const ROWS = 4096;
/** From so many rows on, they go down the trees together, as lists. */
const LISTS = 128;
/** Who asks for few rows asks again: trees stay packed for them. */
const FEW = 512;

/** Trees in the layout that predict.as reads: [nodes × 2] what is asked and where it leads, [nodes] a category's subset. */
interface Packed {
	readonly to: number;
	readonly nodes: Uint32Array;
	readonly subsetOf: Uint32Array;
}

/** By the first of the trees that are asked together, such as those of one product. */
const kept = new WeakMap<Trees, Map<number, Packed>>();

/**
 * The sum of the leaves of trees `from` to `to` - 1 for each row, [rows], in WebAssembly; the same to the bit as tree by
 * tree in TypeScript. Undefined where WebAssembly cannot start.
 */
export function sumTreesCompiled(trees: Trees, binned: Binned, from: number, to: number): Float64Array | undefined {
	const { rows, data } = binned;
	const wide = rows < LISTS ? undefined : packedWide(trees, from, to);
	const instance = takeInstance();
	if (!instance) return undefined;
	if (wide) return sumWide(instance, wide, binned);
	const columns = binned.bins.kinds.length;
	const firstNode = trees.start[from];
	const nodes = trees.start[to] - firstNode;
	const firstSubset = trees.subsetStart[from];
	const subsetWords = (trees.subsetStart[to] - firstSubset) * 8;
	const block = Math.min(ROWS, rows);
	const at = instance.layOut({
		codes: block * columns,
		byRow: block * columns,
		lists: block * 6,
		stack: largest(trees, from, to) * 12,
		nodes: nodes * 8,
		values: nodes * 4,
		subsetOf: nodes * 4,
		subsets: subsetWords * 4,
		roots: (to - from) * 4,
		sums: block * 8
	});
	const { buffer } = instance.memory;
	const packed = rows < FEW ? keptPacked(trees, from, to) : packedTrees(trees, from, to);
	new Uint32Array(buffer, at.nodes, nodes * 2).set(packed.nodes);
	new Uint32Array(buffer, at.subsetOf, nodes).set(packed.subsetOf);
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
		const packedAt = [at.nodes, at.values, at.subsetOf, at.subsets, at.roots, to - from, at.sums] as const;
		if (count < LISTS) {
			instance.exports.transpose(at.codes, at.byRow, count, columns);
			instance.exports.predict(at.byRow, columns, count, ...packedAt);
		} else instance.exports.predictLists(at.codes, count, ...packedAt, at.lists, at.stack);
		out.set(sums, begin);
	}
	instance.release();
	return out;
}

/** Trees that are asked all questions at once, for sixteen rows at a time. */
function sumWide(instance: Instance, packed: Uint8Array, { rows, data, bins }: Binned): Float64Array {
	const columns = bins.kinds.length;
	const block = Math.min(ROWS, (rows + 15) & ~15);
	const at = instance.layOut({ codes: block * columns + 16, trees: packed.length, sums: block * 8 });
	const { buffer } = instance.memory;
	new Uint8Array(buffer, at.trees, packed.length).set(packed);
	const out = new Float64Array(rows);
	for (let begin = 0; begin < rows; begin += block) {
		const count = Math.min(block, rows - begin);
		const codes = new Uint8Array(buffer, at.codes, block * columns);
		for (let c = 0; c < columns; c++) codes.set(data.subarray(c * rows + begin, c * rows + begin + count), c * block);
		const sums = new Float64Array(buffer, at.sums, block).fill(0);
		instance.exports.predictWide(at.codes, block, count, at.trees, packed.length / WIDE_BYTES, at.sums);
		out.set(sums.subarray(0, count), begin);
	}
	instance.release();
	return out;
}

/** By the first of the trees that are asked together; undefined where one of them cannot be laid out so. */
const keptWide = new WeakMap<Trees, { readonly from: number; readonly to: number; readonly packed: Uint8Array | undefined }>();

function packedWide(trees: Trees, from: number, to: number): Uint8Array | undefined {
	const before = keptWide.get(trees);
	if (before && before.from === from && before.to === to) return before.packed;
	let packed: Uint8Array | undefined = new Uint8Array((to - from) * WIDE_BYTES);
	for (let tree = from; packed && tree < to; tree++) if (!packWide(trees, trees.start[tree], packed, (tree - from) * WIDE_BYTES)) packed = undefined;
	keptWide.set(trees, { from, to, packed });
	return packed;
}

/** Nodes of the largest tree: no path is longer. */
function largest({ start }: Trees, from: number, to: number): number {
	let most = 0;
	for (let tree = from; tree < to; tree++) most = Math.max(most, start[tree + 1] - start[tree]);
	return most;
}

function keptPacked(trees: Trees, from: number, to: number): Packed {
	let ranges = kept.get(trees);
	if (!ranges) kept.set(trees, (ranges = new Map()));
	const before = ranges.get(from);
	if (before?.to === to) return before;
	const packed = packedTrees(trees, from, to);
	ranges.set(from, packed);
	return packed;
}

function packedTrees(trees: Trees, from: number, to: number): Packed {
	const firstNode = trees.start[from];
	const nodes = new Uint32Array((trees.start[to] - firstNode) * 2);
	const subsetOf = new Uint32Array(trees.start[to] - firstNode);
	for (let tree = from; tree < to; tree++) pack(trees, tree, firstNode, trees.subsetStart[from], nodes, subsetOf);
	return { to, nodes, subsetOf };
}

/** One tree in that layout; see `predict` there. */
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
