import { namesFor } from '../data/product-names.js';
import { buildOrderBook } from '../features/book.js';
import type { OrderBook } from '../features/types.js';
import type { Category, Transactions } from '../data/types.js';
import { orderKey } from './order.js';
import type { IncomingOrder } from './order.js';

/** A column of names that grows row by row. */
class Names {
	readonly #codes: number[] = [];
	readonly #code = new Map<string, number>();

	add(value: string | undefined): void {
		if (value === undefined || value === '') {
			this.#codes.push(-1);
			return;
		}
		const known = this.#code.get(value);
		if (known === undefined) this.#code.set(value, this.#code.size);
		this.#codes.push(known ?? this.#code.size - 1);
	}

	done(): Category {
		return { codes: Int32Array.from(this.#codes), values: [...this.#code.keys()] };
	}
}

/**
 * The book of all orders: those of `book`, but for the ones that an order of `added` with the same key takes the place
 * of, and `added`, products and customers that are new included. Orders of one customer at one moment stay in the order
 * they came. Linear in lines.
 */
export function rebuiltBook(book: OrderBook, added: readonly IncomingOrder[]): OrderBook {
	const replaced = new Map<string, Set<string>>();
	for (const { customer, order, time } of added) {
		const keys = replaced.get(customer) ?? new Set();
		replaced.set(customer, keys.add(orderKey(order, time)));
	}
	const attributes = book.attributes.map(({ name }) => ({ name, column: new Names() }));
	const [customer, order, product] = [new Names(), new Names(), new Names()];
	const [time, amount, quantity, returned, returnedTime]: number[][] = [[], [], [], [], []];
	for (let c = 0; c < book.customers.length; c++) {
		const keys = replaced.get(book.customers[c]);
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++) {
			if (keys?.has(orderKey(book.orderIds[o], book.orderTime[o]))) continue;
			for (let i = book.orderLines[o]; i < book.orderLines[o + 1]; i++) {
				customer.add(book.customers[c]);
				order.add(book.orderIds[o]);
				product.add(book.products[book.lineProduct[i]]);
				time.push(book.orderTime[o]);
				amount.push(book.lineAmount[i]);
				quantity.push(book.lineQuantity[i]);
				returned.push(book.lineReturned[i]);
				returnedTime.push(book.lineReturnedTime?.[i] ?? NaN);
				attributes.forEach(({ column }, a) => column.add(book.attributes[a].values[book.attributes[a].ofOrder[o]]));
			}
		}
	}
	for (const one of added)
		for (const line of one.lines) {
			customer.add(one.customer);
			order.add(one.order);
			product.add(line.product);
			time.push(one.time);
			amount.push(line.amount);
			quantity.push(line.quantity);
			returned.push(line.returned ? 1 : 0);
			returnedTime.push(NaN);
			attributes.forEach(({ name, column }) => column.add(Object.hasOwn(one.attributes, name) ? one.attributes[name] : undefined));
		}
	const transactions: Transactions = {
		rows: time.length,
		customer: customer.done(),
		order: order.done(),
		product: product.done(),
		time: Float64Array.from(time),
		amount: Float64Array.from(amount),
		quantity: Float64Array.from(quantity),
		returned: Uint8Array.from(returned),
		...(book.lineReturnedTime && { returnedTime: Float64Array.from(returnedTime) }),
		line: new Int32Array(time.length),
		attributes: attributes.map(({ name, column }) => ({ name, column: column.done() }))
	};
	const rebuilt = buildOrderBook(transactions);
	return {
		...rebuilt,
		...(book.productNames && { productNames: namesFor(rebuilt.products, book.products, book.productNames) }),
		...(book.contacts && { contacts: contactsFor(rebuilt.customers, book) })
	};
}

/** What a book knows of how customers can be reached, for customers by name; '' for new ones. */
function contactsFor(customers: readonly string[], { customers: known, contacts = {} }: OrderBook): OrderBook['contacts'] {
	const index = new Map(known.map((name, c) => [name, c]));
	const pick = (values: readonly string[]) => customers.map((name) => values[index.get(name) ?? -1] ?? '');
	return { ...(contacts.email && { email: pick(contacts.email) }), ...(contacts.phone && { phone: pick(contacts.phone) }) };
}
