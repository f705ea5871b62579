/** Which order each row belongs to, where there are no dates. Rows with customer -1 do not count. */
export interface UndatedRows {
	readonly customer: ArrayLike<number>;
	/** [rows] code of the order id, -1 where there is none. */
	readonly order: ArrayLike<number>;
	readonly orders: readonly string[];
}

/**
 * [rows] days made up for a file without dates: a customer's first order is on day 0, the second on day 1, and so on.
 * Orders ascend by number where all their ids are whole numbers, else by first appearance in the file.
 */
export function daysFromOrders({ customer, order, orders }: UndatedRows): Float64Array {
	const numbers = Float64Array.from(orders, (id) => (/^\d{1,15}$/.test(id) ? Number(id) : NaN));
	const numbered = !numbers.some(Number.isNaN);
	const ofCustomer = new Map<number, Map<number, number>>();
	for (let row = 0; row < customer.length; row++) {
		if (customer[row] < 0) continue;
		let seen = ofCustomer.get(customer[row]);
		if (!seen) ofCustomer.set(customer[row], (seen = new Map()));
		if (!seen.has(order[row])) seen.set(order[row], seen.size);
	}
	if (numbered)
		for (const seen of ofCustomer.values())
			[...seen.keys()].sort((a, b) => numbers[a] - numbers[b]).forEach((code, day) => seen.set(code, day));
	return Float64Array.from(customer, (code, row) => ofCustomer.get(code)?.get(order[row]) ?? 0);
}
