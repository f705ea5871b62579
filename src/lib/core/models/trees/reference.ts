import type { Kernel, SearchOptions, Split } from './kernel.js';
import { searchCategory, searchNumber } from './search.js';
import { NodeKind } from './types.js';
import type { Binned } from './types.js';

/** The kernel in plain TypeScript: what the compiled one is tested against, and what runs where that cannot start. */
export class ReferenceKernel implements Kernel {
	readonly rows: Uint32Array;
	readonly pairs: Int32Array;
	readonly order: Int32Array;
	readonly best: Split = newSplit();
	readonly #binned: Binned;
	readonly #right: Uint32Array;
	/** [2 × 256] the histogram of one column: g, then h */
	readonly #histogram = new Int32Array(512);

	constructor(binned: Binned) {
		this.#binned = binned;
		this.rows = new Uint32Array(binned.rows);
		this.pairs = new Int32Array(binned.rows * 2);
		this.order = Int32Array.from(binned.bins.kinds.keys());
		this.#right = new Uint32Array(binned.rows);
	}

	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void {
		const { best, order } = this;
		const { kinds } = this.#binned.bins;
		best.column = -1;
		best.gain = options.minGain;
		for (let i = 0, useful = 0; i < order.length && useful < wanted; i++) {
			const bins = this.#sum(order[i], begin, end);
			const search = kinds[order[i]] === 'category' ? searchCategory : searchNumber;
			if (search(this.#histogram, bins, g, h, order[i], options, best)) useful++;
		}
	}

	/** Fills the histogram with one column's sums and returns how many bins it may use. */
	#sum(column: number, begin: number, end: number): number {
		const { rows, pairs } = this;
		const histogram = this.#histogram;
		const data = this.#binned.data;
		const offset = column * this.#binned.rows;
		histogram.fill(0);
		for (let i = begin; i < end; i++) {
			const row = rows[i];
			const bin = data[offset + row];
			histogram[2 * bin] += pairs[2 * row];
			histogram[2 * bin + 1] += pairs[2 * row + 1];
		}
		return 256;
	}

	partition(begin: number, end: number): number {
		const { rows, best } = this;
		const right = this.#right;
		const data = this.#binned.data;
		const offset = best.column * this.#binned.rows;
		let lefts = begin;
		let rights = 0;
		for (let i = begin; i < end; i++) {
			const row = rows[i];
			if (goesLeft(best.kind, best.split, best.subset, 0, data[offset + row])) rows[lefts++] = row;
			else right[rights++] = row;
		}
		rows.set(right.subarray(0, rights), lefts);
		return lefts;
	}
}

/** Whether a bin goes left at a node. subset: the eight words from `at` on. */
export function goesLeft(kind: number, split: number, subset: Uint32Array, at: number, bin: number): boolean {
	if (kind === NodeKind.category) return ((subset[at + (bin >> 5)] >>> (bin & 31)) & 1) === 1;
	return kind === NodeKind.missingLeft ? bin <= split : bin > 0 && bin <= split;
}

export function newSplit(): Split {
	return { column: -1, kind: 0, split: 0, subset: new Uint32Array(8), leftG: 0, leftH: 0, gain: 0 };
}
