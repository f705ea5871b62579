import { LikelyError } from '../errors.js';
import type { OrderBook } from '../features/types.js';

/** Days from 1970 within which orders are: no calendar shows what is beyond. */
const FARTHEST = 1e6;

/**
 * Proves that an order book from outside is one: nested ranges that cover everything once, codes that point at a
 * name, times that ascend within a customer. Throws `project.damaged` with the field that does not fit.
 */
export function checkBook(book: OrderBook): void {
	const customers = book.customers.length;
	const orders = book.orderIds.length;
	const lines = book.lineProduct.length;
	ranges('customerOrders', book.customerOrders, customers, orders);
	ranges('orderLines', book.orderLines, orders, lines);
	sameLength('orderTime', book.orderTime, orders);
	for (const field of ['lineAmount', 'lineQuantity', 'lineReturned'] as const) sameLength(field, book[field], lines);
	if (book.lineReturnedTime) sameLength('lineReturned', book.lineReturnedTime, lines);
	codes('lineProduct', book.lineProduct, 0, book.products.length);
	codes('lineReturned', book.lineReturned, 0, 2);
	for (const attribute of book.attributes) {
		sameLength('attributes', attribute.ofOrder, orders);
		codes('attributes', attribute.ofOrder, -1, attribute.values.length);
	}
	if (book.productNames && book.productNames.length !== book.products.length) throw misfit('productNames');
	for (const contact of Object.values(book.contacts ?? {})) if (contact.length !== customers) throw misfit('contacts');
	if (book.given) {
		sameLength('given', book.given.future, orders);
		sameLength('given', book.given.fold, customers);
		codes('given', book.given.future, 0, 2);
		codes('given', book.given.fold, 0, 3);
	}
	const days = { from: Infinity, to: -Infinity };
	for (const time of book.orderTime) {
		if (!(Math.abs(time) < FARTHEST)) throw misfit('orderTime');
		days.from = Math.min(days.from, Math.floor(time));
		days.to = Math.max(days.to, Math.floor(time));
	}
	if (orders && (book.from !== days.from || book.to !== days.to)) throw misfit('to');
	for (const numbers of [book.lineAmount, book.lineQuantity]) if (numbers.includes(Infinity) || numbers.includes(-Infinity)) throw misfit('lineAmount');
	for (let c = 0; c < customers; c++)
		for (let o = book.customerOrders[c] + 1; o < book.customerOrders[c + 1]; o++)
			if (book.orderTime[o] < book.orderTime[o - 1]) throw misfit('orderTime');
}

/** start: [count + 1], from 0 to total, never descending. */
function ranges(field: string, start: Int32Array, count: number, total: number): void {
	if (start.length !== count + 1 || start[0] !== 0 || start[count] !== total) throw misfit(field);
	for (let i = 0; i < count; i++) if (start[i + 1] < start[i]) throw misfit(field);
}

function sameLength(field: string, array: ArrayLike<number>, length: number): void {
	if (array.length !== length) throw misfit(field);
}

/** Every code lies in [low, high). */
function codes(field: string, array: Int32Array | Uint8Array, low: number, high: number): void {
	for (let i = 0; i < array.length; i++) if (array[i] < low || array[i] >= high) throw misfit(field);
}

function misfit(field: string): LikelyError {
	return new LikelyError('project.damaged', { part: `book/${field}`, reason: 'value' });
}
