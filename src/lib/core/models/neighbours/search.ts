import { COUNT_UNIT } from './histories.js';
import { searchCoalitions } from './coalition-search.js';
import type { Part } from './coalition-tree.js';
import type { Memory } from './memory.js';
import { NearestCustomers } from './nearest.js';
import type { Nearest } from './nearest.js';
import { searchSwaps } from './swap-search.js';
import type { SwapQuestions } from './swap-search.js';

/** A history to look for: products with their decayed counts, in `COUNT_UNIT`s. */
export interface History {
	readonly product: Int32Array;
	readonly count: Uint16Array;
}

/** Histories that are put together from parts, one of two of every group, no product in two groups. */
export interface PartedHistory {
	/** [groups] the group's products at the baseline (bit 0) and at the current customer (bit 1). */
	readonly groups: readonly (readonly [History, History])[];
	/** What is in none of the groups. */
	readonly common: History;
}

/** Added and taken off, it leaves a multiple of 2^-40: sums of such parts are the same to the bit, in whichever order they are added up. */
const GRAIN = 1.5 * 2 ** 12;
const inGrains = (x: number) => x + GRAIN - GRAIN;

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
	/** [rows] similarities of the query, all 0 between two queries; and nothing at all. */
	readonly #dot: Float64Array;
	readonly #zero: Float64Array;
	readonly #nearest: NearestCustomers;

	/** k: most neighbours. */
	constructor({ customer, before, rate }: Memory, k: number) {
		const rows = customer.length;
		const entries = before.product.length;
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
		this.#zero = new Float64Array(rows);
		this.#nearest = new NearestCustomers(customer, k);
	}

	#weight(product: number, count: number): number {
		return Math.log1p(count * COUNT_UNIT) * this.#idf[product];
	}

	/**
	 * Calls `visit` with the neighbours of a history: rows and their cosines above 0, valid until the call ends; then, with their
	 * places, with those of the same history with one of the `exchanged` products at another count. `self` takes no part.
	 */
	near(history: History, self: number, exchanged: History, visit: (neighbours: Nearest, place: number) => void): void {
		const dot = this.#dot;
		let square = this.#spreadAll(dot, history);
		visit(this.#find(dot, square, self, false), -1);
		const had = new Map(Array.from(history.product, (product, e) => [product, history.count[e]]));
		for (let i = 0; i < exchanged.product.length; i++) {
			const product = exchanged.product[i];
			const [from, to] = [had.get(product) ?? 0, exchanged.count[i]];
			square += this.#spread(dot, product, to) - this.#spread(dot, product, from, -1);
			visit(this.#find(dot, square, self, true), i);
			square += this.#spread(dot, product, from) - this.#spread(dot, product, to, -1);
		}
		dot.fill(0);
	}

	/**
	 * The same for the histories of coalitions, of which bit g says which part of group g is in: calls `visit` for those that are `wanted`,
	 * [2^groups], in any order. Histories share the sums of what they have in common.
	 */
	nearAll({ groups, common }: PartedHistory, self: number, wanted: Uint8Array, visit: (coalition: number, neighbours: Nearest) => void): void {
		searchCoalitions(this.#nearest, this.#partOf(common), groups.map(([one, other]) => [this.#partOf(one), this.#partOf(other)] as const), self, wanted, visit);
	}

	/**
	 * The same for coalitions of groups with either side of what is left, as it is (swap -1) or with one of its products as the other
	 * side has it: `swaps` are what those products are at either side. Calls `visit` for what is `wanted`, in any order.
	 */
	nearSwapped(
		{ groups, common }: PartedHistory,
		{ sides, swaps }: { readonly sides: readonly [History, History]; readonly swaps: readonly (readonly [History, History])[] },
		self: number,
		questions: SwapQuestions,
		visit: (coalition: number, side: number, swap: number, neighbours: Nearest) => void
	): void {
		const below = {
			sides: [this.#partOf(sides[0]), this.#partOf(sides[1])] as const,
			swaps: swaps.map(([from, to]) => {
				const dot = new Float64Array(this.#dot.length);
				return { dot, square: this.#spreadAll(dot, to) - this.#spreadAll(dot, from, -1) };
			})
		};
		searchSwaps(this.#nearest, this.#partOf(common), groups.map(([one, other]) => [this.#partOf(one), this.#partOf(other)] as const), below, self, questions, visit);
	}

	/** What a history adds to all similarities. */
	#partOf(history: History): Part {
		if (!history.product.length) return { dot: undefined, square: 0 };
		const dot = new Float64Array(this.#dot.length);
		return { dot, square: this.#spreadAll(dot, history) };
	}

	#find(dot: Float64Array, square: number, self: number, like: boolean): Nearest {
		const nearest = this.#nearest;
		return square > 0 ? nearest.find(nearest.everybody, dot, this.#zero, Math.sqrt(square), self, 0, like) : nearest.none();
	}

	/** Adds a history to all similarities (or takes it off), and returns the square of its length. */
	#spreadAll(dot: Float64Array, { product, count }: History, sign = 1): number {
		let square = 0;
		for (let e = 0; e < product.length; e++) square += this.#spread(dot, product[e], count[e], sign);
		return square;
	}

	/** Adds a product's part to all similarities (or takes it off), and returns the square of its weight. */
	#spread(dot: Float64Array, product: number, count: number, sign = 1): number {
		if (!count) return 0;
		const weight = this.#weight(product, count);
		const [rows, parts, end] = [this.#row, this.#part, this.#start[product + 1]];
		for (let i = this.#start[product]; i < end; i++) dot[rows[i]] += sign * inGrains(weight * parts[i]);
		return inGrains(weight * weight);
	}
}
