/**
 * Positions of the k highest of `scores` from `offset` on, `count` of them, best first; equal scores by position.
 * `skip[j]` not 0 leaves position j out. Positions count from `offset`.
 */
export function topK(scores: Float32Array, offset: number, count: number, k: number, skip?: ArrayLike<number>): number[] {
	const best: number[] = [];
	for (let j = 0; j < count; j++) {
		if (skip?.[j]) continue;
		const score = scores[offset + j];
		if (best.length === k && !(score > scores[offset + best[k - 1]])) continue;
		let at = best.length < k ? best.length : k - 1;
		for (; at > 0 && score > scores[offset + best[at - 1]]; at--) best[at] = best[at - 1];
		best[at] = j;
	}
	return best;
}

/** Share of the basket among the first k of `ranked`. `basket` holds at least one product. */
export function recallAt(ranked: readonly number[], basket: ReadonlySet<number>, k: number): number {
	let hits = 0;
	for (const product of ranked.slice(0, k)) if (basket.has(product)) hits++;
	return hits / basket.size;
}

/**
 * Discounted cumulative gain of the first k over that of the whole basket in front, not cut at k (as in "A Next Basket
 * Recommendation Reality Check", Li et al., 2023).
 */
export function ndcgAt(ranked: readonly number[], basket: ReadonlySet<number>, k: number): number {
	let gain = 0;
	let ideal = 0;
	ranked.slice(0, k).forEach((product, i) => {
		if (basket.has(product)) gain += 1 / Math.log2(i + 2);
	});
	for (let i = 0; i < basket.size; i++) ideal += 1 / Math.log2(i + 2);
	return gain / ideal;
}

/** 1 where one of the first k is in the basket, else 0. */
export function hitRateAt(ranked: readonly number[], basket: ReadonlySet<number>, k: number): number {
	return ranked.slice(0, k).some((product) => basket.has(product)) ? 1 : 0;
}
