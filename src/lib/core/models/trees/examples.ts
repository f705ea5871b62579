import type { Examples, SparseRows } from '../../features/types.js';
import type { Allocate } from './arena.js';
import { binTable, findBins } from './bin.js';
import type { Binned, Bins } from './types.js';

/**
 * Examples in bins. What all products share is binned once; a product's own columns are laid out when it is asked for.
 * Columns are customer features first, then product features.
 */
export interface BinnedExamples {
	readonly bins: Bins;
	readonly rows: number;
	/** [customer features × rows] */
	readonly customer: Uint8Array;
	/** [product features] */
	readonly absent: Uint8Array;
	/** Entries by product: positions start[p] to start[p + 1] - 1 of entryRow and entry. */
	readonly start: Int32Array;
	readonly entryRow: Int32Array;
	/** Position in the examples' own entries. */
	readonly entry: Int32Array;
	/** [product features × entries], and for `ever` [customer features × entries], in the examples' own order. */
	readonly entryX: Uint8Array;
	readonly entryCustomerX?: Uint8Array;
	readonly ignored?: Uint8Array;
}

/** Bins shared by all products: a product feature's edges come from every product's history. */
export function findExampleBins(examples: Examples, maxBins: number): Bins {
	const { features, x, entryX, entryCustomerX, absentX } = examples;
	const { customer, product } = features;
	const width = customer.length;
	const others = entryCustomerX ? entryCustomerX.length / Math.max(1, width) : 0;
	const entries = product.length ? entryX.length / product.length : 0;
	const scratch = new Float32Array(Math.max(examples.rows + others, entries + 1));
	const column = (c: number) => {
		if (c < width) {
			copyColumn(x, c, width, scratch, 0);
			if (entryCustomerX) copyColumn(entryCustomerX, c, width, scratch, examples.rows);
			return scratch.subarray(0, examples.rows + others);
		}
		copyColumn(entryX, c - width, product.length, scratch, 0);
		scratch[entries] = absentX[c - width];
		return scratch.subarray(0, entries + 1);
	};
	return findBins(column, [...customer, ...product].map((feature) => feature.kind), maxBins);
}

/** For customers' codes that are not wanted: there is no room for any. */
export const nowhere: Allocate = () => new Uint8Array(0);

/** Examples in given bins; what all products share lies where `allocate` says. */
export function binExamples(bins: Bins, examples: Examples, allocate: Allocate = sharedBytes): BinnedExamples {
	const { customer } = examples.features;
	const own = part(bins, 0, customer.length);
	const products = part(bins, customer.length, bins.kinds.length);
	const entries = examples.entries.product.length;
	const { start, row, position } = byProduct(examples.entries, examples.book.products.length);
	return {
		bins,
		rows: examples.rows,
		customer: binTable(own, examples.x, examples.rows, allocate(examples.rows * customer.length)).data,
		absent: binTable(products, examples.absentX, 1).data,
		start,
		entryRow: row,
		entry: position,
		entryX: binTable(products, examples.entryX, entries).data,
		entryCustomerX: examples.entryCustomerX && binTable(own, examples.entryCustomerX, entries).data,
		ignored: examples.entryIgnored
	};
}

/**
 * One product's table in bins, [customer + product features × rows]; the same memory for all where products have nothing
 * of their own. product: -1 for one without any history.
 */
export function productBins(table: BinnedExamples, product: number, allocate: Allocate = sharedBytes): Binned {
	const { rows, customer, absent, entryX, entryCustomerX } = table;
	if (absent.length === 0 && !entryCustomerX) return { rows, bins: table.bins, data: customer };
	const entries = table.entry.length;
	const offset = customer.length;
	const data = allocate(offset + absent.length * rows);
	data.set(customer);
	absent.forEach((bin, c) => data.fill(bin, offset + c * rows, offset + (c + 1) * rows));
	if (product >= 0)
		for (let i = table.start[product]; i < table.start[product + 1]; i++) {
			const row = table.entryRow[i];
			const from = table.entry[i];
			for (let c = 0; c < absent.length; c++) data[offset + c * rows + row] = entryX[c * entries + from];
			if (entryCustomerX)
				for (let c = 0; c * rows < offset; c++) data[c * rows + row] = entryCustomerX[c * entries + from];
		}
	return { rows, bins: table.bins, data };
}

/** Memory that workers read without a copy, where there is such a thing. */
function sharedBytes(length: number): Uint8Array {
	return new Uint8Array(typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length));
}

/** [rows] 0 where the pair is not asked, else 1; undefined where every pair of the product is asked. */
export function productWeight(table: BinnedExamples, product: number, allocate: Allocate = sharedBytes): Uint8Array | undefined {
	if (!table.ignored) return undefined;
	let weight: Uint8Array | undefined;
	for (let i = table.start[product]; i < table.start[product + 1]; i++)
		if (table.ignored[table.entry[i]]) {
			weight ??= allocate(table.rows).fill(1);
			weight[table.entryRow[i]] = 0;
		}
	return weight;
}

/** [rows] 0 or 1 for each product in turn, from one sparse table of labels. */
export function productLabels(labels: SparseRows, products: number, allocate: Allocate = sharedBytes): (product: number) => Uint8Array {
	const { start, row } = byProduct(labels, products, false);
	return (product) => {
		const label = allocate(labels.start.length - 1).fill(0);
		for (let i = start[product]; i < start[product + 1]; i++) label[row[i]] = 1;
		return label;
	};
}

/** [products] rows with the label. */
export function labelCounts(labels: SparseRows, products: number): Int32Array {
	const counts = new Int32Array(products);
	for (let i = 0; i < labels.product.length; i++) counts[labels.product[i]]++;
	return counts;
}

/** Sparse rows turned round: for each product its rows, ascending, and, if wanted, where they stood. */
function byProduct(sparse: SparseRows, products: number, wantsPosition = true) {
	const start = new Int32Array(products + 1);
	for (let i = 0; i < sparse.product.length; i++) start[sparse.product[i] + 1]++;
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const next = start.slice();
	const row = new Int32Array(sparse.product.length);
	const position = new Int32Array(wantsPosition ? sparse.product.length : 0);
	for (let r = 0; r + 1 < sparse.start.length; r++)
		for (let i = sparse.start[r]; i < sparse.start[r + 1]; i++) {
			const at = next[sparse.product[i]]++;
			row[at] = r;
			if (wantsPosition) position[at] = i;
		}
	return { start, row, position };
}

/** Column c of a row-major table, into `out` from `at` on. */
function copyColumn(table: Float32Array, c: number, width: number, out: Float32Array, at: number): void {
	for (let from = c; from < table.length; from += width) out[at++] = table[from];
}

function part(bins: Bins, from: number, to: number): Bins {
	return {
		kinds: bins.kinds.slice(from, to),
		edges: bins.edges.slice(from, to),
		codes: bins.codes.slice(from, to)
	};
}
