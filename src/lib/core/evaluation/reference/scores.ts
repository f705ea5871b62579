import type { Vectors } from './known.js';

/** Adds up sparse rows for one query and ranks the products: those with a score first, then the popular ones. */
export class Scores {
	readonly #score: Float64Array;
	readonly #seen: Uint8Array;
	readonly #touched: Int32Array;
	#count = 0;

	/** popular: products by popularity, the most popular first. */
	constructor(
		products: number,
		readonly popular: Int32Array
	) {
		this.#score = new Float64Array(products);
		this.#seen = new Uint8Array(products);
		this.#touched = new Int32Array(products);
	}

	add({ start, product, value }: Vectors, row: number, weight: number): void {
		for (let e = start[row]; e < start[row + 1]; e++) {
			const p = product[e];
			if (this.#seen[p] === 0) this.#touched[this.#count++] = p;
			this.#seen[p] = 1;
			this.#score[p] += weight * value[e];
		}
	}

	/** The first `top` products, equal scores by number; starts anew for the next query. */
	ranked(top: number): number[] {
		const score = this.#score;
		const best: number[] = [];
		for (const p of this.#touched.subarray(0, this.#count).sort()) {
			if (!(score[p] > 0) || (best.length === top && !(score[p] > score[best[top - 1]]))) continue;
			let at = best.length < top ? best.length : top - 1;
			for (; at > 0 && score[p] > score[best[at - 1]]; at--) best[at] = best[at - 1];
			best[at] = p;
		}
		for (let i = 0; best.length < top && i < this.popular.length; i++) if (!(score[this.popular[i]] > 0)) best.push(this.popular[i]);
		for (let i = 0; i < this.#count; i++) score[this.#touched[i]] = this.#seen[this.#touched[i]] = 0;
		this.#count = 0;
		return best;
	}
}
