import type { Random } from '../../random.js';
import { TreeBuilder, joinTrees } from './builder.js';
import type { Kernel, SearchOptions } from './kernel.js';
import { leafValues } from './predict.js';
import type { Binned, GrowForest, Trees } from './types.js';

export interface ForestPart {
	readonly trees: Trees;
	/** [rows] sum of the predictions of the trees that did not draw the row, and how many those are. */
	readonly outOfBagSum: Float64Array;
	readonly outOfBagCount: Uint16Array;
}

/**
 * Grows trees `from` to `to` - 1 of a random forest for a binary label (Breiman 2001): each on a bootstrap of the rows,
 * the Gini criterion over a random few columns at each node. A tree depends on the seed and its own number only, so
 * parts may be grown anywhere and joined.
 * label: [rows] 0 or 1. weight: [rows] whole numbers, 1 where undefined; as if the row stood there so many times
 * in every bootstrap that draws it. Weight 0 leaves a row out of the growing; it is out of bag for every tree.
 */
export function growForestPart(
	kernel: Kernel,
	binned: Binned,
	label: Uint8Array,
	weight: ArrayLike<number> | undefined,
	options: GrowForest,
	random: Random,
	from: number,
	to: number
): ForestPart {
	const { rows } = binned;
	const outOfBagSum = new Float64Array(rows);
	const outOfBagCount = new Uint16Array(rows);
	const usable = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => !weight || weight[row] > 0);
	const drawn = new Uint16Array(rows);
	const parts: Trees[] = [];
	for (let tree = from; tree < to; tree++) {
		const stream = random.fork(tree);
		drawn.fill(0);
		for (let i = 0; i < usable.length; i++) drawn[usable[stream.integer(usable.length)]]++;
		const grown = growTree(kernel, setRows(kernel, drawn, label, weight), options, stream);
		parts.push(grown);
		leafValues(grown, 0, binned, (row, value) => {
			if (drawn[row] > 0) return;
			outOfBagSum[row] += value;
			outOfBagCount[row]++;
		});
	}
	return { trees: joinTrees(parts), outOfBagSum, outOfBagCount };
}

/** Puts the drawn rows into the kernel; returns their number and sums. */
function setRows(
	kernel: Kernel,
	drawn: Uint16Array,
	label: Uint8Array,
	weight: ArrayLike<number> | undefined
): { count: number; g: number; h: number } {
	const { rows, pairs } = kernel;
	let count = 0;
	let g = 0;
	let h = 0;
	for (let row = 0; row < drawn.length; row++) {
		if (drawn[row] === 0) continue;
		const times = drawn[row] * (weight ? weight[row] : 1);
		const positive = label[row] ? times : 0;
		pairs[2 * row] = positive;
		pairs[2 * row + 1] = times;
		rows[count++] = row;
		g += positive;
		h += times;
	}
	return { count, g, h };
}

/** One tree, depth first. */
function growTree(
	kernel: Kernel,
	root: { count: number; g: number; h: number },
	options: GrowForest,
	random: Random
): Trees {
	const columns = kernel.order.length;
	const builder = new TreeBuilder(columns);
	const search: SearchOptions = { lambda: 0, minH: Math.max(1, options.minLeaf), minGain: 1e-9 };
	const stack = [{ node: builder.begin(), begin: 0, end: root.count, g: root.g, h: root.h, depth: 0 }];
	const { best, order } = kernel;
	order.forEach((_, i) => (order[i] = i));
	for (let at = stack.pop(); at; at = stack.pop()) {
		const { node, begin, end, g, h, depth } = at;
		const mean = h > 0 ? g / h : 0;
		const done = g === 0 || g === h || h < 2 * search.minH || depth >= options.depth;
		if (!done) {
			random.shuffle(order);
			kernel.search(begin, end, g, h, options.columnsPerNode, search);
		}
		if (done || best.column < 0) {
			builder.leaf(node, mean, h);
			continue;
		}
		const left = builder.divide(node, best, mean, h, best.gain);
		const { leftG, leftH } = best;
		const middle = kernel.partition(begin, end);
		stack.push({ node: left + 1, begin: middle, end, g: g - leftG, h: h - leftH, depth: depth + 1 });
		stack.push({ node: left, begin, end: middle, g: leftG, h: leftH, depth: depth + 1 });
	}
	return builder.finish();
}
