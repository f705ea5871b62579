import type { Random } from '../../../random.js';
import type { ForestKernel, Root, SearchOptions } from '../kernel.js';
import type { Binned } from '../types.js';
import { ReferenceKernel } from './base.js';
import { CELLS, searchColumn } from './search.js';

export class ReferenceForestKernel extends ReferenceKernel implements ForestKernel {
	/** [2 × rows] by row: g, then h, of a row that is drawn once; and of this tree */
	readonly #base: Int32Array;
	readonly #pairs: Int32Array;
	readonly #drawn: Uint16Array;
	readonly #histogram = new Int32Array(CELLS);
	#usable: number[] = [];

	constructor(binned: Binned) {
		super([binned]);
		this.#base = new Int32Array(binned.rows * 2);
		this.#pairs = new Int32Array(binned.rows * 2);
		this.#drawn = new Uint16Array(binned.rows);
	}

	setLabel(label: Uint8Array, weight?: Uint8Array): void {
		this.#usable = [];
		for (let row = 0; row < label.length; row++) {
			const w = weight ? weight[row] : 1;
			this.#base[2 * row] = label[row] ? w : 0;
			this.#base[2 * row + 1] = w;
			if (w > 0) this.#usable.push(row);
		}
	}

	drawRows(random?: Random): Root {
		const drawn = this.#drawn.fill(0);
		const pairs = this.#pairs;
		if (random) for (const row of bootstrap(this.#usable.length, random)) drawn[this.#usable[row]]++;
		else for (const row of this.#usable) drawn[row] = 1;
		let count = 0;
		let others = 0;
		let g = 0;
		let h = 0;
		for (let row = 0; row < drawn.length; row++) {
			pairs[2 * row] = this.#base[2 * row] * drawn[row];
			pairs[2 * row + 1] = this.#base[2 * row + 1] * drawn[row];
			if (drawn[row] === 0) continue;
			g += pairs[2 * row];
			h += pairs[2 * row + 1];
			this.rows[count++] = row;
		}
		for (let row = 0; row < drawn.length; row++) if (drawn[row] === 0) this.rows[count + others++] = row;
		return { count, g, h };
	}

	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void {
		const { best, order, kinds, rows, codes } = this;
		const histogram = this.#histogram;
		const pairs = this.#pairs;
		best.column = -1;
		best.gain = options.minGain;
		for (let at = 0, useful = 0; at < order.length && useful < wanted; at++) {
			const offset = order[at] * rows.length;
			histogram.fill(0);
			for (let i = begin; i < end; i++) {
				const cell = 2 * codes[offset + rows[i]];
				histogram[cell] += pairs[2 * rows[i]];
				histogram[cell + 1] += pairs[2 * rows[i] + 1];
			}
			if (searchColumn(histogram, kinds[order[at]], g, h, order[at], options, best)) useful++;
		}
	}

	partitionDrawn(begin: number, end: number): number {
		return this.partition(begin, end);
	}
}

/** As many draws from `bound` things, with replacement, by sfc32. */
function* bootstrap(bound: number, random: Random): Generator<number> {
	let [a, b, c, counter] = [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
	for (let i = 0; i < bound; i++) {
		const t = (a + b + counter) >>> 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + t) | 0;
		yield scaled(t, bound);
	}
}

/** floor(t × bound / 2^32), exactly. */
function scaled(t: number, bound: number): number {
	const high = Math.floor(t / 65536);
	return Math.floor((high * bound + Math.floor(((t & 65535) * bound) / 65536)) / 65536);
}
