import type { OrderEdit } from '../features/edit.js';
import { editOrders } from '../features/edit.js';
import { typicalLines } from '../features/typical.js';
import type { OrderBook } from '../features/types.js';
import type { OrderSheet, SheetLine, SheetOrder } from './cards.js';
import type { Predictor } from './predictor.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Order = Writable<Omit<SheetOrder, 'lines'>> & { readonly lines: Writable<SheetLine>[] };

/**
 * A customer's orders with edits applied, as a list to edit further; `customer` undefined: those of somebody new.
 * @throws LikelyError `customer.unknown`, `edit.unknown`, `edit.time_out_of_range`
 */
export function orderSheet(predictor: Predictor, customer: string | undefined, facts: readonly OrderEdit[] = []): OrderSheet {
	const { book } = predictor.project;
	const index = customer === undefined ? undefined : predictor.examples.customer[predictor.rowOf(customer)];
	const left = editOrders(book, index, facts).book;
	const orders = index === undefined ? [] : ordersOf(book, index);
	facts.forEach((edit, position) => apply(book, orders, edit, position));
	for (const order of orders) {
		const kept = order.lines.filter((line) => !line.removed);
		order.removed = kept.length === 0;
		order.amount = sum(kept.map(({ amount }) => amount));
	}
	orders.sort((a, b) => b.time - a.time);
	const typical = typicalLines(book);
	const set = new Map(facts.flatMap((edit) => (edit.kind === 'set-attribute' ? [[edit.attribute, edit.value]] : [])));
	return {
		customer,
		orders,
		attributes: left.attributes.map(({ name, values, ofOrder }, attribute) => ({
			attribute,
			name,
			value: values[set.get(attribute) ?? ofOrder.findLast((code) => code >= 0) ?? -1] ?? '',
			values
		})),
		products: book.products.map((name, product) => ({
			product,
			name,
			amount: typical.amount[product],
			quantity: typical.quantity[product]
		})),
		from: book.from,
		to: book.to
	};
}

function ordersOf(book: OrderBook, customer: number): Order[] {
	const orders: Order[] = [];
	for (let order = book.customerOrders[customer]; order < book.customerOrders[customer + 1]; order++) {
		const lines: SheetLine[] = [];
		for (let line = book.orderLines[order]; line < book.orderLines[order + 1]; line++)
			lines.push({
				line,
				product: book.lineProduct[line],
				name: book.products[book.lineProduct[line]],
				amount: book.lineAmount[line],
				quantity: book.lineQuantity[line],
				returned: book.lineReturned[line] === 1,
				removed: false,
				changed: false
			});
		orders.push({ order, id: book.orderIds[order], time: book.orderTime[order], moved: false, removed: false, amount: NaN, lines });
	}
	return orders;
}

function apply(book: OrderBook, orders: Order[], edit: OrderEdit, position: number): void {
	if (edit.kind === 'set-attribute') return;
	if (edit.kind === 'add-order') {
		const lines = edit.lines.map(({ product, amount, quantity, returned }) => ({
			...{ line: -1, product, name: book.products[product], amount, quantity, returned },
			...{ removed: false, changed: false }
		}));
		orders.push({ order: -1, edit: position, id: '', time: edit.time, moved: false, removed: false, amount: NaN, lines });
		return;
	}
	if (edit.kind === 'move-order' || edit.kind === 'remove-order') {
		const order = orders.find((o) => o.order === edit.order);
		if (!order) return;
		if (edit.kind === 'remove-order') for (const line of order.lines) line.removed = true;
		else {
			order.time = edit.time;
			order.moved = true;
		}
		return;
	}
	const line = orders.flatMap((o) => o.lines).find((l) => l.line === edit.line);
	if (!line) return;
	if (edit.kind === 'remove-line') line.removed = true;
	else {
		line.changed = edit.returned !== (book.lineReturned[line.line] === 1);
		line.returned = edit.returned;
	}
}

/** Sum of the known amounts; NaN of none. */
function sum(amounts: readonly number[]): number {
	const known = amounts.filter((amount) => !Number.isNaN(amount));
	return known.length ? known.reduce((a, b) => a + b, 0) : NaN;
}
