import type { Random } from '../../../random.js';
import { bagUnit, tellInto } from '../bag.js';
import type { Bag } from '../bag.js';
import type { TreeBuilder } from '../builder.js';
import { columnOrder } from '../column-order.js';
import type { ForestKernel } from '../kernel.js';
import type { Binned, Bins, GrowForest } from '../types.js';
import { binCounts } from './instance.js';
import type { Instance } from './instance.js';

/** The most that one entry of a tree's rows can weigh; heavier rows have several. See wasm/forest-rows.as. */
const MOST = 7;
/** From so many rows on, what a tree says of the rows that it did not draw is told at once: a bag would take as much as a list of the rows. */
const MANY_ROWS = 2 ** 17;
/** More rows than the kernel can number. */
export const TOO_MANY_ROWS = 2 ** 26;

/**
 * What a kernel needs for itself: see wasm/forest.as and forest-rows.as. heaviest: the most that a row weighs, 0 where each
 * weighs 1. tellsAtOnce: whether it needs no bag.
 */
export function forestSizes(rows: number, bins: Bins, options: GrowForest, heaviest: number, tellsAtOnce = rows >= MANY_ROWS) {
	const columns = bins.kinds.length;
	const leaves = Math.max(1, heaviest > 0 ? rows : Math.min(rows, Math.floor(rows / Math.max(1, options.minLeaf))));
	const nodes = 2 * leaves - 1;
	const depth = Math.min(options.depth, leaves);
	const room = rows + Math.ceil((rows * Math.max(1, heaviest)) / MOST) + 2;
	const isCategory = bins.kinds.includes('category');
	const sizes = {
		rows: room * 8,
		order: columns * 4,
		firstOrder: columns * 4,
		binCounts: columns * 4,
		usable: heaviest > 0 ? rows * 4 : 0,
		bag: tellsAtOnce ? 0 : rows * 4,
		cells: 3 * 2048,
		ranked: 4096,
		column: nodes * 2,
		split: nodes * 2,
		kind: nodes,
		left: nodes * 4,
		value: nodes * 4,
		cover: nodes * 4,
		subsets: isCategory ? leaves * 32 : 0,
		gain: columns * 8,
		stack: (depth + 2) * 32,
		best: 72
	};
	return { sizes, nodes, room };
}

/** The most that a row weighs; 0 where each weighs 1. */
const heaviestOf = (weight?: Uint8Array) => (weight ? weight.reduce((most, own) => Math.max(most, own), 1) : 0);

/** wasm/forest.as and its memory. */
export class CompiledForestKernel implements ForestKernel {
	readonly rows: number;
	readonly bag: Uint32Array;
	readonly #room: number;
	readonly #instance: Instance;
	readonly #usable: Uint32Array;
	readonly #replacing: number;
	readonly #usableRows: number;
	readonly #column: Uint16Array;
	readonly #split: Uint16Array;
	readonly #kind: Uint8Array;
	readonly #left: Int32Array;
	readonly #value: Float32Array;
	readonly #cover: Float32Array;
	readonly #subsets: Uint32Array;
	readonly #gain: Float64Array;

	/** Tables, labels and weights as in ForestKernel; where the instance shares its memory, they stand in it. */
	constructor(
		instance: Instance,
		binned: Binned,
		label: Uint8Array,
		weight: Uint8Array | undefined,
		options: GrowForest,
		tellsAtOnce = binned.rows >= MANY_ROWS
	) {
		const { rows, bins, data } = binned;
		const columns = bins.kinds.length;
		const { sizes, nodes, room } = forestSizes(rows, bins, options, heaviestOf(weight), tellsAtOnce);
		const at = instance.layOut({
			...sizes,
			codes: instance.room(data.length),
			label: instance.room(rows),
			weight: instance.room(weight ? rows : 0)
		});
		const { buffer } = instance.memory;
		this.#instance = instance;
		this.#replacing = options.bootstrap === false ? 0 : 1;
		this.#usable = new Uint32Array(buffer, at.usable, sizes.usable / 4);
		this.rows = rows;
		this.#room = room;
		this.bag = new Uint32Array(buffer, at.bag, tellsAtOnce ? 0 : rows).fill(0);
		this.#column = new Uint16Array(buffer, at.column, nodes);
		this.#split = new Uint16Array(buffer, at.split, nodes);
		this.#kind = new Uint8Array(buffer, at.kind, nodes);
		this.#left = new Int32Array(buffer, at.left, nodes);
		this.#value = new Float32Array(buffer, at.value, nodes);
		this.#cover = new Float32Array(buffer, at.cover, nodes);
		this.#subsets = new Uint32Array(buffer, at.subsets, sizes.subsets / 4);
		this.#gain = new Float64Array(buffer, at.gain, columns);
		new Int32Array(buffer, at.firstOrder, columns).set(columnOrder(bins, data, rows));
		new Uint32Array(buffer, at.binCounts, columns).set(binCounts(bins));
		new Uint8Array(buffer, at.cells, 3 * 2048).fill(0);
		let usable = 0;
		weight?.forEach((own, row) => {
			if (own > 0) this.#usable[usable++] = row;
		});
		this.#usableRows = weight ? usable : rows;
		instance.exports.setupForest(
			...[rows, columns, instance.place(data, at.codes), at.rows, room, at.order, at.firstOrder, at.binCounts],
			...[instance.place(label, at.label), weight ? instance.place(weight, at.weight) : 0, weight ? at.usable : 0, tellsAtOnce ? 0 : at.bag],
			...[at.cells, at.ranked, at.column, at.split, at.kind, at.left, at.value, at.cover, at.subsets, at.gain, at.stack],
			...[at.best, Math.max(1, options.minLeaf), options.depth, options.columnsPerNode, bagUnit(options.trees)]
		);
	}

	grow(builder: TreeBuilder, random: Random, said: Bag): void {
		const { growForestTree, subsetsGrown } = this.#instance.exports;
		const words = [random.uint32(), random.uint32(), random.uint32(), random.uint32()] as const;
		const nodes = growForestTree(this.#usableRows, this.#replacing, ...words);
		builder.add({
			column: this.#column.subarray(0, nodes),
			split: this.#split.subarray(0, nodes),
			kind: this.#kind.subarray(0, nodes),
			left: this.#left.subarray(0, nodes),
			value: this.#value.subarray(0, nodes),
			cover: this.#cover.subarray(0, nodes),
			subsets: this.#subsets.subarray(0, 8 * subsetsGrown()),
			gain: this.#gain
		});
		if (this.bag.length === 0) this.#tell(said);
	}

	#tell(said: Bag): void {
		const { exports, memory } = this.#instance;
		const [at, count] = [exports.othersAt() >>> 0, exports.othersTold()];
		tellInto(said, new Uint32Array(memory.buffer, at, count), new Uint32Array(memory.buffer, at + this.#room * 4, count));
	}

	release(): void {
		this.#instance.release();
	}
}
