import type { Kernel, SearchOptions, Split } from './kernel.js';
import { sigmoid } from './logistic.js';
import { searchCategory, searchNumber } from './search.js';
import { NodeKind } from './types.js';
import type { Binned, ColumnKind } from './types.js';

const f = Math.fround;
/** g and h of each of 256 bins. */
const CELLS = 512;

/** The kernel in plain TypeScript: what the compiled one is tested against, and what runs where that cannot start. */
export class ReferenceKernel implements Kernel {
	readonly rows: Uint32Array;
	readonly pairs: Int32Array;
	readonly order: Int32Array;
	readonly best: Split = newSplit();
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;
	/** [columns × rows] */
	readonly #codes: Uint8Array;
	readonly #kinds: readonly ColumnKind[];
	readonly #right: Uint32Array;
	/** [slots] of [2 × 256] for each column: g, then h */
	readonly #slots: Int32Array[] = [];

	/** tables: one under the other; their bins are the first one's. */
	constructor(tables: readonly Binned[]) {
		const rows = tables.reduce((sum, table) => sum + table.rows, 0);
		this.#kinds = tables[0].bins.kinds;
		this.#codes = new Uint8Array(rows * this.#kinds.length);
		let offset = 0;
		for (const table of tables) {
			for (let c = 0; c < this.#kinds.length; c++)
				this.#codes.set(table.data.subarray(c * table.rows, (c + 1) * table.rows), c * rows + offset);
			offset += table.rows;
		}
		this.rows = new Uint32Array(rows);
		this.pairs = new Int32Array(rows * 2);
		this.order = Int32Array.from(this.#kinds.keys());
		this.label = new Float32Array(rows);
		this.weight = new Float32Array(rows);
		this.margin = new Float32Array(rows);
		this.#right = new Uint32Array(rows);
	}

	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void {
		const { best, order } = this;
		best.column = -1;
		best.gain = options.minGain;
		const histogram = this.#slot(0);
		for (let i = 0, useful = 0; i < order.length && useful < wanted; i++) {
			this.#fill(histogram, order[i], begin, end);
			if (this.#searchColumn(histogram, order[i], g, h, options)) useful++;
		}
	}

	histogram(slot: number, begin: number, end: number, used: number): void {
		for (let i = 0; i < used; i++) this.#fill(this.#slot(slot), this.order[i], begin, end);
	}

	subtract(slot: number, other: number, used: number): void {
		const from = this.#slot(slot);
		const less = this.#slot(other);
		for (let i = 0; i < used; i++)
			for (let at = this.order[i] * CELLS, end = at + CELLS; at < end; at++) from[at] -= less[at];
	}

	searchHistogram(slot: number, g: number, h: number, used: number, options: SearchOptions): void {
		this.best.column = -1;
		this.best.gain = options.minGain;
		for (let i = 0; i < used; i++) this.#searchColumn(this.#slot(slot), this.order[i], g, h, options);
	}

	#slot(slot: number): Int32Array {
		return (this.#slots[slot] ??= new Int32Array(this.order.length * CELLS));
	}

	#searchColumn(histogram: Int32Array, column: number, g: number, h: number, options: SearchOptions): boolean {
		const search = this.#kinds[column] === 'category' ? searchCategory : searchNumber;
		return search(histogram.subarray(column * CELLS, (column + 1) * CELLS), g, h, column, options, this.best);
	}

	#fill(histogram: Int32Array, column: number, begin: number, end: number): void {
		const { rows, pairs } = this;
		const codes = this.#codes;
		const offset = column * rows.length;
		const own = column * CELLS;
		histogram.fill(0, own, own + CELLS);
		for (let i = begin; i < end; i++) {
			const row = rows[i];
			const cell = own + 2 * codes[offset + row];
			histogram[cell] += pairs[2 * row];
			histogram[cell + 1] += pairs[2 * row + 1];
		}
	}

	gradients(scaleG: number, scaleH: number): void {
		const { pairs, label, weight, margin } = this;
		for (let row = 0; row < margin.length; row++) {
			const p = sigmoid(margin[row]);
			const g = f(f(weight[row] * f(p - label[row])) * f(scaleG));
			const h = f(f(weight[row] * f(p * f(1 - p))) * f(scaleH));
			pairs[2 * row] = f(g + (g < 0 ? -0.5 : 0.5));
			pairs[2 * row + 1] = Math.max(1, f(h + 0.5));
		}
	}

	sum(begin: number, end: number): { g: number; h: number } {
		let g = 0;
		let h = 0;
		for (let i = begin; i < end; i++) {
			g += this.pairs[2 * this.rows[i]];
			h += this.pairs[2 * this.rows[i] + 1];
		}
		return { g, h };
	}

	partition(begin: number, end: number): number {
		const { rows, best } = this;
		const right = this.#right;
		const codes = this.#codes;
		const offset = best.column * rows.length;
		let lefts = begin;
		let rights = 0;
		for (let i = begin; i < end; i++) {
			const row = rows[i];
			if (goesLeft(best.kind, best.split, best.subset, 0, codes[offset + row])) rows[lefts++] = row;
			else right[rights++] = row;
		}
		rows.set(right.subarray(0, rights), lefts);
		return lefts;
	}

	release(): void {}
}

/** Whether a bin goes left at a node. subset: the eight words from `at` on. */
export function goesLeft(kind: number, split: number, subset: Uint32Array, at: number, bin: number): boolean {
	if (kind === NodeKind.category) return ((subset[at + (bin >> 5)] >>> (bin & 31)) & 1) === 1;
	return kind === NodeKind.missingLeft ? bin <= split : bin > 0 && bin <= split;
}

export function newSplit(): Split {
	return { column: -1, kind: 0, split: 0, subset: new Uint32Array(8), leftG: 0, leftH: 0, gain: 0 };
}
