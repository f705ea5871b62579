import type { SparseRows } from '../../features/types.js';
import { hitRateAt, ndcgAt, recallAt } from '../top-k.js';

export const TOP = 10;

/** Means over customers who bought something. */
export interface RankingMetrics {
	readonly 'recall@10': number;
	readonly 'ndcg@10': number;
	readonly 'phr@10': number;
}

/** How well ranked products, one list per row of baskets, match what was bought. Rows without a basket do not count. */
export function measure(baskets: SparseRows, ranked: (row: number) => readonly number[]): RankingMetrics {
	let [rows, recall, ndcg, hits] = [0, 0, 0, 0];
	for (let r = 0; r + 1 < baskets.start.length; r++) {
		const basket = new Set(baskets.product.subarray(baskets.start[r], baskets.start[r + 1]));
		if (!basket.size) continue;
		const list = ranked(r);
		rows++;
		recall += recallAt(list, basket, TOP);
		ndcg += ndcgAt(list, basket, TOP);
		hits += hitRateAt(list, basket, TOP);
	}
	return { 'recall@10': recall / rows, 'ndcg@10': ndcg / rows, 'phr@10': hits / rows };
}
