import { frequent, ownFrequent, ownThenFrequent } from '../../evaluation/reference/frequency.js';
import type { Known } from '../../evaluation/reference/known.js';
import { tifuKnn, upCf } from '../../evaluation/reference/neighbour-methods.js';
import type { Ranker, TifuParameters, UpcfParameters } from '../../evaluation/reference/neighbour-methods.js';
import { Budget } from '../../evaluation/reference/search.js';
import { byPopularity } from '../../evaluation/reference/shop.js';
import type { RankingShop } from '../../evaluation/reference/shop.js';
import { nextBasket } from './histories.js';
import type { Histories } from './histories.js';

/** A method of the literature with what it is run with. */
export type Reference =
	| { readonly name: 'G-TopFreq' | 'P-TopFreq' | 'GP-TopFreq' }
	| { readonly name: 'TIFU-KNN'; readonly parameters: TifuParameters }
	| { readonly name: 'UP-CF@r'; readonly parameters: UpcfParameters };

export interface ReferenceTask {
	readonly histories: Histories;
	/** [all customers] orders that are known. */
	readonly ends: Int32Array;
	/** Customers among whom neighbours are looked for, ascending; TIFU-KNN looks among `train` of them. */
	readonly members: Int32Array;
	readonly train: Int32Array;
	readonly asked: Int32Array;
	readonly reference: Reference;
	readonly top: number;
}

/** The shop as the reference methods see it: rows are the members, then who is asked for and is none of them. */
export function referenceShop({ histories, ends, members, train, asked }: Omit<ReferenceTask, 'reference' | 'top'>): RankingShop {
	const { orderStart, itemStart, item, products } = histories;
	const rowOf = new Map(Array.from(members, (c, row) => [c, row]));
	for (const c of asked) if (!rowOf.has(c)) rowOf.set(c, rowOf.size);
	const customers = [...rowOf.keys()];
	const start = new Int32Array(customers.length + 1);
	const product: number[] = [];
	const place: number[] = [];
	customers.forEach((c, row) => {
		for (let o = 0; o < ends[c]; o++)
			for (let e = itemStart[orderStart[c] + o]; e < itemStart[orderStart[c] + o + 1]; e++) {
				product.push(item[e]);
				place.push(o);
			}
		start[row + 1] = product.length;
	});
	const baskets = Int32Array.from(customers, (c) => ends[c]);
	const known: Known = { products, start, product: Int32Array.from(product), place: Int32Array.from(place), baskets };
	const rows = (of: Int32Array) => Int32Array.from(of, (c) => rowOf.get(c) ?? -1);
	const next = Array.from(asked, (c) => (orderStart[c] + ends[c] < orderStart[c + 1] ? nextBasket(histories, c, ends[c]) : new Int32Array(0)));
	const answer = { start: new Int32Array(asked.length + 1), product: Int32Array.from(next.flatMap((basket) => [...basket])) };
	next.forEach((basket, i) => (answer.start[i + 1] = answer.start[i] + basket.length));
	const question = { rows: rows(asked), baskets: answer };
	return { known, train: rows(train), validation: question, test: question, popular: byPopularity(known) };
}

/** How a reference ranks in a shop. */
export function rankerOf(shop: RankingShop, reference: Reference): Ranker {
	const budget = new Budget(Infinity);
	if (reference.name === 'TIFU-KNN') return tifuKnn(shop, budget)(reference.parameters);
	if (reference.name === 'UP-CF@r') return upCf(shop, budget)(reference.parameters);
	if (reference.name === 'G-TopFreq') return ({ rows }, top) => Array.from(rows, () => frequent(shop, top));
	const ranked = reference.name === 'P-TopFreq' ? ownFrequent : ownThenFrequent;
	return ({ rows }, top) => Array.from(rows, (row) => ranked(shop, row, top));
}

/** [asked × top] products, best first; -1 where there are no more. */
export function rankByReference(task: ReferenceTask): Int32Array {
	const shop = referenceShop(task);
	const out = new Int32Array(task.asked.length * task.top).fill(-1);
	rankerOf(shop, task.reference)(shop.test, task.top).forEach((list, i) => out.set(list, i * task.top));
	return out;
}
