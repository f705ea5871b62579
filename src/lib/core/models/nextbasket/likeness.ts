import type { Space } from './design.js';
import { addScaled } from './embedding.js';
import type { OwnHistory } from './own.js';
import { sharedFloats } from './shared.js';

/** [products × rank] the embedding with rows of length 1. */
export function unitRows({ embedding, rank }: Pick<Space, 'embedding' | 'rank'>): Float32Array {
	const unit = sharedFloats(embedding.length);
	for (let at = 0; at < embedding.length; at += rank) {
		let square = 0;
		for (let i = 0; i < rank; i++) square += embedding[at + i] ** 2;
		const factor = 1 / Math.max(Math.sqrt(square), 1e-9);
		for (let i = 0; i < rank; i++) unit[at + i] = factor * embedding[at + i];
	}
	return unit;
}

/** How like a product is to a customer's history and last order: sums of cosines in the products' space. */
export class Likeness {
	readonly #unit: Float32Array;
	readonly #rank: number;
	readonly #history: Float32Array;
	readonly #last: Float32Array;

	constructor({ unit, rank }: Space) {
		this.#unit = unit;
		this.#rank = rank;
		this.#history = new Float32Array(rank);
		this.#last = new Float32Array(rank);
	}

	read(own: OwnHistory): void {
		const rank = this.#rank;
		this.#history.fill(0);
		this.#last.fill(0);
		for (let i = 0; i < own.size; i++) {
			const from = own.item[i] * rank;
			addScaled(this.#history, 0, this.#unit, from, Math.min(own.d80[i], 1), rank);
			if (own.recent[i] === 0) addScaled(this.#last, 0, this.#unit, from, 1, rank);
		}
	}

	toHistory(product: number): number {
		return this.#dot(this.#history, product);
	}

	toLast(product: number): number {
		return this.#dot(this.#last, product);
	}

	#dot(a: Float32Array, product: number): number {
		const rank = this.#rank;
		let sum = 0;
		for (let i = 0, at = product * rank; i < rank; i++) sum += a[i] * this.#unit[at + i];
		return sum;
	}
}
