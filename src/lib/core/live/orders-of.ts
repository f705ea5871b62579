import type { Transactions } from '../data/types.js';
import { looseOrders } from '../features/one-customer.js';
import type { OrderBook } from '../features/types.js';
import { buildOrderBook } from '../features/book.js';
import type { IncomingOrder } from './order.js';

/** The orders of order lines in time, as if they came in one by one. */
export function ordersOf(transactions: Transactions): IncomingOrder[] {
	return bookOrders(buildOrderBook(transactions));
}

/** All orders of a book in time; those of one moment by customer. */
export function bookOrders(book: OrderBook): IncomingOrder[] {
	const all: IncomingOrder[] = [];
	for (let c = 0; c < book.customers.length; c++)
		for (const { id, time, lines, attributes } of looseOrders(book, book.customerOrders[c], book.customerOrders[c + 1]))
			all.push({
				customer: book.customers[c],
				order: id,
				time,
				lines: lines.map(({ product, amount, quantity, returned }) => ({ product: book.products[product], amount, quantity, returned })),
				attributes: Object.fromEntries(
					book.attributes.flatMap(({ name, values }, a) => (attributes[a] < 0 ? [] : [[name, values[attributes[a]]] as const]))
				)
			});
	return all.sort((a, b) => a.time - b.time);
}
