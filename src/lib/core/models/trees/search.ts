import type { SearchOptions, Split } from './kernel.js';
import { NodeKind } from './types.js';

/**
 * Best split of a number column. Missing values (bin 0) are tried on both sides; where the node has none, later ones
 * follow the heavier side. The split is put half-way through a gap of empty bins.
 * histogram: [2 × 256] g and h of each bin. Returns whether the node has more than one bin here.
 */
export function searchNumber(
	histogram: Int32Array,
	g: number,
	h: number,
	column: number,
	options: SearchOptions,
	best: Split
): boolean {
	const missingG = histogram[0];
	const missingH = histogram[1];
	const base = (g * g) / (h + options.lambda);
	let sumG = 0;
	let sumH = 0;
	let last = -1;
	let useful = false;
	for (let bin = missingH > 0 ? 0 : 1; bin < 256; bin++) {
		const binH = histogram[2 * bin + 1];
		if (binH === 0) continue;
		if (last >= 0) {
			useful = true;
			const split = last === 0 ? 0 : (last + bin - 1) >> 1;
			if (missingH === 0) {
				const kind = 2 * sumH >= h ? NodeKind.missingLeft : NodeKind.missingRight;
				offer(sumG, sumH, g, h, base, kind, split, column, options, best);
			} else {
				offer(sumG + missingG, sumH + missingH, g, h, base, NodeKind.missingLeft, split, column, options, best);
				if (last > 0) offer(sumG, sumH, g, h, base, NodeKind.missingRight, split, column, options, best);
			}
		}
		if (bin > 0) {
			sumG += histogram[2 * bin];
			sumH += binH;
		}
		last = bin;
	}
	return useful;
}

/**
 * Best split of a category: bins in the order of their mean g / h, then as numbers (optimal for a binary label:
 * Breiman et al. 1984, section 4.2.2). Missing is a category of its own.
 */
export function searchCategory(
	histogram: Int32Array,
	g: number,
	h: number,
	column: number,
	options: SearchOptions,
	best: Split
): boolean {
	const present: number[] = [];
	for (let bin = 0; bin < 256; bin++) if (histogram[2 * bin + 1] > 0) insertByMean(histogram, present, bin);
	if (present.length < 2) return false;
	const base = (g * g) / (h + options.lambda);
	let sumG = 0;
	let sumH = 0;
	let chosen = 0;
	for (let i = 0; i + 1 < present.length; i++) {
		sumG += histogram[2 * present[i]];
		sumH += histogram[2 * present[i] + 1];
		if (offer(sumG, sumH, g, h, base, NodeKind.category, 0, column, options, best)) chosen = i + 1;
	}
	if (chosen > 0) {
		best.subset.fill(0);
		for (let i = 0; i < chosen; i++) best.subset[present[i] >> 5] |= 1 << (present[i] & 31);
	}
	return true;
}

/** Puts a bin behind those whose mean is not above its own. */
function insertByMean(histogram: Int32Array, present: number[], bin: number): void {
	let at = present.length;
	const above = (other: number) =>
		histogram[2 * other] * histogram[2 * bin + 1] - histogram[2 * bin] * histogram[2 * other + 1] > 0;
	while (at > 0 && above(present[at - 1])) at--;
	present.splice(at, 0, bin);
}

/** Takes a split if it gains more than the best so far. */
function offer(
	leftG: number,
	leftH: number,
	g: number,
	h: number,
	base: number,
	kind: number,
	split: number,
	column: number,
	options: SearchOptions,
	best: Split
): boolean {
	const rightG = g - leftG;
	const rightH = h - leftH;
	if (leftH < options.minH || rightH < options.minH) return false;
	const gain = (leftG * leftG) / (leftH + options.lambda) + (rightG * rightG) / (rightH + options.lambda) - base;
	if (!(gain > best.gain)) return false;
	best.gain = gain;
	best.kind = kind;
	best.split = split;
	best.column = column;
	best.leftG = leftG;
	best.leftH = leftH;
	return true;
}
