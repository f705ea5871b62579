import type { Memory } from './memory.js';
import type { Nearest } from './nearest.js';
import type { History } from './search.js';
import { itemWeight } from './transitions.js';
import type { Transitions } from './transitions.js';

/** Neighbours' worth of the overall rate that is mixed into their votes. */
const PRIOR_NEIGHBOURS = 10;

/** How much neighbours count: all their similarities, and as many votes as equally similar ones would need to be as sure (Kish's effective sample size). */
export interface Electorate {
	readonly mass: number;
	readonly voters: number;
}

export function electorateOf(mass: number, squares: number): Electorate {
	return { mass, voters: squares > 0 ? (mass * mass) / squares : 0 };
}

/** The share of the votes that a product has, drawn towards the `usual` one. */
export function shareOf(votes: number, usual: number, { mass, voters }: Electorate): number {
	return ((mass > 0 ? (voters * votes) / mass : 0) + PRIOR_NEIGHBOURS * usual) / (voters + PRIOR_NEIGHBOURS);
}

/** What neighbours and the history's own items say of one product: added up in the order in which it is for all of them, to the same bits. */
export interface OneSaid {
	readonly electorate: Electorate;
	readonly next: number;
	readonly past: number;
	/** What the history's other items add to the product's rate; 0 where they say nothing. */
	readonly items: number;
}

/** Asks neighbours for one product, of which it is known who had it. */
export class OneProduct {
	/** By product: [rows] 1 where the row bought it next, and how much it counts in the row's history. */
	readonly #columns = new Map<number, { readonly next: Uint8Array; readonly past: Float64Array }>();

	constructor(
		readonly memory: Memory,
		readonly transitions: Transitions
	) {}

	said(history: History, { row, score, size }: Nearest, product: number): OneSaid {
		const { next, past } = this.#column(product);
		let [mass, squares, bought, had] = [0, 0, 0, 0];
		for (let n = 0; n < size; n++) {
			const own = score[n];
			mass += own;
			squares += own * own;
			bought += own * next[row[n]];
			had += own * past[row[n]];
		}
		return { electorate: electorateOf(mass, squares), next: bought, past: had, items: this.#items(history, product) };
	}

	#items(history: History, product: number): number {
		const { start, product: products, lift } = this.transitions;
		let [mass, sum, own] = [0, 0, 0];
		for (let i = 0; i < history.product.length; i++) {
			const item = history.product[i];
			const weight = itemWeight(history.count[i]);
			mass += weight;
			if (item === product) own = weight;
			const at = placeIn(products, start[item], start[item + 1], product);
			if (at >= 0) sum += weight * lift[at];
		}
		const others = mass - own;
		return others > 1e-9 ? sum / others : 0;
	}

	#column(product: number) {
		const known = this.#columns.get(product);
		if (known) return known;
		const { before, after, customer } = this.memory;
		const column = { next: new Uint8Array(customer.length), past: new Float64Array(customer.length) };
		for (let row = 0; row < customer.length; row++) {
			if (placeIn(after.product, after.start[row], after.start[row + 1], product) >= 0) column.next[row] = 1;
			const at = placeIn(before.product, before.start[row], before.start[row + 1], product);
			if (at >= 0) column.past[row] = itemWeight(before.count[at]);
		}
		this.#columns.set(product, column);
		return column;
	}
}

/** The place of a product among ascending ones from one place to before another; -1 where it is not there. */
function placeIn(products: Int32Array, from: number, to: number, product: number): number {
	let [low, high] = [from, to];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (products[middle] < product) low = middle + 1;
		else high = middle;
	}
	return low < to && products[low] === product ? low : -1;
}
