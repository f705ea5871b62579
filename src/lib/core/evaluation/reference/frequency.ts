import type { RankingShop } from './shop.js';

/** One row's products by how many of its baskets hold them, ties to the one bought first. */
export function ownFrequent({ known: { start, product } }: RankingShop, row: number, top: number): number[] {
	const count = new Map<number, number>();
	for (let line = start[row]; line < start[row + 1]; line++) count.set(product[line], (count.get(product[line]) ?? 0) + 1);
	// A map keeps the order in which products came first, and sorting is stable.
	return [...count].sort((a, b) => b[1] - a[1]).slice(0, top).map(([p]) => p);
}

/** The most popular products, whoever asks. */
export function frequent({ popular }: RankingShop, top: number): number[] {
	return [...popular.subarray(0, top)];
}

/** The row's own products as `ownFrequent` has them, then the popular ones. */
export function ownThenFrequent(shop: RankingShop, row: number, top: number): number[] {
	const own = ownFrequent(shop, row, top);
	const rest = shop.popular.filter((p) => !own.includes(p));
	return [...own, ...rest.subarray(0, top - own.length)];
}
