import type { Random } from '../../random.js';
import { TreeBuilder } from './builder.js';
import type { ForestKernel, SearchOptions } from './kernel.js';
import type { GrowForest, Trees } from './types.js';

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
	kernel: ForestKernel,
	rows: number,
	label: Uint8Array,
	weight: Uint8Array | undefined,
	options: GrowForest,
	random: Random,
	from: number,
	to: number
): ForestPart {
	const bag: Bag = { sum: new Float64Array(rows), count: new Uint16Array(rows) };
	const builder = new TreeBuilder(kernel.order.length);
	kernel.setLabel(label, weight);
	for (let tree = from; tree < to; tree++) growTree(kernel, builder, options, random.fork(tree), bag);
	return { trees: builder.finish(), outOfBagSum: bag.sum, outOfBagCount: bag.count };
}

/** A uniform integer in [0, bound) from one draw; bound far below 2^32, so that the bias does not matter. */
function below(random: Random, bound: number): number {
	return Math.floor((random.uint32() / 4294967296) * bound);
}

interface Bag {
	readonly sum: Float64Array;
	readonly count: Uint16Array;
}

/** One tree, depth first. Rows that were not drawn ride along: where they end up is the out-of-bag prediction. */
function growTree(kernel: ForestKernel, builder: TreeBuilder, options: GrowForest, random: Random, bag: Bag): void {
	const { best, order, rows } = kernel;
	const search: SearchOptions = { lambda: 0, minH: Math.max(1, options.minLeaf), minGain: 1e-9 };
	order.set(kernel.firstOrder);
	const { count, g, h } = kernel.drawRows(options.bootstrap === false ? undefined : random);
	const stack = [{ node: builder.begin(), begin: 0, end: count, out: count, outEnd: rows.length, g, h, depth: 0 }];
	for (let at = stack.pop(); at; at = stack.pop()) {
		const { node, begin, end, out, outEnd, g, h, depth } = at;
		const mean = h > 0 ? Math.fround(g / h) : 0;
		const done = g === 0 || g === h || h < 2 * search.minH || depth >= options.depth;
		if (!done) {
			draw(order, options.columnsPerNode, random);
			kernel.search(begin, end, g, h, options.columnsPerNode, search);
		}
		if (done || best.column < 0) {
			builder.leaf(node, mean, h);
			for (let i = out; i < outEnd; i++) {
				bag.sum[rows[i]] += mean;
				bag.count[rows[i]]++;
			}
			continue;
		}
		const left = builder.divide(node, best, mean, h, best.gain);
		const { leftG, leftH } = best;
		const middle = kernel.partitionDrawn(begin, end);
		const outMiddle = kernel.partition(out, outEnd);
		const [rightG, rightH] = [g - leftG, h - leftH];
		stack.push(
			{ node: left + 1, begin: middle, end, out: outMiddle, outEnd, g: rightG, h: rightH, depth: depth + 1 },
			{ node: left, begin, end: middle, out, outEnd: outMiddle, g: leftG, h: leftH, depth: depth + 1 }
		);
	}
}

/** Brings `count` columns drawn at random to the front. */
function draw(order: Int32Array, count: number, random: Random): void {
	for (let i = 0; i < count && i + 1 < order.length; i++) {
		const j = i + below(random, order.length - i);
		const held = order[i];
		order[i] = order[j];
		order[j] = held;
	}
}
