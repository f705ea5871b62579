import { LikelyError } from '../errors.js';
import { looseOrders, oneCustomerBook } from './one-customer.js';
import type { LooseOrder, NewLine } from './one-customer.js';
import { planCurrent } from './plans.js';
import { registry } from './registry.js';
import { takeSnapshots } from './snapshots.js';
import { highValueFrom, spentBefore } from './spending.js';
import type { Examples, OrderBook, Question } from './types.js';

export type { NewLine } from './one-customer.js';

/** A change of facts. Orders, lines, attributes and their values are indices of the book that is edited. */
export type OrderEdit =
	| { readonly kind: 'add-order'; readonly time: number; readonly lines: readonly NewLine[] }
	| { readonly kind: 'move-order'; readonly order: number; readonly time: number }
	| { readonly kind: 'remove-order'; readonly order: number }
	| { readonly kind: 'return-line'; readonly line: number; readonly returned: boolean }
	| { readonly kind: 'remove-line'; readonly line: number }
	| { readonly kind: 'set-attribute'; readonly attribute: number; readonly value: number };

/** One customer's orders after some edits: a book of this customer alone, with the products of the book it is from. */
export interface CustomerOrders {
	readonly book: OrderBook;
	readonly origin: { readonly book: OrderBook; readonly customer?: number };
}

type EditedOrder = { -readonly [Key in keyof LooseOrder]: LooseOrder[Key] };

/**
 * The orders of a customer with edits applied in turn; `customer` undefined: someone who is not in the book. Orders
 * that lose their last line vanish; a set attribute holds for all of the customer's orders. Throws `edit.unknown` for
 * an order, line, product or value that the customer or book does not have, and `edit.time_out_of_range` for an order
 * after the last day of the data.
 */
export function editOrders(
	book: OrderBook,
	customer: number | undefined,
	edits: readonly OrderEdit[]
): CustomerOrders {
	const first = customer === undefined ? 0 : book.customerOrders[customer];
	const end = customer === undefined ? 0 : book.customerOrders[customer + 1];
	const orders = new Map<number, EditedOrder>();
	const lines = new Map<number, { order: EditedOrder; line: NewLine }>();
	const attributes = new Map<number, number>();
	looseOrders(book, first, end).forEach((loose, i) => {
		const order = { ...loose };
		orders.set(first + i, order);
		order.lines.forEach((line, l) => lines.set(book.orderLines[first + i] + l, { order, line }));
	});
	const added: EditedOrder[] = [];
	for (const edit of edits) {
		switch (edit.kind) {
			case 'add-order':
				for (const { product } of edit.lines) checkIndex('product', product, book.products.length);
				added.push({
					id: '',
					attributes: book.attributes.map(() => -1),
					time: checkTime(book, edit.time),
					lines: [...edit.lines]
				});
				break;
			case 'move-order':
				find('order', orders, edit.order).time = checkTime(book, edit.time);
				break;
			case 'remove-order':
				find('order', orders, edit.order).lines = [];
				break;
			case 'return-line': {
				const at = find('line', lines, edit.line);
				const line = { ...at.line, returned: edit.returned, returnedTime: undefined };
				at.order.lines = at.order.lines.map((other) => (other === at.line ? line : other));
				lines.set(edit.line, { order: at.order, line });
				break;
			}
			case 'remove-line': {
				const at = find('line', lines, edit.line);
				at.order.lines = at.order.lines.filter((other) => other !== at.line);
				break;
			}
			case 'set-attribute':
				checkIndex('attribute', edit.attribute, book.attributes.length);
				checkIndex('value', edit.value, book.attributes[edit.attribute].values.length);
				attributes.set(edit.attribute, edit.value);
		}
	}
	const left = [...orders.values(), ...added].filter((order) => order.lines.length);
	left.sort((a, b) => a.time - b.time);
	const set = left.map((order) => ({ ...order, attributes: order.attributes.map((code, a) => attributes.get(a) ?? code) }));
	return { book: oneCustomerBook(book, customer === undefined ? '' : book.customers[customer], set), origin: { book, customer } };
}

/**
 * The snapshot of edited orders, [1 row], as `customerSnapshot` would give it had the whole book been built with the
 * edits: equal to the bit. No row where nothing was bought before `asOf` (default: the day after the data).
 */
export function snapshotOf(orders: CustomerOrders, question: Question, asOf?: number): Examples {
	const { book, customer } = orders.origin;
	const plan = planCurrent(orders.book, question, Int32Array.of(0), asOf);
	return takeSnapshots(orders.book, question, plan, registry(book, question), (_, moment) =>
		highValueFrom(book, moment, customer === undefined ? undefined : spentBefore(book, customer, moment))
	);
}

/** One customer of the book as they stand before `asOf` (default: the day after the data): [1 row], no labels. */
export function customerSnapshot(book: OrderBook, question: Question, customer: number, asOf?: number): Examples {
	const plan = planCurrent(book, question, Int32Array.of(customer), asOf);
	return takeSnapshots(book, question, plan, registry(book, question), (_, moment) =>
		highValueFrom(book, moment, spentBefore(book, customer, moment))
	);
}

function find<T>(what: string, known: ReadonlyMap<number, T>, index: number): T {
	const found = known.get(index);
	if (found === undefined) throw new LikelyError('edit.unknown', { what, index });
	return found;
}

function checkIndex(what: string, index: number, length: number): void {
	if (!Number.isInteger(index) || index < 0 || index >= length) throw new LikelyError('edit.unknown', { what, index });
}

function checkTime(book: OrderBook, time: number): number {
	if (!(time < book.to + 1)) throw new LikelyError('edit.time_out_of_range', { time, latest: book.to });
	return time;
}
