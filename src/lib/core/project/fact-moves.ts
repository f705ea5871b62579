import type { Move } from '../explanation/counterfactual.js';
import type { OrderEdit } from '../features/edit.js';
import { typicalLines } from '../features/typical.js';
import type { OrderBook } from '../features/types.js';
import type { CounterfactualChange } from './cards.js';

/** A change of facts, as edits and as what a person is told. */
export interface FactMove extends Move {
	readonly edits: readonly OrderEdit[];
	readonly change: CounterfactualChange;
}

/** Other products that are tried: the customer's own most bought ones, and the shop's. */
const OTHERS = 6;
/** Returns that are changed one by one, latest first; orders that had not been placed. */
const LINES = 4;
const ORDERS = 2;
/** Days before the last day of the data on which one more order, or two, could have been placed. */
const ONE = [[0], [30], [90]];
const TWO = [[30, 0], [7, 0]];

/**
 * What could be otherwise with a customer's orders so that a product becomes more likely (`up`) or less: one or two
 * more orders of the product, or of others, at their typical amounts; returns that had not happened, or had; where the
 * product is to become less likely, orders that had not been placed; and other words for the attributes named in `free`
 * ([attribute index, parameter name]). `customer` undefined: somebody new.
 */
export function factMoves(
	book: OrderBook,
	customer: number | undefined,
	product: number,
	up: boolean,
	free: readonly (readonly [attribute: number, parameter: string])[]
): FactMove[] {
	return [
		...moreOrders(book, product, [...ONE, ...TWO]),
		...otherProducts(book, customer, product).flatMap((other) => moreOrders(book, other, [ONE[0], TWO[0]])),
		...(customer === undefined ? [] : returns(book, customer, up)),
		...(customer === undefined || up ? [] : fewerOrders(book, customer, product)),
		...free.flatMap(([attribute, parameter]) => words(book, customer, attribute, parameter))
	];
}

function moreOrders(book: OrderBook, product: number, choices: readonly (readonly number[])[]): FactMove[] {
	const typical = typicalLines(book);
	const line = { product, amount: typical.amount[product], quantity: typical.quantity[product], returned: false };
	return choices.flatMap((ago): FactMove[] => {
		const days = ago.map((n) => book.to - n);
		if (days.some((day) => day < book.from)) return [];
		return [
			{
				slot: `order ${product}`,
				size: days.length,
				edits: days.map((time) => ({ kind: 'add-order', time, lines: [line] })),
				change: { kind: 'order', product: book.products[product], days, amount: line.amount }
			}
		];
	});
}

/** The products that the customer and that everybody bought most, without the product itself. */
function otherProducts(book: OrderBook, customer: number | undefined, product: number): number[] {
	const own = new Int32Array(book.products.length);
	if (customer !== undefined) for (const line of linesOf(book, customer)) own[book.lineProduct[line]]++;
	const most = (counts: Int32Array) =>
		[...counts.keys()].filter((p) => p !== product && counts[p] > 0).sort((a, b) => counts[b] - counts[a] || a - b).slice(0, OTHERS);
	return [...new Set([...most(own), ...most(typicalLines(book).lines)])];
}

/** The latest returns undone (up) or the latest kept lines returned: one, two and so on, and all returns at once. */
function returns(book: OrderBook, customer: number, up: boolean): FactMove[] {
	const lines = linesOf(book, customer)
		.filter((line) => book.lineQuantity[line] >= 0 && (book.lineReturned[line] === 1) === up)
		.reverse();
	const counts = lines.slice(0, LINES).map((_, i) => i + 1);
	if (up && lines.length > LINES) counts.push(lines.length);
	return counts.map((count) => ({
		slot: 'returns',
		size: count,
		edits: lines.slice(0, count).map((line) => ({ kind: 'return-line', line, returned: !up })),
		change: { kind: 'return', returned: !up, lines: count, ...(count === 1 && { product: book.products[book.lineProduct[lines[0]]] }) }
	}));
}

/** The latest orders with the product had not been placed, and the latest of all. */
function fewerOrders(book: OrderBook, customer: number, product: number): FactMove[] {
	const orders = Array.from({ length: book.customerOrders[customer + 1] - book.customerOrders[customer] }, (_, i) => book.customerOrders[customer] + i).reverse();
	const holds = (order: number) => book.lineProduct.subarray(book.orderLines[order], book.orderLines[order + 1]).includes(product);
	const chosen = new Set([...orders.filter(holds).slice(0, ORDERS), ...orders.slice(0, ORDERS)]);
	return Array.from(chosen, (order) => ({
		slot: `without ${order}`,
		size: 1,
		edits: [{ kind: 'remove-order', order }],
		change: { kind: 'no-order', day: Math.floor(book.orderTime[order]), order: book.orderIds[order] }
	}));
}

function words(book: OrderBook, customer: number | undefined, attribute: number, parameter: string): FactMove[] {
	const { values, ofOrder } = book.attributes[attribute];
	let now = -1;
	if (customer !== undefined)
		for (let o = book.customerOrders[customer]; o < book.customerOrders[customer + 1]; o++) if (ofOrder[o] >= 0) now = ofOrder[o];
	return [...values.keys()].flatMap((value): FactMove[] =>
		value === now
			? []
			: [
					{
						slot: parameter,
						size: 1,
						edits: [{ kind: 'set-attribute', attribute, value }],
						change: { kind: 'attribute', parameter, from: values[now] ?? '', to: values[value] }
					}
				]
	);
}

function linesOf(book: OrderBook, customer: number): number[] {
	const first = book.orderLines[book.customerOrders[customer]];
	return Array.from({ length: book.orderLines[book.customerOrders[customer + 1]] - first }, (_, i) => first + i);
}
