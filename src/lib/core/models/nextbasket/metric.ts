const gains: number[] = [0];

/** The ideal discounted cumulative gain of a basket of so many products. */
export function idealGain(size: number): number {
	for (let n = gains.length; n <= size; n++) gains.push(gains[n - 1] + 1 / Math.log2(n + 1));
	return gains[size];
}

/** What one hit is worth to the mean of recall and NDCG: customers with small baskets count as much as others. */
export function hitWorth(size: number): number {
	return size > 0 ? (1 / size + 1 / idealGain(size)) / 2 : 0;
}
