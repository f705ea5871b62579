/** Lines by row; customer and product are numbers from 0. */
export interface Lines {
	readonly customer: ArrayLike<number>;
	readonly product: ArrayLike<number>;
	readonly time: ArrayLike<number>;
	readonly products: number;
}

/**
 * Finds for each cancellation the purchase that it takes back: of the purchases of the same customer and product up to
 * that time the most recent that is not yet taken back. Sets `returned` on it, and `returnedTime`, the moment that this became
 * known. Returns, per cancellation, whether there was a purchase before it at all (one may be sent back in parts).
 */
export function matchCancellations(
	lines: Lines,
	purchases: ArrayLike<number>,
	cancellations: readonly number[],
	returned: Uint8Array,
	returnedTime: Float64Array
): boolean[] {
	const pairs = new Map<number, { bought: number[]; cancelled: number[] }>();
	const key = (row: number): number => lines.customer[row] * lines.products + lines.product[row];
	for (const row of cancellations) {
		const pair = pairs.get(key(row));
		if (pair) pair.cancelled.push(row);
		else pairs.set(key(row), { bought: [], cancelled: [row] });
	}
	if (pairs.size > 0) for (let i = 0; i < purchases.length; i++) pairs.get(key(purchases[i]))?.bought.push(purchases[i]);

	const matched = new Set<number>();
	const byTime = (a: number, b: number): number => lines.time[a] - lines.time[b] || a - b;
	for (const { bought, cancelled } of pairs.values()) {
		bought.sort(byTime);
		const open: number[] = [];
		let next = 0;
		for (const row of cancelled.sort(byTime)) {
			for (; next < bought.length && lines.time[bought[next]] <= lines.time[row]; next++)
				if (returned[bought[next]] === 0) open.push(bought[next]);
			const taken = open.pop();
			if (taken !== undefined) {
				returned[taken] = 1;
				returnedTime[taken] = lines.time[row];
			}
			if (next > 0) matched.add(row);
		}
	}
	return cancellations.map((row) => matched.has(row));
}

/**
 * [values]: 1 for order ids that mark a cancellation: a C in front of a number, where the other ids are mostly bare
 * numbers and the greater part (Online Retail's C536379 beside 536365).
 */
export function cancellationIds(orders: readonly string[]): Uint8Array {
	const marked = Uint8Array.from(orders, (order) => (/^c\d+$/i.test(order) ? 1 : 0));
	const count = marked.reduce((sum, mark) => sum + mark, 0);
	if (count === 0) return marked;
	const bare = orders.reduce((sum, order) => sum + (/^\d+$/.test(order) ? 1 : 0), 0);
	return bare > count && bare > 0.8 * (orders.length - count) ? marked : new Uint8Array(orders.length);
}
