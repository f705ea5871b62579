import { bestKernels } from '../neural/kernels-best.js';
import type { Kernels } from '../neural/kernels.js';
import { widthOf } from './design.js';
import type { Space } from './design.js';

/** A regression of next baskets on descriptions. */
export interface Ridge {
	/** [width × predicted] */
	readonly weights: Float32Array;
	/** [predicted] products, ascending. */
	readonly predicted: Int32Array;
}

/** Customers that are scored in one product. */
export const BLOCK = 64;

/** Scores customers by a regression, a block at a time. */
export class RidgeScorer {
	/** [BLOCK × width] descriptions to score, to be filled in. */
	readonly input: Float32Array;
	readonly #kernels: Kernels;
	readonly #width: number;
	readonly #count: number;
	readonly #places: { readonly b: number; readonly c: number };

	constructor(ridge: Ridge, space: Space) {
		this.#width = widthOf(space);
		this.#count = ridge.predicted.length;
		const b = BLOCK * this.#width;
		const c = b + ridge.weights.length;
		this.#places = { b, c };
		this.#kernels = bestKernels(c + BLOCK * this.#count + 1);
		this.#kernels.memory.set(ridge.weights, b);
		this.input = this.#kernels.memory.subarray(0, b);
	}

	/** [rows × predicted] scores of the first rows of `input`; valid until the next call. */
	score(rows: number): Float32Array {
		const { b, c } = this.#places;
		if (this.#count > 0) this.#kernels.multiply(0, b, c, rows, this.#width, this.#count, false);
		return this.#kernels.memory.subarray(c, c + rows * this.#count);
	}
}
