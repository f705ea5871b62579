/** Lines by row; customer and product are numbers from 0. */
export interface Lines {
	readonly customer: ArrayLike<number>;
	readonly product: ArrayLike<number>;
	readonly time: ArrayLike<number>;
	readonly products: number;
}

/**
 * Finds for each cancellation the purchase that it takes back: of the purchases of the same customer and product up to
 * that time the most recent that is not yet taken back, or, if all are (a purchase sent back in several parts), the
 * most recent. Sets `returned` on it, and `returnedTime`, the moment that this became known. Returns, per cancellation,
 * whether there was one.
 */
export function matchCancellations(
	lines: Lines,
	purchases: ArrayLike<number>,
	cancellations: readonly number[],
	returned: Uint8Array,
	returnedTime: Float64Array
): boolean[] {
	const key = (row: number): number => lines.customer[row] * lines.products + lines.product[row];
	const bought = new Map<number, number[]>(cancellations.map((row) => [key(row), []]));
	if (bought.size > 0)
		for (let i = 0; i < purchases.length; i++) bought.get(key(purchases[i]))?.push(purchases[i]);
	for (const rows of bought.values()) rows.sort((a, b) => lines.time[a] - lines.time[b] || a - b);

	const matched = new Map<number, boolean>();
	const inTime = [...cancellations].sort((a, b) => lines.time[a] - lines.time[b] || a - b);
	for (const row of inTime) {
		const earlier = (bought.get(key(row)) ?? []).filter((purchase) => lines.time[purchase] <= lines.time[row]);
		const open = earlier.filter((purchase) => returned[purchase] === 0);
		if (open.length > 0) {
			const purchase = open[open.length - 1];
			returned[purchase] = 1;
			returnedTime[purchase] = lines.time[row];
		}
		matched.set(row, earlier.length > 0);
	}
	return cancellations.map((row) => matched.get(row) === true);
}

/**
 * [values]: 1 for order ids that mark a cancellation: a C in front of a number, where the other ids are mostly bare
 * numbers and the greater part (Online Retail's C536379 beside 536365).
 */
export function cancellationIds(orders: readonly string[]): Uint8Array {
	const marked = Uint8Array.from(orders, (order) => (/^c\d+$/i.test(order) ? 1 : 0));
	const count = marked.reduce((sum, mark) => sum + mark, 0);
	const bare = orders.reduce((sum, order) => sum + (/^\d+$/.test(order) ? 1 : 0), 0);
	return bare > count && bare > 0.8 * (orders.length - count) ? marked : new Uint8Array(orders.length);
}
