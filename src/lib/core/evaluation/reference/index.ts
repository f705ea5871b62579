import { breathe, breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import type { Split } from '../../features/types.js';
import { frequent, ownFrequent, ownThenFrequent } from './frequency.js';
import { measure, TOP } from './measure.js';
import type { RankingMetrics } from './measure.js';
import { neighbourWork, tifuKnn, tifuPublished, tifuTried, upCf, upcfPublished, upcfTried } from './neighbour-methods.js';
import type { Ranker } from './neighbour-methods.js';
import { Budget, search } from './search.js';
import { rankingShop } from './shop.js';
import type { RankingShop } from './shop.js';

export type ReferenceName = 'G-TopFreq' | 'P-TopFreq' | 'GP-TopFreq' | 'TIFU-KNN' | 'UP-CF@r';

/** How a method of the literature ranks the same customers' products. It gives no probabilities. */
export interface ReferenceRow extends RankingMetrics {
	readonly name: ReferenceName;
	/** What was chosen on validation; empty for methods without parameters. */
	readonly parameters: Readonly<Record<string, number>>;
	/** Whether it was left out because it would have taken too long; its metrics are NaN then. */
	readonly skipped: boolean;
}

/** Steps of work for a search, and those that a method may take at most to rank everybody who is measured. */
const SEARCH_WORK = 2e8;
const MOST_WORK = 1e9;

/**
 * Ranks the test rows' products by the methods that readers of the literature on next baskets expect, those with
 * parameters as they do best on the validation customers (recall@10 + NDCG@10). Histories of all customers are known to
 * all methods; TIFU-KNN looks for neighbours among the training customers, as published. No rows for `ever`, where the
 * history is the answer. Same rows and seed: same result.
 */
export async function referenceRows(split: Split, seed: number, work: Work): Promise<ReferenceRow[]> {
	if (split.test.question.kind === 'ever') return [];
	const shop = rankingShop(split, seed);
	const { rows, baskets } = shop.test;
	const popular = frequent(shop, TOP);
	const plain = (name: ReferenceName, ranked: (row: number) => readonly number[]) => ({
		name,
		parameters: {},
		skipped: false,
		...measure(baskets, (i) => ranked(rows[i]))
	});
	return [
		plain('G-TopFreq', () => popular),
		plain('P-TopFreq', (row) => ownFrequent(shop, row, TOP)),
		plain('GP-TopFreq', (row) => ownThenFrequent(shop, row, TOP)),
		{ name: 'TIFU-KNN', ...(await searched(shop, tifuKnn, tifuPublished, tifuTried, work)) },
		{ name: 'UP-CF@r', ...(await searched(shop, upCf, upcfPublished, upcfTried, work)) }
	];
}

async function searched<Parameters extends { readonly [Name in keyof Parameters]: number }>(
	shop: RankingShop,
	method: (shop: RankingShop, budget: Budget) => (parameters: Parameters) => Ranker,
	start: Parameters,
	tried: Readonly<Record<keyof Parameters & string, readonly number[]>>,
	{ signal }: Work
): Promise<Omit<ReferenceRow, 'name'>> {
	if (neighbourWork(shop) > MOST_WORK) return { parameters: {}, skipped: true, 'recall@10': NaN, 'ndcg@10': NaN, 'phr@10': NaN };
	await breathe(signal);
	const budget = new Budget(SEARCH_WORK);
	const rank = method(shop, budget);
	const worth = (parameters: Parameters) => {
		const lists = rank(parameters)(shop.validation, TOP);
		const { 'recall@10': recall, 'ndcg@10': ndcg } = measure(shop.validation.baskets, (i) => lists[i]);
		return recall + ndcg;
	};
	const parameters = await search(start, tried, worth, budget, breather(signal));
	await breathe(signal);
	const lists = rank(parameters)(shop.test, TOP);
	return { parameters: Object.fromEntries(Object.entries<number>(parameters)), skipped: false, ...measure(shop.test.baskets, (i) => lists[i]) };
}
