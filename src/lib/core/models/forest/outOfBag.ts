import type { ForestPart } from '../trees/forest.js';

/**
 * Out-of-bag probabilities of a forest per product, [rows × products], gathered part by part in whatever order they
 * come: the sums of a hundred shares are exact in float64, so the order leaves no trace.
 */
export class OutOfBag {
	readonly probabilities: Float32Array;
	readonly #open = new Map<number, { readonly sum: Float64Array; readonly count: Uint16Array; missing: number }>();

	constructor(
		readonly rows: number,
		readonly products: number,
		readonly partsPerProduct: number
	) {
		this.probabilities = new Float32Array(rows * products);
	}

	/** `fallback` stands in for a row that every tree drew. */
	add(product: number, part: ForestPart, fallback: number): void {
		const open = this.#open.get(product) ?? {
			sum: new Float64Array(this.rows),
			count: new Uint16Array(this.rows),
			missing: this.partsPerProduct
		};
		this.#open.set(product, open);
		for (let row = 0; row < this.rows; row++) {
			open.sum[row] += part.outOfBagSum[row];
			open.count[row] += part.outOfBagCount[row];
		}
		if (--open.missing > 0) return;
		this.#open.delete(product);
		for (let row = 0; row < this.rows; row++)
			this.probabilities[row * this.products + product] = open.count[row] > 0 ? open.sum[row] / open.count[row] : fallback;
	}
}
