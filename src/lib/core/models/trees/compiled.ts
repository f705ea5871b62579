import type { Kernel, KernelShape, SearchOptions, Split } from './kernel.js';
import { newSplit } from './reference.js';
import type { Instance } from './wasm/instance.js';
import type { Binned } from './types.js';

/** The kernel in WebAssembly (wasm/kernel.as). Same results as ReferenceKernel, to the bit. */
export class CompiledKernel implements Kernel {
	readonly rows: Uint32Array;
	readonly pairs: Int32Array;
	readonly order: Int32Array;
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;
	readonly best: Split = newSplit();
	readonly #instance: Instance;
	readonly #found: Float64Array;
	readonly #foundIntegers: Int32Array;
	#options: SearchOptions | undefined;

	/** tables: one under the other; their bins are the first one's. */
	constructor(instance: Instance, tables: readonly Binned[], shape: KernelShape) {
		const columns = tables[0].bins.kinds.length;
		const rows = tables.reduce((sum, table) => sum + table.rows, 0);
		const padded = (rows + 15) & ~15;
		const forBoosting = shape.boosting ? padded : 0;
		const at = instance.layOut({
			codes: rows * columns,
			codesByRow: forBoosting * columns,
			rows: padded * 4,
			spare: padded * 4,
			pairs: padded * 8,
			order: columns * 4,
			kinds: columns,
			label: forBoosting * 4,
			weight: forBoosting * 4,
			margin: forBoosting * 4,
			best: 96,
			scratch: 1056,
			histograms: shape.slots * (shape.boosting ? columns : 1) * 2048
		});
		const { buffer } = instance.memory;
		this.#instance = instance;
		this.rows = new Uint32Array(buffer, at.rows, rows);
		this.pairs = new Int32Array(buffer, at.pairs, rows * 2);
		this.order = new Int32Array(buffer, at.order, columns);
		this.label = new Float32Array(buffer, at.label, shape.boosting ? rows : 0);
		this.weight = new Float32Array(buffer, at.weight, shape.boosting ? rows : 0);
		this.margin = new Float32Array(buffer, at.margin, shape.boosting ? rows : 0);
		this.#found = new Float64Array(buffer, at.best, 3);
		this.#foundIntegers = new Int32Array(buffer, at.best + 24, 12);
		const codes = new Uint8Array(buffer, at.codes, rows * columns);
		let offset = 0;
		for (const table of tables) {
			for (let c = 0; c < columns; c++)
				codes.set(table.data.subarray(c * table.rows, (c + 1) * table.rows), c * rows + offset);
			offset += table.rows;
		}
		this.order.forEach((_, i) => (this.order[i] = i));
		new Uint8Array(buffer, at.kinds, columns).set(tables[0].bins.kinds.map((kind) => (kind === 'category' ? 1 : 0)));
		new Uint8Array(buffer, at.histograms, 2048).fill(0);
		const { setup, transpose } = instance.exports;
		setup(
			rows,
			columns,
			at.codes,
			at.codesByRow,
			at.rows,
			at.spare,
			at.pairs,
			at.order,
			at.kinds,
			at.label,
			at.weight,
			at.margin,
			at.best,
			at.scratch,
			at.histograms
		);
		if (shape.boosting) transpose();
	}

	gradients(scaleG: number, scaleH: number): void {
		this.#instance.exports.gradients(scaleG, scaleH);
	}

	sum(begin: number, end: number): { g: number; h: number } {
		const pair = this.#instance.exports.sum(begin, end);
		const g = BigInt.asIntN(32, pair);
		return { g: Number(g), h: Number((pair - g) >> 32n) };
	}

	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void {
		this.#use(options);
		this.#instance.exports.search(begin, end, g, h, wanted, options.minGain);
		this.#read();
	}

	histogram(slot: number, begin: number, end: number, used: number): void {
		this.#instance.exports.histogram(slot, begin, end, used);
	}

	subtract(slot: number, other: number, used: number): void {
		this.#instance.exports.subtract(slot, other, used);
	}

	searchHistogram(slot: number, g: number, h: number, used: number, options: SearchOptions): void {
		this.#use(options);
		this.#instance.exports.searchHistogram(slot, g, h, used, options.minGain);
		this.#read();
	}

	partition(begin: number, end: number): number {
		return this.#instance.exports.partition(begin, end);
	}

	release(): void {
		this.#instance.release();
	}

	#use(options: SearchOptions): void {
		if (this.#options === options) return;
		this.#options = options;
		this.#instance.exports.setSearch(options.lambda, options.minH);
	}

	#read(): void {
		const { best } = this;
		const integers = this.#foundIntegers;
		best.column = integers[0];
		if (best.column < 0) return;
		best.kind = integers[1];
		best.split = integers[2];
		best.gain = this.#found[0];
		best.leftG = this.#found[1];
		best.leftH = this.#found[2];
		for (let word = 0; word < 8; word++) best.subset[word] = integers[4 + word];
	}
}
