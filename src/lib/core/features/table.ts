import { LikelyError } from '../errors.js';
import type { Examples, SparseRows } from './types.js';

/** Sparse rows read by product: product p is in row[k] at position[k] for k from start[p] to start[p + 1] - 1. */
export interface ProductIndex {
	readonly start: Int32Array;
	readonly row: Int32Array;
	readonly position: Int32Array;
}

const indices = new WeakMap<SparseRows, ProductIndex>();

/** The rows of each product, ascending; remembered with the sparse rows. Linear in entries and products. */
export function byProduct(sparse: SparseRows, products: number): ProductIndex {
	const before = indices.get(sparse);
	if (before) return before;
	const entries = sparse.product.length;
	const start = new Int32Array(products + 1);
	for (let e = 0; e < entries; e++) start[sparse.product[e] + 1]++;
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const next = start.slice(0, products);
	const row = new Int32Array(entries);
	const position = new Int32Array(entries);
	for (let r = 0; r + 1 < sparse.start.length; r++)
		for (let e = sparse.start[r]; e < sparse.start[r + 1]; e++) {
			const at = next[sparse.product[e]]++;
			row[at] = r;
			position[at] = e;
		}
	const index = { start, row, position };
	indices.set(sparse, index);
	return index;
}

/** Columns of a table: the customer features, then those of one product. */
export function tableWidth({ features }: Pick<Examples, 'features'>): number {
	return features.customer.length + features.product.length;
}

/** What a model sees of one product: [rows × (customer + product features)], row-major, NaN missing. */
export function productTable(examples: Examples, product: number): Float32Array {
	return productTableInto(examples, product, new Float32Array(examples.rows * tableWidth(examples)));
}

/** The same into a buffer of at least that length, without allocation (the product index is made at first use). */
export function productTableInto(examples: Examples, product: number, out: Float32Array): Float32Array {
	const { rows, x, absentX, entryX, entryCustomerX } = examples;
	const customer = examples.features.customer.length;
	const own = examples.features.product.length;
	const width = customer + own;
	for (let r = 0, to = 0, from = 0; r < rows; r++) {
		for (let j = 0; j < customer; j++) out[to++] = x[from++];
		for (let j = 0; j < own; j++) out[to++] = absentX[j];
	}
	const { start, row, position } = byProduct(examples.entries, examples.book.products.length);
	for (let k = start[product]; k < start[product + 1]; k++) {
		const at = row[k] * width;
		const e = position[k];
		if (entryCustomerX) for (let j = 0; j < customer; j++) out[at + j] = entryCustomerX[e * customer + j];
		for (let j = 0; j < own; j++) out[at + customer + j] = entryX[e * own + j];
	}
	return out;
}

/** One row of the product's table: [customer + product features]. */
export function pairVector(examples: Examples, row: number, product: number): Float32Array {
	const out = new Float32Array(tableWidth(examples));
	pairVectorInto(examples, row, product, out, 0);
	return out;
}

/** The same into a larger table, from `offset` on. */
export function pairVectorInto(
	examples: Examples,
	row: number,
	product: number,
	out: Float32Array,
	offset: number
): void {
	const customer = examples.features.customer.length;
	const own = examples.features.product.length;
	const entry = positionOf(examples.entries, row, product);
	const replaced = entry >= 0 ? examples.entryCustomerX : undefined;
	const x = replaced ?? examples.x;
	const from = (replaced ? entry : row) * customer;
	for (let j = 0; j < customer; j++) out[offset + j] = x[from + j];
	const productX = entry >= 0 ? examples.entryX : examples.absentX;
	const productFrom = entry >= 0 ? entry * own : 0;
	for (let j = 0; j < own; j++) out[offset + customer + j] = productX[productFrom + j];
}

/** Position of a product in a sparse row, -1 where it is not. Logarithmic in the row's length. */
export function positionOf(sparse: SparseRows, row: number, product: number): number {
	let first = sparse.start[row];
	let end = sparse.start[row + 1];
	while (first < end) {
		const middle = (first + end) >>> 1;
		if (sparse.product[middle] < product) first = middle + 1;
		else end = middle;
	}
	return first < sparse.start[row + 1] && sparse.product[first] === product ? first : -1;
}

/** [rows] 1 where the product is a label. Throws `examples.no_labels` where the answer is not known. */
export function labelColumn(examples: Examples, product: number): Uint8Array {
	const out = new Uint8Array(examples.rows);
	const { start, row } = byProduct(labelsOf(examples), examples.book.products.length);
	for (let k = start[product]; k < start[product + 1]; k++) out[row[k]] = 1;
	return out;
}

/** [rows × products], row-major, 1 where the product is a label. Throws `examples.no_labels`. */
export function labelMatrix(examples: Examples): Uint8Array {
	const products = examples.book.products.length;
	const out = new Uint8Array(examples.rows * products);
	const { start, product } = labelsOf(examples);
	for (let r = 0; r < examples.rows; r++)
		for (let e = start[r]; e < start[r + 1]; e++) out[r * products + product[e]] = 1;
	return out;
}

/** [rows] 1 where the pair is not asked (`ever`, where nothing is left without the product's own lines). */
export function ignoredColumn(examples: Examples, product: number): Uint8Array {
	const out = new Uint8Array(examples.rows);
	const { entryIgnored } = examples;
	if (!entryIgnored) return out;
	const { start, row, position } = byProduct(examples.entries, examples.book.products.length);
	for (let k = start[product]; k < start[product + 1]; k++) out[row[k]] = entryIgnored[position[k]];
	return out;
}

function labelsOf({ labels }: Examples): SparseRows {
	if (!labels) throw new LikelyError('examples.no_labels');
	return labels;
}
