import type { Vectors } from './known.js';
import type { Near } from './nearest.js';
import { nearestOf, nearestWork, postingsOf } from './nearest.js';
import type { Budget } from './search.js';
import { Scores } from './scores.js';
import type { Asked, RankingShop } from './shop.js';
import { countVectors, recentVectors, scaledSets, tifuVectors } from './vectors.js';

/** Ranks the first `top` products of each asked row: [rows][≤ top]. */
export type Ranker = (asked: Asked, top: number) => number[][];

export interface TifuParameters {
	readonly neighbours: number;
	readonly groups: number;
	readonly withinDecay: number;
	readonly groupDecay: number;
	/** How much the customer's own vector counts, 0 to 1; the neighbours' mean counts the rest. */
	readonly alpha: number;
}

/** Those of the paper for Ta-Feng. */
export const tifuPublished: TifuParameters = { neighbours: 300, groups: 7, withinDecay: 0.9, groupDecay: 0.7, alpha: 0.7 };

export const tifuTried: Readonly<Record<keyof TifuParameters, readonly number[]>> = {
	alpha: [0.1, 0.3, 0.5, 0.7, 0.9],
	neighbours: [100, 300, 900],
	groups: [3, 7, 12],
	groupDecay: [0.4, 0.6, 0.7, 0.8, 0.9, 1],
	withinDecay: [0.7, 0.8, 0.9, 1]
};

/**
 * TIFU-KNN (Hu, He, Gao and Zhang 2020, "Modeling personalized item frequency information for next-basket
 * recommendation"): alpha × the customer's vector + (1 − alpha) × the mean vector of the nearest training customers by
 * Euclidean distance.
 */
export function tifuKnn(shop: RankingShop, budget: Budget): (parameters: TifuParameters) => Ranker {
	const vectors = remembering((groups: number, withinDecay: number, groupDecay: number) => tifuVectors(shop.known, { groups, withinDecay, groupDecay }));
	// Found once for the most that are tried: fewer are the first of them.
	const near = remembering((v: Vectors, asked: Asked, k: number) => nearest(v, v, shop.train, asked, k, 'distance', budget));
	const most = Math.max(...tifuTried.neighbours);
	return ({ neighbours, groups, withinDecay, groupDecay, alpha }) => (asked, top) => {
		const v = vectors(groups, withinDecay, groupDecay);
		const found = near(v, asked, Math.max(most, neighbours));
		return rankRows(shop, asked, top, budget, (scores, row, q) => {
			const from = found.start[q];
			const to = Math.min(from + neighbours, found.start[q + 1]);
			scores.add(v, row, alpha);
			for (let i = from; i < to; i++) scores.add(v, shop.train[found.row[i]], (1 - alpha) / (to - from));
			return (to - from) * (v.product.length / shop.known.baskets.length);
		});
	};
}

export interface UpcfParameters {
	/** r: how many of the latest baskets count; 1000: all. */
	readonly recent: number;
	/** q: the power that similarities are raised to. */
	readonly locality: number;
	/** Of the asymmetric cosine, 0 to 1. */
	readonly asymmetry: number;
}

/** Those of the paper for Ta-Feng, as the comparison of Li et al. (2023) runs it. */
export const upcfPublished: UpcfParameters = { recent: 10, locality: 10, asymmetry: 0.75 };

export const upcfTried: Readonly<Record<keyof UpcfParameters, readonly number[]>> = {
	locality: [1, 5, 10, 20, 50, 100],
	recent: [1, 3, 5, 10, 25, 1000],
	asymmetry: [0, 0.25, 0.5, 0.75, 1]
};

const UPCF_NEIGHBOURS = 100;

/**
 * UP-CF@r (Faggioli, Polato and Aiolli 2020, "Recency aware collaborative filtering for next basket recommendation"):
 * the shares of the latest baskets, the customer's own and those of the 100 most similar customers by the asymmetric
 * cosine of what they ever bought, each times its similarity to the power of the locality.
 */
export function upCf(shop: RankingShop, budget: Budget): (parameters: UpcfParameters) => Ranker {
	const counts = countVectors(shop.known);
	const everybody = Int32Array.from(shop.known.baskets.keys());
	const recent = remembering((r: number) => recentVectors(shop.known, r));
	const near = remembering((asked: Asked, asymmetry: number) =>
		nearest(scaledSets(counts, asymmetry), scaledSets(counts, 1 - asymmetry), everybody, asked, UPCF_NEIGHBOURS, 'dot', budget)
	);
	return ({ recent: r, locality, asymmetry }) => (asked, top) => {
		const shares = recent(r);
		const found = near(asked, asymmetry);
		return rankRows(shop, asked, top, budget, (scores, row, q) => {
			scores.add(shares, row, 1);
			for (let i = found.start[q]; i < found.start[q + 1]; i++) scores.add(shares, found.row[i], found.score[i] ** locality);
			return (found.start[q + 1] - found.start[q]) * (shares.product.length / shop.known.baskets.length);
		});
	};
}

/** About what it takes to find everybody's neighbours who is measured, and to add up those. */
export function neighbourWork({ known, test }: RankingShop): number {
	const holders = new Int32Array(known.products);
	for (const p of known.product) holders[p]++;
	const rows = known.baskets.length;
	let work = test.rows.length * (rows + (tifuPublished.neighbours * known.product.length) / rows);
	for (const r of test.rows) for (let line = known.start[r]; line < known.start[r + 1]; line++) work += holders[known.product[line]];
	return work;
}

function nearest(queries: Vectors, targets: Vectors, among: Int32Array, { rows }: Asked, k: number, by: 'dot' | 'distance', budget: Budget): Near {
	const postings = postingsOf(targets, among);
	budget.spend(nearestWork(queries, rows, postings));
	const place = new Map(Array.from(among, (row, i) => [row, i]));
	return nearestOf(queries, rows, postings, k, by, rows.map((row) => place.get(row) ?? -1));
}

function rankRows({ known, popular }: RankingShop, { rows }: Asked, top: number, budget: Budget, fill: (scores: Scores, row: number, q: number) => number): number[][] {
	const scores = new Scores(known.products, popular);
	return Array.from(rows, (row, q) => {
		budget.spend(fill(scores, row, q));
		return scores.ranked(top);
	});
}

/** Remembers the last answer: what a search changes last is computed anew, the rest is not. */
function remembering<Input extends readonly unknown[], Output>(compute: (...input: Input) => Output): (...input: Input) => Output {
	let last: { input: Input; output: Output } | undefined;
	return (...input) => {
		if (!last || last.input.some((value, i) => value !== input[i])) last = { input, output: compute(...input) };
		return last.output;
	};
}
