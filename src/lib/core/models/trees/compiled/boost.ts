import { columnOrder } from '../column-order.js';
import { newSplit } from '../kernel.js';
import type { BoostKernel, SearchOptions } from '../kernel.js';
import { NodeKind } from '../types.js';
import type { BoostRows } from '../boost-rows.js';
import type { Random } from '../../../random.js';
import { WIDE_BYTES, WIDE_DEPTH } from '../wide.js';
import { CANDIDATES, binCounts } from './instance.js';
import type { Instance } from './instance.js';

/** Rows that are divided at a time: see wasm/divide.as. */
const BLOCK = 16_384;

/** What a kernel needs for itself. slots: how many histograms are alive at once. */
export function boostSizes(all: number, columns: number, slots: number, isShort: boolean) {
	// Derivatives are made four rows at a time.
	const padded = (all + 3) & ~3;
	return {
		rows: all * 4,
		spare: Math.min(all, BLOCK) * 4,
		pairs: padded * (isShort ? 4 : 8),
		order: columns * 4,
		binCounts: columns * 4,
		best: 72,
		candidates: CANDIDATES,
		histograms: slots * columns * 2048,
		tree: WIDE_BYTES,
		streams: 64,
		drawn: all
	};
}

/** wasm/boost.as and its memory. */
export class CompiledBoostKernel implements BoostKernel {
	readonly rows: Uint32Array;
	readonly order: Int32Array;
	readonly firstOrder: Int32Array;
	readonly best = newSplit();
	readonly margin: Float32Array;
	readonly isInPlace: boolean;
	readonly wideDepth: number | undefined;
	readonly #places: { readonly codes: number; readonly margin: number; readonly tree: number; readonly streams: number; readonly drawn: number };
	/** Rows that are not only watched. */
	readonly #trained: number;
	readonly #instance: Instance;
	readonly #found: Float64Array;
	readonly #foundIntegers: Int32Array;
	#options: SearchOptions | undefined;

	/** Rows as in BoostKernel; where the instance shares its memory, they stand in it. slots: how many histograms are alive at once. */
	constructor(instance: Instance, { bins, rows, all, codes, byRow, label, weight, margin }: BoostRows, slots: number, isShort: boolean) {
		const columns = bins.kinds.length;
		const padded = (all + 3) & ~3;
		const at = instance.layOut({
			...boostSizes(all, columns, slots, isShort),
			codes: instance.room(codes.length),
			byRow: instance.seat && byRow ? 0 : codes.length,
			label: instance.room(padded * label.BYTES_PER_ELEMENT),
			weight: instance.room(weight ? padded * 4 : 0),
			// Trees add to sixteen rows at a time.
			margin: instance.room(((all + 15) & ~15) * 4)
		});
		const { buffer } = instance.memory;
		this.#instance = instance;
		this.#trained = rows;
		this.isInPlace = instance.seat !== undefined;
		this.rows = new Uint32Array(buffer, at.rows, all);
		this.order = new Int32Array(buffer, at.order, columns);
		const codesAt = instance.place(codes, at.codes);
		const marginAt = instance.place(margin, at.margin);
		this.margin = new Float32Array(buffer, marginAt, all);
		this.wideDepth = bins.kinds.includes('category') ? undefined : WIDE_DEPTH;
		this.#places = { codes: codesAt, margin: marginAt, tree: at.tree, streams: at.streams, drawn: at.drawn };
		this.#found = new Float64Array(buffer, at.best, 3);
		this.#foundIntegers = new Int32Array(buffer, at.best + 24, 12);
		this.firstOrder = columnOrder(bins, codes, all);
		this.order.set(this.firstOrder);
		new Uint32Array(buffer, at.binCounts, columns).set(binCounts(bins));
		const isThere = instance.seat && byRow;
		if (!isThere) instance.exports.transpose(codesAt, at.byRow, all, columns);
		instance.exports.setupBoost(
			...[all, columns, codesAt, isThere ? byRow.byteOffset : at.byRow, at.rows, at.spare, at.pairs, Number(isShort), at.order],
			...[at.binCounts, instance.place(label, at.label), Number(label instanceof Uint8Array)],
			...[weight ? instance.place(weight, at.weight) : 0, marginAt, at.best, at.candidates, at.histograms]
		);
	}

	gradients(scaleG: number, scaleH: number): void {
		this.#instance.exports.gradients(scaleG, scaleH, this.#trained);
	}

	sums(count: number): { g: number; h: number } {
		const pair = this.#instance.exports.sumPairs(0, count);
		const g = BigInt.asIntN(32, pair);
		return { g: Number(g), h: Number((pair - g) >> 32n) };
	}

	histogram(slot: number, begin: number, end: number, used: number): void {
		this.#instance.exports.histogram(slot, begin, end, used);
	}

	subtract(slot: number, other: number, used: number): void {
		this.#instance.exports.subtract(slot, other, used);
	}

	search(slot: number, g: number, h: number, used: number, options: SearchOptions): void {
		const { exports } = this.#instance;
		if (this.#options !== options) exports.setSearch(options.lambda, options.minH);
		this.#options = options;
		exports.searchHistogram(slot, g, h, used, options.minGain);
		const { best } = this;
		const integers = this.#foundIntegers;
		best.column = integers[0];
		best.kind = integers[1];
		best.split = integers[2];
		best.gain = this.#found[0];
		best.leftG = this.#found[1];
		best.leftH = this.#found[2];
		if (best.kind === NodeKind.category) for (let word = 0; word < 8; word++) best.subset[word] = integers[4 + word];
	}

	partition(begin: number, end: number): number {
		return this.#instance.exports.partition(begin, end);
	}

	addTree(tree: Uint8Array): void {
		const { exports, memory } = this.#instance;
		const places = this.#places;
		new Uint8Array(memory.buffer, places.tree, WIDE_BYTES).set(tree);
		exports.addWide(places.codes, this.rows.length, this.rows.length, places.tree, places.margin);
	}

	drawFour(streams: readonly Random[], share: number, count: number): Uint8Array {
		const { exports, memory } = this.#instance;
		const places = this.#places;
		const words = new Uint32Array(memory.buffer, places.streams, 16);
		streams.forEach((stream, i) => stream.words().forEach((word, w) => (words[4 * w + i] = word)));
		const edge = share * 9007199254740992;
		const high = Math.floor(edge / 67108864);
		exports.belowFour(places.streams, high, edge - high * 67108864, count, places.drawn);
		streams.forEach((stream, i) => stream.moveTo([0, 1, 2, 3].map((w) => words[4 * w + i])));
		return new Uint8Array(memory.buffer, places.drawn, count);
	}

	release(): void {
		this.#instance.release();
	}
}
