/** Products that `from` to `to` customers have bought; the last class has no end. */
export interface SupportClass {
	readonly from: number;
	readonly to: number;
	readonly products: number;
}

const starts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Products by the number of their customers: 1, 2 to 4, 5 to 9, 10 to 19 and so on, from the first class that has a product to the last. */
export function productsByCustomers(products: readonly { readonly customers: number }[]): SupportClass[] {
	const counts = starts.map(() => 0);
	for (const { customers } of products) {
		const at = starts.findLastIndex((start) => customers >= start);
		if (at >= 0) counts[at]++;
	}
	const first = counts.findIndex((n) => n > 0);
	const last = counts.findLastIndex((n) => n > 0);
	return counts.map((n, i) => ({ from: starts[i], to: (starts[i + 1] ?? Infinity) - 1, products: n })).slice(Math.max(0, first), last + 1);
}
