import { basketsOf, laterReturns, sortAscending } from './baskets.js';
import type { Baskets } from './baskets.js';
import { featureSet } from './registry.js';
import type { Registry } from './registry.js';
import { CustomerState, ProductState, RECENT_DAYS } from './state.js';
import type { Examples, OrderBook, Question } from './types.js';
import { withoutOwnLines } from './without-own.js';

/**
 * Which snapshots to take, all of length rows: of customer[r] only the first cut[r] orders are known, as of asOf[r].
 * Rows of one customer follow each other with ascending cuts. until[r]: the orders from cut[r] to until[r] - 1 hold the
 * answer (for `ever`: all up to cut[r]).
 */
export interface Plan {
	readonly customer: Int32Array;
	readonly cut: Int32Array;
	readonly asOf: Float64Array;
	readonly until: Int32Array;
}

/** The total from which on the customer of a row is of high value, as of the row's moment. */
export type HighValueFrom = (customer: number, asOf: number) => number;

/**
 * Takes the snapshots of a plan: each customer's orders are walked once, in time, and read out at every cut. Nothing
 * past a cut is looked at. Time: linear in orders, rows and entries; memory: rows, entries and products.
 */
export function takeSnapshots(
	book: OrderBook,
	question: Question,
	plan: Plan,
	features: Registry,
	highValueFrom: HighValueFrom
): Examples {
	const baskets = basketsOf(book);
	const rows = plan.customer.length;
	const entries = countEntries(book, baskets, plan);
	const width = features.customer.length;
	const productWidth = features.product.length;
	const x = new Float32Array(rows * width);
	const entryX = new Float32Array(entries[rows] * productWidth);
	const product = new Int32Array(entries[rows]);
	const state = new CustomerState(book.attributes.length);
	const products = new ProductState(book.products.length);

	for (let r = 0; r < rows; r++) {
		const first = book.customerOrders[plan.customer[r]];
		const again = r > 0 && plan.customer[r] === plan.customer[r - 1];
		if (!again) {
			state.reset();
			products.reset();
		}
		for (let o = first + (again ? plan.cut[r - 1] : 0); o < first + plan.cut[r]; o++) take(o);
		recall(first, first + plan.cut[r], plan.asOf[r]);
		state.laterReturned = laterReturns(baskets, plan.customer[r], first + plan.cut[r], plan.asOf[r]);
		state.highValueFrom = highValueFrom(plan.customer[r], plan.asOf[r]);
		for (let j = 0; j < width; j++) x[r * width + j] = features.customer[j].value(state);

		sortAscending(products.touched, 0, products.touchedCount);
		for (let i = 0, e = entries[r]; i < products.touchedCount; i++, e++) {
			const p = (product[e] = products.touched[i]);
			for (let j = 0; j < productWidth; j++)
				entryX[e * productWidth + j] = features.product[j].value(products, p, state);
		}
	}

	function take(o: number): void {
		if (baskets.orderBought[o] > 0) products.add(baskets, o, book.orderTime[o], state.orders);
		state.add(
			book.orderTime[o],
			baskets.orderSpent[o],
			baskets.orderBought[o],
			baskets.orderReturned[o],
			baskets.orderProducts[o],
			baskets.orderFresh[o]
		);
		state.addAttributes(book.attributes, o);
	}

	function recall(first: number, end: number, asOf: number): void {
		state.moveTo(asOf);
		products.clearRecent();
		for (let o = end - 1; o >= first && book.orderTime[o] >= asOf - RECENT_DAYS; o--) {
			state.addRecent(baskets.orderSpent[o], baskets.orderBought[o]);
			products.addRecent(baskets, o);
		}
	}

	const examples: Examples = {
		book,
		question,
		features: featureSet(features),
		rows,
		customer: plan.customer,
		cut: plan.cut,
		asOf: plan.asOf,
		x,
		entries: { start: entries, product },
		entryX,
		absentX: Float32Array.from(features.product, ({ absent }) => absent)
	};
	if (question.kind !== 'ever') return examples;
	return { ...examples, ...withoutOwnLines(examples, features, highValueFrom) };
}

/** [rows + 1] where the entries of each row start: the distinct products bought in its known orders. */
function countEntries(book: OrderBook, baskets: Baskets, plan: Plan): Int32Array {
	const start = new Int32Array(plan.customer.length + 1);
	let distinct = 0;
	for (let r = 0; r < plan.customer.length; r++) {
		const first = book.customerOrders[plan.customer[r]];
		const again = r > 0 && plan.customer[r] === plan.customer[r - 1];
		if (!again) distinct = 0;
		for (let o = first + (again ? plan.cut[r - 1] : 0); o < first + plan.cut[r]; o++)
			distinct += baskets.orderFresh[o];
		start[r + 1] = start[r] + distinct;
	}
	return start;
}
