import type { Examples } from '../../features/types.js';
import { COUNT_UNIT, historiesOf, nameHash, paceOf, silenceOf } from './histories.js';
import type { Memory } from './memory.js';
import type { Nearest } from './nearest.js';
import { electorateOf, OneProduct, shareOf } from './one-product.js';
import { NeighbourSearch } from './search.js';
import type { History, PartedHistory } from './search.js';
import { itemWeight, transitionsOf } from './transitions.js';
import type { Transitions } from './transitions.js';

/** What is known of a pair, each 0 where it says nothing, in logits or logs; a logistic regression weighs them. */
export const termNames = ['bias', 'popularity', 'next', 'past', 'items', 'own', 'again', 'pace', 'silence'] as const;
export const TERMS = termNames.length;

const logit = (p: number) => Math.log(p / (1 - p));
const nothing: History = { product: new Int32Array(0), count: new Uint16Array(0) };
const within = (p: number) => Math.min(Math.max(p, 1e-6), 1 - 1e-6);

/** What the terms of a customer depend on. */
export interface TellInput {
	readonly history: History;
	/** The customer by `nameHash`, who takes no part; NaN: nobody. */
	readonly self: number;
	/** As `paceOf` and `silenceOf`. */
	readonly pace: number;
	readonly silence: number;
}

/** Reads a memory: for rows of examples, the terms of every product. */
export class TermReader {
	readonly transitions: Transitions;
	readonly search: NeighbourSearch;
	readonly #rateLogit: Float64Array;
	/** [products] share of the remembered rows that had the product, and its logit. */
	readonly #held: Float64Array;
	readonly #heldLogit: Float64Array;
	readonly #againLift: Float64Array;
	/** Products that a remembered row bought, on average. */
	readonly usual: number;
	/** First rows of remembered customers, by `nameHash`. */
	readonly #places: ReadonlyMap<number, number>;
	/** [products × terms] of the row that was read last. */
	readonly #terms: Float64Array;
	/** What `terms` say of, but for pace and silence. */
	#told: { readonly history: History; readonly self: number; readonly ever: boolean } | undefined;
	#one: OneProduct | undefined;
	readonly #votes: { readonly next: Float64Array; readonly past: Float64Array };

