import type { OrderBook } from './types.js';

/** Customers with `from` to `to` orders; the last class has no end. */
export interface OrdersClass {
	readonly from: number;
	readonly to: number;
	readonly customers: number;
}

const starts = [1, 2, 3, 4, 5, 10, 20, 50, 100];

/** Customers by their number of orders: 1, 2, 3, 4, 5 to 9, 10 to 19 and so on, up to the last class that has somebody. */
export function customersByOrders(book: OrderBook): OrdersClass[] {
	const counts = starts.map(() => 0);
	for (let c = 0; c < book.customers.length; c++) {
		const orders = book.customerOrders[c + 1] - book.customerOrders[c];
		let at = starts.length - 1;
		while (at >= 0 && orders < starts[at]) at--;
		if (at >= 0) counts[at]++;
	}
	const last = counts.findLastIndex((n) => n > 0);
	return counts.slice(0, last + 1).map((customers, i) => ({ from: starts[i], to: (starts[i + 1] ?? Infinity) - 1, customers }));
}
