import type { LogisticData } from './logistic.js';

/** A piecewise linear, strictly increasing map: x and y ascend. */
export interface Knots {
	readonly x: Float64Array;
	readonly y: Float64Array;
}

const CELL = 0.01;
const SMALLEST_SHARE = 0.005;
const SMALLEST_BLOCK = 20;
/** Beyond the first and last knot the map goes on half as steeply as the identity. */
export const END_SLOPE = 0.5;

interface Block {
	weight: number;
	positives: number;
	/** Weighted sum of x. */
	x: number;
}

/**
 * Isotonic regression of counted labels on x (logits), by pool adjacent violators (Ayer et al., 1955) on cells of .01, made
 * strictly increasing by joining the centres of the blocks (centred isotonic regression; Oron and Flournoy, 2017), so
 * that no two probabilities are merged into a tie. Blocks hold at least 20 pairs and .5 % of all. y is in logits.
 */
export function fitIsotonic(x: ArrayLike<number>, { weight, positives, skip }: LogisticData): Knots {
	const cells = new Map<number, Block>();
	let total = 0;
	for (let i = 0; i < weight.length; i++) {
		if (skip?.[i]) continue;
		const key = Math.round(x[i] / CELL);
		let cell = cells.get(key);
		if (!cell) cells.set(key, (cell = { weight: 0, positives: 0, x: 0 }));
		cell.weight += weight[i];
		cell.x += weight[i] * x[i];
		cell.positives += positives[i];
		total += weight[i];
	}
	const ascending = [...cells.entries()].sort((a, b) => a[0] - b[0]).map(([, cell]) => cell);
	const smallest = Math.max(SMALLEST_BLOCK, total * SMALLEST_SHARE);
	const rough = pool(ascending, (a, b) => a.positives / a.weight >= b.positives / b.weight);
	const sized = pool(rough, (a, b) => a.weight < smallest || b.weight < smallest);
	const blocks = pool(sized, (a, b) => rate(a) >= rate(b));
	return {
		x: Float64Array.from(blocks, (block) => block.x / block.weight),
		y: Float64Array.from(blocks, (block) => Math.log(rate(block) / (1 - rate(block))))
	};
}

/** A rate that is never 0 or 1 (half a pair of each kind is added). */
const rate = (block: Block) => (block.positives + 0.5) / (block.weight + 1);

/** Merges neighbours for which `joins(left, right)` holds until none is left. */
function pool(blocks: readonly Block[], joins: (left: Block, right: Block) => boolean): Block[] {
	const merged: Block[] = [];
	for (const block of blocks) {
		merged.push({ ...block });
		for (let n = merged.length; n > 1 && joins(merged[n - 2], merged[n - 1]); n--) {
			const { weight, positives, x } = merged[n - 1];
			merged.pop();
			merged[n - 2].weight += weight;
			merged[n - 2].positives += positives;
			merged[n - 2].x += x;
		}
	}
	return merged;
}

/** The map's value at x. */
export function interpolate({ x, y }: Knots, at: number): number {
	const last = x.length - 1;
	if (at <= x[0]) return y[0] + END_SLOPE * (at - x[0]);
	if (at >= x[last]) return y[last] + END_SLOPE * (at - x[last]);
	let low = 0;
	let high = last;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (x[middle] <= at) low = middle;
		else high = middle;
	}
	return y[low] + ((y[high] - y[low]) * (at - x[low])) / (x[high] - x[low]);
}
