import { columnOrder } from '../column-order.js';
import type { Kernel, SearchOptions, Split } from '../kernel.js';
import { newSplit } from '../kernel.js';
import { stack } from '../stack.js';
import { NodeKind } from '../types.js';
import type { Binned } from '../types.js';
import type { Instance } from './instance.js';

/** Bytes of the regions that only one of the learners uses. */
export interface Regions {
	readonly codesByRow: number;
	readonly sparePairs: number;
	readonly label: number;
	readonly weight: number;
	readonly margin: number;
	readonly onces: number;
	readonly usable: number;
	readonly drawn: number;
	readonly histograms: number;
}

/** The kernel in WebAssembly (wasm/kernel.as). Same results as the reference, to the bit. */
export abstract class CompiledKernel implements Kernel {
	readonly rows: Uint32Array;
	readonly order: Int32Array;
	readonly firstOrder: Int32Array;
	readonly best: Split = newSplit();
	readonly #found: Float64Array;
	readonly #foundIntegers: Int32Array;
	#options: SearchOptions | undefined;
	/** Where each region begins. */
	protected readonly at: Readonly<Record<keyof Regions | 'codes', number>>;

	/** tables: one under the other; their bins are the first one's. regions: their sizes, by the number of rows. */
	constructor(
		protected readonly instance: Instance,
		tables: readonly Binned[],
		regions: (rows: number, columns: number) => Regions
	) {
		const { bins } = tables[0];
		const columns = bins.kinds.length;
		const rows = tables.reduce((sum, table) => sum + table.rows, 0);
		const padded = (rows + 15) & ~15;
		const sizes = regions(padded, columns);
		const at = instance.layOut({
			codes: rows * columns,
			codesByRow: sizes.codesByRow,
			rows: padded * 4,
			spare: padded * 4,
			pairs: padded * 8,
			sparePairs: sizes.sparePairs,
			order: columns * 4,
			binCounts: columns * 4,
			label: sizes.label,
			weight: sizes.weight,
			margin: sizes.margin,
			onces: sizes.onces,
			usable: sizes.usable,
			drawn: sizes.drawn,
			best: 72,
			candidates: 257 * 20 + 32,
			histograms: sizes.histograms
		});
		const { buffer } = instance.memory;
		this.at = at;
		this.rows = new Uint32Array(buffer, at.rows, rows);
		this.order = new Int32Array(buffer, at.order, columns);
		this.#found = new Float64Array(buffer, at.best, 3);
		this.#foundIntegers = new Int32Array(buffer, at.best + 24, 12);
		const codes = stack(tables, new Uint8Array(buffer, at.codes, rows * columns));
		this.firstOrder = columnOrder(bins, codes, rows);
		this.order.set(this.firstOrder);
		const counts = bins.kinds.map((kind, c) => (kind === 'category' ? 0 : bins.edges[c].length + 2));
		new Uint32Array(buffer, at.binCounts, columns).set(counts);
		instance.exports.setup(
			rows,
			columns,
			at.codes,
			at.codesByRow,
			at.rows,
			at.spare,
			at.pairs,
			at.sparePairs,
			at.order,
			at.binCounts,
			at.label,
			at.weight,
			at.margin,
			at.onces,
			sizes.usable > 0 ? at.usable : 0,
			at.drawn,
			at.best,
			at.candidates,
			at.histograms
		);
	}

	partition(begin: number, end: number): number {
		return this.instance.exports.partition(begin, end);
	}

	release(): void {
		this.instance.release();
	}

	protected use(options: SearchOptions): void {
		if (this.#options === options) return;
		this.#options = options;
		this.instance.exports.setSearch(options.lambda, options.minH);
	}

	/** Takes over what a search left in memory. */
	protected read(): void {
		const { best } = this;
		const integers = this.#foundIntegers;
		best.column = integers[0];
		if (best.column < 0) return;
		best.kind = integers[1];
		best.split = integers[2];
		best.gain = this.#found[0];
		best.leftG = this.#found[1];
		best.leftH = this.#found[2];
		if (best.kind === NodeKind.category) for (let word = 0; word < 8; word++) best.subset[word] = integers[4 + word];
	}
}

/** Takes a sum of pairs apart. */
export function apart(pair: bigint): { g: number; h: number } {
	const g = BigInt.asIntN(32, pair);
	return { g: Number(g), h: Number((pair - g) >> 32n) };
}
