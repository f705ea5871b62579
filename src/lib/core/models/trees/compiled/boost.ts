import { columnOrder } from '../column-order.js';
import { newSplit } from '../kernel.js';
import type { BoostKernel, SearchOptions } from '../kernel.js';
import { stack } from '../stack.js';
import { NodeKind } from '../types.js';
import type { Binned } from '../types.js';
import { CANDIDATES, binCounts } from './instance.js';
import type { Instance } from './instance.js';

/** wasm/boost.as and its memory. */
export class CompiledBoostKernel implements BoostKernel {
	readonly rows: Uint32Array;
	readonly order: Int32Array;
	readonly firstOrder: Int32Array;
	readonly best = newSplit();
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;
	readonly #instance: Instance;
	readonly #found: Float64Array;
	readonly #foundIntegers: Int32Array;
	#options: SearchOptions | undefined;

	/** tables: one under the other; their bins are the first one's. slots: how many histograms are alive at once. */
	constructor(instance: Instance, tables: readonly Binned[], slots: number) {
		const { bins } = tables[0];
		const columns = bins.kinds.length;
		const rows = tables.reduce((sum, table) => sum + table.rows, 0);
		// Derivatives are made four rows at a time.
		const padded = (rows + 3) & ~3;
		const at = instance.layOut({
			codes: rows * columns,
			codesByRow: rows * columns,
			rows: rows * 4,
			spare: rows * 4,
			pairs: padded * 8,
			order: columns * 4,
			binCounts: columns * 4,
			label: padded * 4,
			weight: padded * 4,
			margin: padded * 4,
			best: 72,
			candidates: CANDIDATES,
			histograms: slots * columns * 2048
		});
		const { buffer } = instance.memory;
		this.#instance = instance;
		this.rows = new Uint32Array(buffer, at.rows, rows);
		this.order = new Int32Array(buffer, at.order, columns);
		this.label = new Float32Array(buffer, at.label, rows);
		this.weight = new Float32Array(buffer, at.weight, rows);
		this.margin = new Float32Array(buffer, at.margin, rows);
		this.#found = new Float64Array(buffer, at.best, 3);
		this.#foundIntegers = new Int32Array(buffer, at.best + 24, 12);
		const codes = stack(tables, new Uint8Array(buffer, at.codes, rows * columns));
		this.firstOrder = columnOrder(bins, codes, rows);
		this.order.set(this.firstOrder);
		new Uint32Array(buffer, at.binCounts, columns).set(binCounts(bins));
		instance.exports.setupBoost(
			...[rows, columns, at.codes, at.codesByRow, at.rows, at.spare, at.pairs, at.order, at.binCounts],
			...[at.label, at.weight, at.margin, at.best, at.candidates, at.histograms]
		);
		instance.exports.transpose(at.codes, at.codesByRow, rows, columns);
	}

	gradients(scaleG: number, scaleH: number): void {
		this.#instance.exports.gradients(scaleG, scaleH);
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

	release(): void {
		this.#instance.release();
	}
}
