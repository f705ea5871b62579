import type { OrderBook } from './types.js';

/** A line of an order outside a book. product: index into the book's products; amount NaN where there is no money. */
export interface NewLine {
	readonly product: number;
	readonly amount: number;
	readonly quantity: number;
	readonly returned: boolean;
	/** When the return became known, as the order's time; left out: with the purchase. */
	readonly returnedTime?: number;
}

/** An order outside a book, time in days. attributes: a code per attribute of the book, -1 missing. */
export interface LooseOrder {
	readonly id: string;
	readonly attributes: readonly number[];
	readonly time: number;
	readonly lines: readonly NewLine[];
}

/** Orders first to end - 1 of a book, taken out of it. */
export function looseOrders(book: OrderBook, first: number, end: number): LooseOrder[] {
	const orders: LooseOrder[] = [];
	for (let o = first; o < end; o++) {
		const lines: NewLine[] = [];
		for (let i = book.orderLines[o]; i < book.orderLines[o + 1]; i++)
			lines.push({
				product: book.lineProduct[i],
				amount: book.lineAmount[i],
				quantity: book.lineQuantity[i],
				returned: book.lineReturned[i] === 1,
				returnedTime: book.lineReturnedTime?.[i]
			});
		orders.push({ id: book.orderIds[o], attributes: book.attributes.map(({ ofOrder }) => ofOrder[o]), time: book.orderTime[o], lines });
	}
	return orders;
}

/** A book of one customer alone, with the products, attributes and days of `book`. orders: ascending in time. */
export function oneCustomerBook(book: Pick<OrderBook, 'products' | 'attributes' | 'from' | 'to'>, customer: string, orders: readonly LooseOrder[]): OrderBook {
	const lines = orders.flatMap((order) => order.lines);
	const orderLines = new Int32Array(orders.length + 1);
	orders.forEach((order, o) => (orderLines[o + 1] = orderLines[o] + order.lines.length));
	return {
		customers: [customer],
		products: book.products,
		orderIds: orders.map(({ id }) => id),
		customerOrders: Int32Array.of(0, orders.length),
		orderTime: Float64Array.from(orders, ({ time }) => time),
		orderLines,
		lineProduct: Int32Array.from(lines, ({ product }) => product),
		lineAmount: Float64Array.from(lines, ({ amount }) => amount),
		lineQuantity: Float64Array.from(lines, ({ quantity }) => quantity),
		lineReturned: Uint8Array.from(lines, ({ returned }) => (returned ? 1 : 0)),
		lineReturnedTime: Float64Array.from(lines, ({ returnedTime }) => returnedTime ?? NaN),
		attributes: book.attributes.map(({ name, values }, a) => ({
			name,
			values,
			ofOrder: Int32Array.from(orders, ({ attributes }) => attributes[a])
		})),
		from: book.from,
		to: book.to
	};
}
