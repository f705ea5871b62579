import type { Examples } from '../../features/types.js';

/** What purchases of other products say of one: linear in which of them the customer ever bought. */
export interface Affinity {
	/** [columns] products that others say something of, ascending. */
	readonly products: Int32Array;
	/** [columns × (1 + products)] share of orders that hold it if nothing was bought, then what each product adds, itself 0. */
	readonly weights: Float64Array;
}

/** [rows × columns] the share of orders with each product that is to be expected of what else the customer bought; products by `index` [products of the book], -1 unknown. */
export function affinityScores(affinity: Affinity, examples: Examples, index?: Int32Array): Float32Array {
	const out = new Float32Array(examples.rows * affinity.products.length);
	for (let r = 0; r < examples.rows; r++) scoreRow(affinity, examples, r, out, index);
	return out;
}

/** The scores of one row, at its place of `out` [rows × columns]. */
export function scoreRow({ products, weights }: Affinity, { entries }: Examples, r: number, out: Float32Array, index?: Int32Array): void {
	const width = weights.length / products.length;
	for (let c = 0; c < products.length; c++) {
		let score = weights[c * width];
		for (let e = entries.start[r]; e < entries.start[r + 1]; e++) {
			const p = index ? index[entries.product[e]] : entries.product[e];
			if (p >= 0) score += weights[c * width + 1 + p];
		}
		out[r * products.length + c] = score;
	}
}
