import { basketsOf } from '../../features/baskets.js';
import { plannedExamples } from '../../features/examples.js';
import { firstPurchase, ordersBefore } from '../../features/plans.js';
import type { Plan } from '../../features/snapshots.js';
import type { Examples, OrderBook, SparseRows } from '../../features/types.js';

/** Rows that are learned from at most: of more, as many are taken, evenly. */
const MOST_SLOTS = 50_000;
const MOST_ORDERS = 30_000;
/** Spans of a customer start on days that differ by this, modulo their length, so that they cover all days of a week. */
const STRIDE = 7919;

/** A row of a plan: of the customer only the first `cut` orders are known, as of `asOf`; orders up to `until` are asked for. */
type Row = readonly [customer: number, cut: number, asOf: number, until: number];

/** What is known of some customers, up to the end of the last horizon that their rows ask for. */
interface Known {
	readonly book: OrderBook;
	readonly question: Examples['question'];
	readonly customers: Int32Array;
	readonly end: number;
}

function knownOf({ book, question, customer, asOf }: Examples): Known {
	const horizon = question.kind === 'next' ? question.horizon : 0;
	const last = asOf.reduce((a, b) => Math.max(a, b), -Infinity);
	return { book, question, customers: Int32Array.from(new Set(customer)), end: last + horizon };
}

/**
 * A row per order with an earlier purchase, as of the order's own day, labelled with its products: what is in an order
 * that is placed. Of the customers of `examples`, up to the end of the last horizon that these ask for.
 */
export function orderRows(examples: Examples): Examples {
	const { book, question, customers, end } = knownOf(examples);
	const { orderProducts } = basketsOf(book);
	const rows: Row[] = [];
	for (const c of customers) {
		const first = book.customerOrders[c];
		const orders = ordersBefore(book, c, end);
		for (let o = firstPurchase(book, c) + 1; o < orders; o++) {
			const day = Math.floor(book.orderTime[first + o]);
			const cut = ordersBefore(book, c, day);
			if (orderProducts[first + o] > 0 && cut > firstPurchase(book, c)) rows.push([c, cut, day, o + 1]);
		}
	}
	return plannedExamples(book, question, planOf(thinned(rows, MOST_ORDERS)));
}

/**
 * A row per customer and span of `days` from their first purchase on, labelled with whether they order within it, as
 * examples of one product, the order; product features are left out.
 */
export function slotRows(examples: Examples, days: number): Examples {
	const { book, question, customers, end } = knownOf(examples);
	const rows: Row[] = [];
	for (const c of customers) {
		const first = book.customerOrders[c];
		const bought = firstPurchase(book, c);
		if (first + bought >= book.customerOrders[c + 1]) continue;
		const start = Math.floor(book.orderTime[first + bought]) + 1 + ((c * STRIDE) % days);
		for (let day = start; day + days <= end; day += days) rows.push([c, ordersBefore(book, c, day), day, ordersBefore(book, c, day + days)]);
	}
	const kept = thinned(rows, MOST_SLOTS);
	return ordersAlone(plannedExamples(book, question, planOf(kept)), labelsOf(book, kept));
}

/** [rows] whether something is bought in a row's span, as labels of the one product 0. */
function labelsOf(book: OrderBook, rows: readonly Row[]): SparseRows {
	const { orderProducts } = basketsOf(book);
	const start = new Int32Array(rows.length + 1);
	rows.forEach(([customer, cut, , until], r) => {
		const orders = orderProducts.subarray(book.customerOrders[customer] + cut, book.customerOrders[customer] + until);
		start[r + 1] = start[r] + (orders.some((products) => products > 0) ? 1 : 0);
	});
	return { start, product: new Int32Array(start[rows.length]) };
}

/** The customer features of examples, in a book that sells one thing: an order. */
function ordersAlone(examples: Examples, labels: SparseRows): Examples {
	return {
		...examples,
		book: { ...examples.book, products: ['order'] },
		features: { customer: examples.features.customer, product: [] },
		entries: { start: new Int32Array(examples.rows + 1), product: new Int32Array(0) },
		entryX: new Float32Array(0),
		absentX: new Float32Array(0),
		labels
	};
}

/** So many rows at most, evenly spread. */
function thinned(rows: readonly Row[], most: number): readonly Row[] {
	const before = (r: number) => Math.floor((r * most) / rows.length);
	return rows.length <= most ? rows : rows.filter((_, r) => before(r + 1) > before(r));
}

function planOf(rows: readonly Row[]): Plan {
	return {
		customer: Int32Array.from(rows, ([customer]) => customer),
		cut: Int32Array.from(rows, ([, cut]) => cut),
		asOf: Float64Array.from(rows, ([, , asOf]) => asOf),
		until: Int32Array.from(rows, ([, , , until]) => until)
	};
}
