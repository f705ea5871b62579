import type { Random } from '../../../random.js';
import { bagUnit } from '../bag.js';
import type { Bag } from '../bag.js';
import type { TreeBuilder } from '../builder.js';
import { columnOrder } from '../column-order.js';
import type { ForestKernel } from '../kernel.js';
import type { Binned, GrowForest } from '../types.js';
import { binCounts } from './instance.js';
import type { Instance } from './instance.js';

/** The most that one entry of a tree's rows can weigh; heavier rows have several. See wasm/forest-rows.as. */
const MOST = 7;
/** More rows than the kernel can number. */
export const TOO_MANY_ROWS = 2 ** 26;

/** wasm/forest.as and its memory. */
export class CompiledForestKernel implements ForestKernel {
	readonly bag: Bag;
	readonly #instance: Instance;
	readonly #onces: Uint8Array;
	readonly #usable: Uint32Array;
	readonly #replacing: number;
	#usableRows = 0;
	readonly #column: Uint16Array;
	readonly #split: Uint16Array;
	readonly #kind: Uint8Array;
	readonly #left: Int32Array;
	readonly #value: Float32Array;
	readonly #cover: Float32Array;
	readonly #subsets: Uint32Array;
	readonly #gain: Float64Array;

	/** weight: [rows] those that `setLabel` will be given. */
	constructor(instance: Instance, binned: Binned, options: GrowForest, weight?: Uint8Array) {
		const weighted = weight !== undefined;
		const { rows, bins, data } = binned;
		const columns = bins.kinds.length;
		const minLeaf = Math.max(1, options.minLeaf);
		const leaves = Math.max(1, weighted ? rows : Math.min(rows, Math.floor(rows / minLeaf)));
		const nodes = 2 * leaves - 1;
		const depth = Math.min(options.depth, leaves);
		const heaviest = weight ? weight.reduce((most, own) => Math.max(most, own), 1) : 1;
		const room = rows + Math.ceil((rows * heaviest) / MOST) + 2;
		const isCategory = bins.kinds.includes('category');
		const at = instance.layOut({
			codes: rows * columns,
			rows: room * 8,
			order: columns * 4,
			firstOrder: columns * 4,
			binCounts: columns * 4,
			onces: rows * 2,
			usable: weighted ? rows * 4 : 0,
			drawn: rows * 2,
			bagSum: rows * 4,
			bagCount: rows * 2,
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
		});
		const { buffer } = instance.memory;
		this.#instance = instance;
		this.#replacing = options.bootstrap === false ? 0 : 1;
		this.#onces = new Uint8Array(buffer, at.onces, rows * 2);
		this.#usable = new Uint32Array(buffer, at.usable, weighted ? rows : 0);
		this.bag = { sum: new Uint32Array(buffer, at.bagSum, rows), count: new Uint16Array(buffer, at.bagCount, rows) };
		this.#column = new Uint16Array(buffer, at.column, nodes);
		this.#split = new Uint16Array(buffer, at.split, nodes);
		this.#kind = new Uint8Array(buffer, at.kind, nodes);
		this.#left = new Int32Array(buffer, at.left, nodes);
		this.#value = new Float32Array(buffer, at.value, nodes);
		this.#cover = new Float32Array(buffer, at.cover, nodes);
		this.#subsets = new Uint32Array(buffer, at.subsets, isCategory ? leaves * 8 : 0);
		this.#gain = new Float64Array(buffer, at.gain, columns);
		new Uint8Array(buffer, at.codes, rows * columns).set(data);
		new Int32Array(buffer, at.firstOrder, columns).set(columnOrder(bins, data, rows));
		new Uint32Array(buffer, at.binCounts, columns).set(binCounts(bins));
		new Uint8Array(buffer, at.cells, 3 * 2048).fill(0);
		new Uint16Array(buffer, at.drawn, rows).fill(0);
		instance.exports.setupForest(
			...[rows, columns, at.codes, at.rows, room, at.order, at.firstOrder, at.binCounts],
			...[at.onces, weighted ? at.usable : 0, at.drawn, at.bagSum, at.bagCount, at.cells, at.ranked],
			...[at.column, at.split, at.kind, at.left, at.value, at.cover, at.subsets, at.gain, at.stack],
			...[at.best, minLeaf, options.depth, options.columnsPerNode, bagUnit(options.trees)]
		);
	}

	setLabel(label: Uint8Array, weight?: Uint8Array): void {
		this.#usableRows = 0;
		for (let row = 0; row < label.length; row++) {
			const w = weight ? weight[row] : 1;
			this.#onces[2 * row] = w;
			this.#onces[2 * row + 1] = label[row] ? w : 0;
			if (weight && w > 0) this.#usable[this.#usableRows++] = row;
		}
		if (!weight) this.#usableRows = label.length;
	}

	grow(builder: TreeBuilder, random: Random): void {
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
	}

	release(): void {
		this.#instance.release();
	}
}
