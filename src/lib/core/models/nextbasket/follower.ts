import type { OwnHistory } from './own.js';
import { massOf, wordsFor } from './transitions.js';
import type { Before, Transitions } from './transitions.js';

/** Products that are asked for, with their ranks, which ascend. */
export interface Wanted {
	readonly product: Int32Array;
	readonly rank: Int32Array;
}

/** The products in the order of their ranks. ranks: of all products. */
export function wantedOf(products: Int32Array, ranks: Int32Array): Wanted {
	const rank = products.map((product) => ranks[product]).sort();
	const product = new Int32Array(products.length);
	for (const p of products) product[rank.indexOf(ranks[p])] = p;
	return { product, rank };
}

/** Looks up what follows a customer's products, for the products that are wanted alone: what follows a popular one is half the catalogue. */
export class Follower {
	readonly #own: OwnHistory;
	readonly #transitions: Transitions;
	readonly #mass: (slot: number) => number;
	#sums = new Float32Array(0);

	/** The customers will be those that `own` reads; their products count as when the transitions were counted. */
	constructor(own: OwnHistory, transitions: Transitions, before: Before) {
		this.#own = own;
		this.#transitions = transitions;
		this.#mass = massOf(own, before);
	}

	/** For each product that is wanted, out[product] = the mean of what follows the customer's products. */
	follow({ product, rank }: Wanted, out: Float32Array): void {
		const { start, begin, share, places } = this.#transitions;
		const [own, mass] = [this.#own, this.#mass];
		const count = rank.length;
		if (this.#sums.length < count) this.#sums = new Float32Array(2 * count);
		const sums = this.#sums.fill(0, 0, count);
		const length = 2 * wordsFor(start.length - 1);
		let total = 0;
		for (let i = 0; i < own.size; i++) total += mass(i);
		for (let i = 0; i < own.size && total > 0; i++) {
			const m = mass(i) / total;
			if (!(m > 0)) continue;
			const [from, to, entry] = [begin[own.item[i]], begin[own.item[i] + 1], start[own.item[i]]];
			if (start[own.item[i] + 1] - entry > length) {
				for (let w = 0; w < count; w++) {
					const word = from + 2 * (rank[w] >> 5);
					const bit = 1 << (rank[w] & 31);
					if ((places[word] & bit) !== 0) sums[w] += m * share[places[word + 1] + ones(places[word] & (bit - 1))];
				}
				continue;
			}
			for (let w = 0, at = from; w < count && at < to; w++) {
				at = reach(places, at, to, rank[w]);
				if (at < to && places[at] === rank[w]) sums[w] += m * share[entry + at++ - from];
			}
		}
		for (let w = 0; w < count; w++) out[product[w]] = sums[w];
	}
}

/** How many bits of a word are set. */
function ones(word: number): number {
	let v = word - ((word >>> 1) & 0x55555555);
	v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
	return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The first place from `at` on, before `end`, with a number of at least `least`: in steps that double, then by halves. */
function reach(ascending: Int32Array, at: number, end: number, least: number): number {
	if (ascending[at] >= least) return at;
	let step = 1;
	while (at + step < end && ascending[at + step] < least) {
		at += step;
		step *= 2;
	}
	let high = Math.min(end, at + step);
	while (at + 1 < high) {
		const middle = (at + high) >> 1;
		if (ascending[middle] < least) at = middle;
		else high = middle;
	}
	return high;
}
