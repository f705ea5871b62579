import { COUNT_UNIT } from './histories.js';
import { Highest } from './heap.js';
import type { Memory } from './memory.js';

/** A history to look for: products with their decayed counts, in `COUNT_UNIT`s. */
export interface History {
	readonly product: Int32Array;
	readonly count: Uint16Array;
}

/**
 * Finds the remembered customers whose histories are most like one: by the cosine between vectors of ln(1 + decayed
 * count) × inverse frequency of the product (tf-idf), through an inverted index. A customer with several remembered
 * rows takes part with the most similar one, the latest of equals, so that k neighbours are k people.
 */
export class NeighbourSearch {
	/** [products] ln(1 + rows / (1 + rows with the product)). */
	readonly #idf: Float64Array;
	/** Rows that have a product and its part of their unit vector: those of p are start[p] to start[p + 1] - 1. */
	readonly #start: Int32Array;
	readonly #row: Int32Array;
	readonly #part: Float32Array;
	readonly #customer: Uint32Array;
	/** [rows + 1] similarities of the query; all 0 between two queries. */
	readonly #dot: Float64Array;
	readonly #highest: Highest;

	/** k: most neighbours. */
	constructor({ customer, before, rate }: Memory, k: number) {
		const rows = customer.length;
		const entries = before.product.length;
		this.#customer = customer;
		this.#start = new Int32Array(rate.length + 1);
		for (let e = 0; e < entries; e++) this.#start[before.product[e] + 1]++;
		this.#idf = Float64Array.from(rate, (_, p) => Math.log1p(rows / (1 + this.#start[p + 1])));
		for (let p = 0; p < rate.length; p++) this.#start[p + 1] += this.#start[p];
		const next = this.#start.slice(0, rate.length);
		this.#row = new Int32Array(entries);
		this.#part = new Float32Array(entries);
		for (let r = 0; r < rows; r++) {
			const from = before.start[r];
			const to = before.start[r + 1];
			let square = 0;
			for (let e = from; e < to; e++) square += this.#weight(before.product[e], before.count[e]) ** 2;
			for (let e = from; e < to; e++) {
				const at = next[before.product[e]]++;
				this.#row[at] = r;
				this.#part[at] = this.#weight(before.product[e], before.count[e]) / Math.sqrt(square);
			}
		}
		this.#dot = new Float64Array(rows);
		this.#highest = new Highest(k);
	}

	#weight(product: number, count: number): number {
		return Math.log1p(count * COUNT_UNIT) * this.#idf[product];
	}

	/**
	 * Calls `visit` with the neighbours of a history: rows and their cosines above 0, in no order, valid until the call
	 * ends. `self` takes no part. Each product of `apart` gets neighbours of its own, found without that product; the
	 * first call, with product -1, is for all others.
	 */
	near(history: History, self: number, apart: Int32Array, visit: (neighbours: Highest, product: number) => void): void {
		const dot = this.#dot;
		let square = 0;
		for (let e = 0; e < history.product.length; e++) square += this.#spread(history.product[e], history.count[e]);
		this.#collect(Math.sqrt(square), self);
		visit(this.#highest, -1);
		for (const product of apart) {
			const e = history.product.indexOf(product);
			const own = this.#weight(product, history.count[e]);
			this.#spread(product, history.count[e], -1);
			this.#collect(Math.sqrt(Math.max(0, square - own * own)), self);
			visit(this.#highest, product);
			this.#spread(product, history.count[e]);
		}
		dot.fill(0);
	}

	/** Adds a product's part to all similarities (or takes it off), and returns the square of its weight. */
	#spread(product: number, count: number, sign = 1): number {
		const weight = this.#weight(product, count);
		for (let i = this.#start[product]; i < this.#start[product + 1]; i++) this.#dot[this.#row[i]] += sign * weight * this.#part[i];
		return weight * weight;
	}

	/** The highest similarities, one row a customer. */
	#collect(length: number, self: number): void {
		const dot = this.#dot;
		const customer = this.#customer;
		this.#highest.clear();
		if (!(length > 0)) return;
		for (let r = 0; r < dot.length; ) {
			const who = customer[r];
			let best = r;
			for (r++; r < dot.length && customer[r] === who; r++) if (dot[r] >= dot[best]) best = r;
			// What is left of a sum that was taken apart again is no similarity.
			if (who !== self && dot[best] > 1e-9 * length) this.#highest.add(best, dot[best] / length);
		}
	}
}
