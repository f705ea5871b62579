import type { OrderBook } from './types.js';

/** A book of products and customers without a single order: what rows need that were computed before and answer from features alone. */
export function namesAlone({ products, customers = [], from = 0, to = 0 }: Pick<OrderBook, 'products'> & Partial<Pick<OrderBook, 'customers' | 'from' | 'to'>>): OrderBook {
	const none = new Int32Array(0);
	return {
		customers,
		products,
		orderIds: [],
		customerOrders: new Int32Array(customers.length + 1),
		orderTime: new Float64Array(0),
		orderLines: new Int32Array(1),
		lineProduct: none,
		lineAmount: new Float64Array(0),
		lineQuantity: new Float64Array(0),
		lineReturned: new Uint8Array(0),
		attributes: [],
		from,
		to
	};
}
