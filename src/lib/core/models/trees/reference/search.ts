import type { SearchOptions, Split } from '../kernel.js';
import { NodeKind } from '../types.js';
import type { ColumnKind } from '../types.js';

/** A histogram of one column: g and h of each of 256 bins. */
export const CELLS = 512;

/** What a split must surpass the best by, so that equal ones are told apart by their place, not by rounding. */
const TIE = 1 + 2 ** -40;

/** Running sums at each filled bin: what lies on the left if the split comes after it. */
interface Candidates {
	readonly bins: number[];
	readonly g: number[];
	readonly h: number[];
}

/**
 * Puts the best split of one column into `best` if it gains more than that. Node sums (g, h).
 * Returns whether the node has more than one bin here.
 */
export function searchColumn(
	histogram: Int32Array,
	kind: ColumnKind,
	g: number,
	h: number,
	column: number,
	options: SearchOptions,
	best: Split
): boolean {
	const bins: number[] = [];
	for (let bin = 0; bin < CELLS / 2; bin++)
		if (histogram[2 * bin + 1] > 0) {
			if (kind === 'category') insertByMean(histogram, bins, bin);
			else bins.push(bin);
		}
	if (bins.length < 2) return false;
	const candidates = runningSums(histogram, bins);
	const node = { g, h, options, best, column, threshold: (best.gain + (g * g) / (h + options.lambda)) * TIE };
	if (kind === 'category') searchCategory(candidates, node);
	else searchNumber(candidates, node);
	return true;
}

interface Node {
	readonly g: number;
	readonly h: number;
	readonly column: number;
	readonly options: SearchOptions;
	readonly best: Split;
	/** What a split must be worth, both sides together. */
	threshold: number;
}

/**
 * Missing values (bin 0) are tried on the left, then on the right; where the node has none, later ones follow the
 * heavier side. The split is put half-way through a gap of empty bins.
 */
function searchNumber({ bins, g, h }: Candidates, node: Node): void {
	const hasMissing = bins[0] === 0;
	const middle = (i: number) => (bins[i] === 0 ? 0 : (bins[i] + bins[i + 1] - 1) >> 1);
	for (let i = 0; i + 1 < bins.length; i++) {
		const kind = hasMissing || 2 * h[i] >= node.h ? NodeKind.missingLeft : NodeKind.missingRight;
		offer(g[i], h[i], kind, middle(i), node);
	}
	if (hasMissing)
		for (let i = 1; i + 1 < bins.length; i++) offer(g[i] - g[0], h[i] - h[0], NodeKind.missingRight, middle(i), node);
}

/**
 * Bins in the order of their mean g / h, then as numbers (optimal for a binary label: Breiman et al. 1984, section
 * 4.2.2). Missing is a category of its own.
 */
function searchCategory({ bins, g, h }: Candidates, node: Node): void {
	let chosen = -1;
	for (let i = 0; i + 1 < bins.length; i++) if (offer(g[i], h[i], NodeKind.category, 0, node)) chosen = i;
	if (chosen < 0) return;
	const { subset } = node.best;
	subset.fill(0);
	for (let i = 0; i <= chosen; i++) subset[bins[i] >> 5] |= 1 << (bins[i] & 31);
}

function runningSums(histogram: Int32Array, bins: number[]): Candidates {
	let sumG = 0;
	let sumH = 0;
	return {
		bins,
		g: bins.map((bin) => (sumG += histogram[2 * bin])),
		h: bins.map((bin) => (sumH += histogram[2 * bin + 1]))
	};
}

/** Puts a bin behind those whose mean is not above its own. */
function insertByMean(histogram: Int32Array, bins: number[], bin: number): void {
	let at = bins.length;
	const isAbove = (other: number) =>
		histogram[2 * other] * histogram[2 * bin + 1] - histogram[2 * bin] * histogram[2 * other + 1] > 0;
	while (at > 0 && isAbove(bins[at - 1])) at--;
	bins.splice(at, 0, bin);
}

/**
 * Takes a split if it gains more than the best so far. Asked without a division: a/b + c/d > t where ad + cb > bdt.
 */
function offer(leftG: number, leftH: number, kind: number, split: number, node: Node): boolean {
	const { g, h, options, best } = node;
	const { lambda, minH } = options;
	const rightG = g - leftG;
	if (leftH < minH || h - leftH < minH) return false;
	const left = leftH + lambda;
	const right = h - leftH + lambda;
	if (!(leftG * leftG * right + rightG * rightG * left > left * right * node.threshold)) return false;
	const worth = (leftG * leftG) / left + (rightG * rightG) / right;
	const gain = worth - (g * g) / (h + lambda);
	node.threshold = worth * TIE;
	Object.assign(best, { gain, kind, split, leftG, leftH, column: node.column });
	return true;
}
