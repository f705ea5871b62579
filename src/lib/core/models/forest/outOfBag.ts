import type { ForestPart } from '../trees/forest.js';

/**
 * Out-of-bag probabilities of a forest per product, [rows × products], gathered part by part in whatever order they
 * come: the sums of a hundred shares are exact in float64, so the order leaves no trace.
 */
export class OutOfBag {
	readonly probabilities: Float32Array;
	readonly #open = new Map<number, Open>();

	constructor(
		readonly rows: number,
		readonly products: number
	) {
		this.probabilities = new Float32Array(rows * products);
	}

	/** Says of how many parts a product's forest will come. `fallback` stands in for a row that every tree drew. */
	expect(product: number, parts: number, fallback: number): void {
		this.#open.set(product, { missing: parts, fallback });
	}

	/** Takes the part's arrays for its own. */
	add(product: number, part: ForestPart): void {
		const open = this.#open.get(product);
		if (!open) return;
		const { sum, count } = (open.soFar ??= { sum: part.outOfBagSum, count: part.outOfBagCount });
		if (sum !== part.outOfBagSum)
			for (let row = 0; row < this.rows; row++) {
				sum[row] += part.outOfBagSum[row];
				count[row] += part.outOfBagCount[row];
			}
		if (--open.missing > 0) return;
		this.#open.delete(product);
		for (let row = 0; row < this.rows; row++)
			this.probabilities[row * this.products + product] = count[row] > 0 ? sum[row] / count[row] : open.fallback;
	}
}

/** A product's forest while parts of it are missing. */
interface Open {
	missing: number;
	readonly fallback: number;
	/** The first part's own arrays. */
	soFar?: { readonly sum: Float64Array; readonly count: Uint16Array };
}
