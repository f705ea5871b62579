import type { Random } from '../../random.js';
import { TreeBuilder } from './builder.js';
import type { BoostKernel, SearchOptions } from './kernel.js';
import { logisticLoss } from './logistic.js';
import type { BoostRows } from './boost-rows.js';
import { drawsOf, listRows } from './drawn-rows.js';
import type { GrowBoosted, Trees } from './types.js';
import { WIDE_BYTES } from './wide.js';

export interface BoostedPart {
	readonly trees: Trees;
	/** One point per tree; empty where nothing is watched. */
	readonly curve: readonly { readonly train: number; readonly validation: number }[];
	/** [all rows] the log-odds after these trees, where they are not where they were given. */
	readonly margin?: Float32Array;
}

/** A node and its heavier descendants need one histogram a level, and one for the child at hand. */
export const slotsOf = ({ depth }: GrowBoosted): number => depth + 2;

/** What derivatives are multiplied by before they are rounded, so that their sums fit 30 bits; and whether they fit 16. */
export function scalesOf({ rows, weight }: BoostRows): { readonly g: number; readonly h: number; readonly isShort: boolean } {
	let total = weight ? 0 : rows;
	let heaviest = weight ? 0 : 1;
	if (weight)
		for (let row = 0; row < rows; row++) {
			total += weight[row];
			heaviest = Math.max(heaviest, weight[row]);
		}
	const scale = Math.min(2 ** 30 / Math.max(total, 1e-30), 2 ** 20 / Math.max(1e-30, Math.min(1, heaviest)));
	const all = weight?.reduce((most, own) => Math.max(most, own), 0) ?? 1;
	return { g: Math.fround(scale), h: Math.fround(4 * scale), isShort: (scale + 1) * Math.max(1, all) + 1 < 2 ** 15 };
}

/**
 * Grows trees `from` to `to` - 1 of gradient boosting with the logistic loss and second-order gains (Chen & Guestrin
 * 2016, XGBoost, sections 2 and 3) on top of the kernel's margins. Derivatives are rounded to integers of at most 20 bits
 * whose sums fit 30 (as Shi et al. 2022, quantized training).
 */
export function growBoostedPart(
	kernel: BoostKernel,
	given: BoostRows,
	options: GrowBoosted,
	random: Random,
	from: number,
	to: number
): BoostedPart {
	const { rows, all, label, weight } = given;
	const scales = scalesOf(given);
	const curve: { train: number; validation: number }[] = [];
	const builder = new TreeBuilder(kernel.order.length);
	const drawn = drawsOf(kernel, given, options.rowShare, random, to);
	const isWide = kernel.addTree !== undefined && options.depth <= (kernel.wideDepth ?? -1);
	const loss = (begin: number, end: number) =>
		logisticLoss(kernel.margin.subarray(begin, end), label.subarray(begin, end), weight?.subarray(begin, end));
	for (let tree = from; tree < to; tree++) {
		kernel.gradients(scales.g, scales.h);
		const { stream, isDrawn } = drawn(tree);
		growTree(kernel, builder, listRows(kernel.rows, given, isDrawn, isWide), options, scales, stream, isWide);
		const isTold = options.trainLoss !== 'last' || tree === to - 1;
		if (all > rows) curve.push({ train: isTold ? loss(0, rows) : NaN, validation: loss(rows, all) });
	}
	return { trees: builder.finish(), curve };
}

const packed = new Uint8Array(WIDE_BYTES);

interface Node {
	readonly node: number;
	readonly begin: number;
	readonly end: number;
	readonly out: number;
	readonly outEnd: number;
	readonly g: number;
	readonly h: number;
	readonly depth: number;
	/** The node's histogram; -1 for a node that will not be divided. */
	readonly slot: number;
}

/**
 * One tree, depth first; each pair of children costs one pass over the rows of the smaller one. Leaves are added to the margins of all:
 * by the kernel at the end where the tree `isWide`, else the rows behind `count` ride along.
 */
function growTree(
	kernel: BoostKernel,
	builder: TreeBuilder,
	count: number,
	options: GrowBoosted,
	scales: { readonly g: number; readonly h: number },
	random: Random,
	isWide: boolean
): void {
	const { best, order, rows, margin } = kernel;
	order.set(kernel.firstOrder);
	const used = Math.max(1, Math.round(options.columnShare * order.length));
	if (used < order.length) random.shuffle(order);
	const unit = scales.g ** 2 / scales.h;
	const search: SearchOptions = {
		lambda: options.lambda * scales.h,
		minH: Math.max(1, options.minChild * scales.h),
		minGain: Math.max(1e-9, 2 * options.minGain) * unit
	};
	const free: number[] = [];
	let slots = 0;
	const take = () => free.pop() ?? slots++;
	const open = (h: number, depth: number) => depth < options.depth && h >= 2 * search.minH;
	const { g, h } = kernel.sums(count);
	const root = open(h, 0) ? take() : -1;
	if (root >= 0) kernel.histogram(root, 0, count, used);
	const stack: Node[] = [
		{ node: builder.begin(), begin: 0, end: count, out: count, outEnd: isWide ? count : rows.length, g, h, depth: 0, slot: root }
	];
	for (let at = stack.pop(); at; at = stack.pop()) {
		const { node, begin, end, out, outEnd, g, h, depth, slot } = at;
		const value = h > 0 ? Math.fround((-options.rate * (g / scales.g)) / (h / scales.h + options.lambda)) : 0;
		if (slot >= 0) kernel.search(slot, g, h, used, search);
		if (slot < 0 || best.column < 0) {
			builder.leaf(node, value, h / scales.h);
			if (!isWide) {
				for (let i = begin; i < end; i++) margin[rows[i]] += value;
				for (let i = out; i < outEnd; i++) margin[rows[i]] += value;
			}
			if (slot >= 0) free.push(slot);
			continue;
		}
		const left = builder.divide(node, best, value, h / scales.h, best.gain / unit);
		const { leftG, leftH } = best;
		const middle = kernel.partition(begin, end);
		const outMiddle = isWide ? out : kernel.partition(out, outEnd);
		const [rightG, rightH] = [g - leftG, h - leftH];
		const sides = [
			{ node: left, begin, end: middle, out, outEnd: outMiddle, g: leftG, h: leftH, depth: depth + 1 },
			{ node: left + 1, begin: middle, end, out: outMiddle, outEnd, g: rightG, h: rightH, depth: depth + 1 }
		];
		const [small, large] = middle - begin <= end - middle ? sides : [sides[1], sides[0]];
		const smallOpen = open(small.h, small.depth);
		const largeOpen = open(large.h, large.depth);
		const other = smallOpen || largeOpen ? take() : -1;
		if (other >= 0) kernel.histogram(other, small.begin, small.end, used);
		if (largeOpen) kernel.subtract(slot, other, used);
		else free.push(slot);
		if (other >= 0 && !smallOpen) free.push(other);
		stack.push({ ...large, slot: largeOpen ? slot : -1 }, { ...small, slot: smallOpen ? other : -1 });
	}
	if (isWide) {
		builder.packWide(packed);
		kernel.addTree?.(packed);
	}
}