	constructor(
		readonly memory: Memory,
		k: number
	) {
		const { rate, before, after, customer } = memory;
		const products = rate.length;
		this.transitions = transitionsOf(memory);
		this.search = new NeighbourSearch(memory, k);
		this.#rateLogit = Float64Array.from(rate, (p) => logit(within(p)));
		this.#held = new Float64Array(products);
		before.product.forEach((p, e) => (this.#held[p] += itemWeight(before.count[e]) / customer.length));
		this.#heldLogit = this.#held.map((p) => logit(within(p)));
		this.#againLift = Float64Array.from(this.transitions.again, (p, i) => logit(within(p)) - this.#rateLogit[i]);
		this.usual = Math.max(1e-3, after.product.length / Math.max(1, customer.length));
		this.#places = new Map(Array.from(customer.entries(), ([row, name]): [number, number] => [name, row]).reverse());
		this.#terms = new Float64Array(products * TERMS);
		this.#votes = { next: new Float64Array(products), past: new Float64Array(products) };
	}

	/** The place of a customer, by `nameHash`, in the memory; -1 of a stranger. */
	placeOf(name: number): number {
		return this.#places.get(name) ?? -1;
	}

	/** The `nameHash` at a place; NaN where there is none. */
	nameAt(place: number): number {
		return this.memory.customer[place] ?? NaN;
	}

	/** Calls `visit` with each row and its terms, [products × terms], row-major, valid until the next row. */
	*rows(examples: Examples): Generator<Float64Array, void> {
		const { book, customer, question } = examples;
		const histories = historiesOf(examples);
		const pace = paceOf(examples, this.usual);
		const silence = silenceOf(examples);
		const ever = question.kind === 'ever';
		for (let r = 0; r < examples.rows; r++) {
			const [from, to] = [histories.start[r], histories.start[r + 1]];
			const history = { product: histories.product.subarray(from, to), count: histories.count.subarray(from, to) };
			yield this.tell({ history, self: nameHash(book.customers[customer[r]]), pace: pace[r], silence: silence[r] }, ever);
		}
	}

	/** Neighbours of a row, as `NeighbourSearch.near` gives them; for `ever` those found without the product. */
	neighbours(examples: Examples, row: number, product: number, visit: (neighbours: Nearest) => void): void {
		const { start, product: products, count } = historiesOf(examples);
		const history = { product: products.subarray(start[row], start[row + 1]), count: count.subarray(start[row], start[row + 1]) };
		const place = examples.question.kind === 'ever' ? history.product.indexOf(product) : -1;
		const apart = { product: history.product.subarray(place, place + 1), count: new Uint16Array(1) };
		const self = nameHash(examples.book.customers[examples.customer[row]]);
		this.search.near(history, self, place < 0 ? nothing : apart, (found, of) => {
			if (of === (place < 0 ? -1 : 0)) visit(found);
		});
	}

	/** The terms of one customer, [products × terms], valid until the next call. */
	tell({ history, self, pace, silence }: TellInput, ever: boolean): Float64Array {
		if (!this.#isTold(history, self, ever)) this.#tellHistory(history, self, ever);
		const terms = this.#terms;
		if (ever) return terms;
		for (let at = 0; at < terms.length; at += TERMS) {
			terms[at + 7] = Math.log(pace / this.usual);
			terms[at + 8] = Math.log1p(silence);
		}
		return terms;
	}

	/** Coalitions of one customer have the same history again and again. */
	#isTold(history: History, self: number, ever: boolean): boolean {
		const last = this.#told;
		if (!last || last.ever !== ever || !Object.is(last.self, self) || last.history.product.length !== history.product.length) return false;
		return history.product.every((product, i) => product === last.history.product[i] && history.count[i] === last.history.count[i]);
	}

	/**
	 * Calls `visit` with the terms of coalitions, but for pace and silence, which are 0: [products × terms], valid until the call ends.
	 * `historyOf` and `wanted` as in `NeighbourSearch.nearAll`; not for `ever`.
	 */
	tellCoalitions(parts: PartedHistory, self: number, wanted: Uint8Array, historyOf: (coalition: number) => History, visit: (coalition: number, terms: Float64Array) => void): void {
		this.#told = undefined;
		this.search.nearAll(parts, self, wanted, (coalition, found) => visit(coalition, this.termsOf(historyOf(coalition), found)));
	}

	/** The same for a history (place -1) and with one of some products exchanged in it; `historyOf` a place. */
	tellExchanged(history: History, self: number, exchanged: History, historyOf: (place: number) => History, visit: (place: number, terms: Float64Array) => void): void {
		this.#told = undefined;
		this.search.near(history, self, exchanged, (found, place) => visit(place, this.termsOf(historyOf(place), found)));
	}

	/** The terms of a history whose neighbours are known, but for pace and silence: [products × terms], valid until the next call; not for `ever`. */
	termsOf(history: History, found: Nearest): Float64Array {
		this.#told = undefined;
		this.#tellAll(history, false);
		this.#vote(found, -1, false);
		this.#tellOwn(history, false);
		return this.#terms;
	}

	/** The same of one product, [terms], to the bit. */
	termsOfOne(history: History, found: Nearest, product: number): Float64Array {
		const rate = this.memory.rate[product];
		this.#one ??= new OneProduct(this.memory, this.transitions);
		const { electorate, next, past, items } = this.#one.said(history, found, product);
		const at = history.product.indexOf(product);
		const terms = new Float64Array(TERMS);
		terms[0] = 1;
		terms[1] = this.#rateLogit[product];
		terms[2] = logit(within(shareOf(next, rate, electorate))) - this.#rateLogit[product];
		terms[3] = logit(within(shareOf(past, this.#held[product], electorate))) - this.#heldLogit[product];
		if (items !== 0) terms[4] = logit(within(rate + items)) - this.#rateLogit[product];
		if (at >= 0) {
			terms[5] = Math.log1p(history.count[at] * COUNT_UNIT);
			terms[6] = itemWeight(history.count[at]) * this.#againLift[product];
		}
		return terms;
	}

	#tellHistory(history: History, self: number, ever: boolean): void {
		this.#told = { history: { product: history.product.slice(), count: history.count.slice() }, self, ever };
		this.#tellAll(history, ever);
		const apart = ever ? { product: history.product, count: new Uint16Array(history.product.length) } : nothing;
		this.search.near(history, self, apart, (found, place) => this.#vote(found, place < 0 ? -1 : history.product[place], ever));
		this.#tellOwn(history, ever);
	}

	/** What needs no neighbours, of all products. */
	#tellAll(history: History, ever: boolean): void {
		const terms = this.#terms;
		terms.fill(0);
		for (let p = 0, at = 0; at < terms.length; p++, at += TERMS) {
			terms[at] = 1;
			terms[at + 1] = this.#rateLogit[p];
			if (ever) terms[at + 7] = Math.log1p(history.product.length);
		}
	}

	/** What the history itself says. */
	#tellOwn(history: History, ever: boolean): void {
		const terms = this.#terms;
		this.#items(history);
		for (let i = 0; i < history.product.length; i++) {
			const at = history.product[i] * TERMS;
			if (ever) terms[at + 7] = Math.log1p(history.product.length - 1);
			else {
				terms[at + 5] = Math.log1p(history.count[i] * COUNT_UNIT);
				terms[at + 6] = itemWeight(history.count[i]) * this.#againLift[history.product[i]];
			}
		}
	}

	/** The neighbours' votes on one product, or on all (-1). */
	#vote({ row: rows, score, size }: Nearest, product: number, ever: boolean): void {
		const { before, after, rate } = this.memory;
		const { next, past } = this.#votes;
		let mass = 0;
		let squares = 0;
		const [had, count, bought] = [before.product, before.count, after.product];
		for (let n = 0; n < size; n++) {
			const row = rows[n];
			const own = score[n];
			mass += own;
			squares += own * own;
			for (let e = after.start[row], to = after.start[row + 1]; e < to; e++) next[bought[e]] += own;
			if (!ever) for (let e = before.start[row], to = before.start[row + 1]; e < to; e++) past[had[e]] += own * itemWeight(count[e]);
		}
		const electorate = electorateOf(mass, squares);
		const [from, to] = product < 0 ? [0, rate.length] : [product, product + 1];
		for (let p = from; p < to; p++) {
			const at = p * TERMS;
			this.#terms[at + 2] = logit(within(shareOf(next[p], rate[p], electorate))) - this.#rateLogit[p];
			if (!ever) this.#terms[at + 3] = logit(within(shareOf(past[p], this.#held[p], electorate))) - this.#heldLogit[p];
		}
		next.fill(0);
		past.fill(0);
	}

	/** What the other products of the history say of each: the mean over them of P(product | item). */
	#items(history: History): void {
		const { start, product, lift } = this.transitions;
		const { rate } = this.memory;
		const { next: sum, past: own } = this.#votes;
		let mass = 0;
		for (let i = 0; i < history.product.length; i++) {
			const item = history.product[i];
			const weight = itemWeight(history.count[i]);
			mass += weight;
			own[item] = weight;
			for (let e = start[item]; e < start[item + 1]; e++) sum[product[e]] += weight * lift[e];
		}
		for (let p = 0; p < rate.length; p++) {
			const others = mass - own[p];
			if (others > 1e-9 && sum[p] !== 0) this.#terms[p * TERMS + 4] = logit(within(rate[p] + sum[p] / others)) - this.#rateLogit[p];
		}
		sum.fill(0);
		own.fill(0);
	}
}

/** [products] scores of terms, [products × terms], by their weights. */
export function scoresOf(terms: Float64Array, weights: Float64Array): Float64Array {
	const scores = new Float64Array(terms.length / TERMS);
	for (let p = 0, from = 0; p < scores.length; p++, from += TERMS) {
		let score = 0;
		for (let t = 0; t < TERMS; t++) score += weights[t] * terms[from + t];
		scores[p] = score;
	}
	return scores;
}
