import type { Split } from '../kernel.js';
import { NodeKind } from '../types.js';
import type { ColumnKind } from '../types.js';

const f = Math.fround;
const LEAST_GAIN = 1e-7;
/** Gains that lie so near are equal, so that place decides among them, not rounding. */
const MORE = f(1 + 2 ** -14);
const LESS = f(1 - 2 ** -14);

/**
 * The best Gini split of a forest's node. Where the node's mean is m, sides of g ones among h of H rows on the left gain
 * H (g - h m)² / (h (H - h)) in squared error; compared by d² / (h (H - h)) in float32.
 */
export class GiniSearch {
	readonly #mean: number;
	/** What a split must gain more than. */
	#threshold: number;

	/** best: receives the split; its column is -1 until there is one. */
	constructor(
		readonly best: Split,
		readonly g: number,
		readonly h: number,
		readonly minLeaf: number
	) {
		best.column = -1;
		best.gain = 0;
		this.#mean = f(g / h);
		this.#threshold = f(LEAST_GAIN / h);
	}

	/** Tries one column, from its histogram of g and h of each of 256 bins; returns whether more than one is filled. */
	column(histogram: Int32Array, kind: ColumnKind, column: number): boolean {
		const bins: number[] = [];
		for (let bin = 0; 2 * bin < histogram.length; bin++) if (histogram[2 * bin + 1] > 0) bins.push(bin);
		if (bins.length < 2) return false;
		if (kind === 'category') this.#category(histogram, bins, column);
		else this.#number(histogram, bins, column);
		return true;
	}

	/**
	 * Missing values (bin 0) are tried on the left, then on the right; where the node has none, later ones follow the
	 * heavier side. The split is put half-way through a gap of empty bins.
	 */
	#number(histogram: Int32Array, bins: readonly number[], column: number): void {
		const hasMissing = bins[0] === 0;
		for (const right of hasMissing ? [false, true] : [false]) {
			const own = right ? bins.slice(1) : bins;
			const chosen = this.#choose(histogram, own);
			if (!chosen) continue;
			const { i, g, h } = chosen;
			const split = own[i] === 0 ? 0 : (own[i] + own[i + 1] - 1) >> 1;
			this.#keep(g, h, right || (!hasMissing && 2 * h < this.h) ? NodeKind.missingRight : NodeKind.missingLeft, split, column);
		}
	}

	/**
	 * Bins in the order of their mean g / h, then as numbers (optimal for a binary label: Breiman et al. 1984, section
	 * 4.2.2). Missing is a category of its own.
	 */
	#category(histogram: Int32Array, bins: number[], column: number): void {
		bins.sort((a, b) => histogram[2 * a] * histogram[2 * b + 1] - histogram[2 * b] * histogram[2 * a + 1] || a - b);
		const chosen = this.#choose(histogram, bins);
		if (!chosen) return;
		this.#keep(chosen.g, chosen.h, NodeKind.category, 0, column);
		const { subset } = this.best;
		subset.fill(0);
		for (let i = 0; i <= chosen.i; i++) subset[bins[i] >> 5] |= 1 << (bins[i] & 31);
	}

	/** The first of the bins after which a split gains as good as the most, with the sums up to it. */
	#choose(histogram: Int32Array, bins: readonly number[]): { i: number; g: number; h: number } | undefined {
		let [g, h] = [0, 0];
		const splits = bins.slice(0, -1).map((bin, i) => {
			g += histogram[2 * bin];
			h += histogram[2 * bin + 1];
			return { i, g, h, gain: this.#gain(g, h) };
		});
		const most = Math.max(0, ...splits.map(({ gain }) => gain));
		if (most <= this.#threshold) return undefined;
		this.#threshold = f(most * MORE);
		return splits.find(({ gain }) => gain >= f(most * LESS));
	}

	/** What a split gains, per row of the node; 0 where a side is too small. */
	#gain(leftG: number, leftH: number): number {
		const h = f(leftH);
		const others = f(f(this.h) - h);
		if (h < f(this.minLeaf) || others < f(this.minLeaf)) return 0;
		const apart = f(f(leftG) - f(h * this.#mean));
		return f(f(apart * apart) / f(h * others));
	}

	#keep(leftG: number, leftH: number, kind: number, split: number, column: number): void {
		const apart = leftG - (leftH * this.g) / this.h;
		const gain = (apart * apart * this.h) / (leftH * (this.h - leftH));
		Object.assign(this.best, { gain, kind, split, leftG, leftH, column });
	}
}
