import { basketsOf, sortAscending } from './baskets.js';
import { planCurrent, planNext, planNextOrder } from './plans.js';
import { checkQuestion } from './questions.js';
import { registry } from './registry.js';
import { takeSnapshots } from './snapshots.js';
import type { HighValueFrom, Plan } from './snapshots.js';
import { highValueFrom, prepareSpending, spentBefore } from './spending.js';
import type { Examples, OrderBook, Question, SparseRows } from './types.js';

/**
 * All labelled snapshots of the given customers (default: all). `next`: every as-of date; `next-order`: one row per
 * customer and order with an earlier one, the latest 10 of a customer; `ever`: one row a customer. Orders that a file
 * with its own split holds out are only labels, and only where `heldOut` says so. `apart`: days between as-of dates, a
 * horizon unless told; with fewer, labels of one customer come from spans that overlap. Rows come customer by customer, in
 * time. Throws as `checkQuestion` does.
 */
export function trainingExamples(
	book: OrderBook,
	question: Question,
	customers: Int32Array = everyone(book),
	{ heldOut = false, apart }: { readonly heldOut?: boolean; readonly apart?: number } = {}
): Examples {
	checkQuestion(book, question);
	if (question.kind === 'next') return labelled(book, question, planNext(book, question, customers, false, apart));
	if (question.kind === 'ever') return labelled(book, question, planCurrent(book, question, customers));
	return labelled(book, question, planNextOrder(book, customers, heldOut ? 'latest and held-out' : 'latest'));
}

/**
 * The labelled snapshots that a model is judged on. `next`: the last as-of date only; `next-order`: each customer's
 * last order from the earlier ones, or the held-out basket from the known orders; `ever`: one row a customer.
 */
export function testExamples(book: OrderBook, question: Question, customers: Int32Array): Examples {
	checkQuestion(book, question);
	if (question.kind === 'next') return labelled(book, question, planNext(book, question, customers, true));
	if (question.kind === 'ever') return labelled(book, question, planCurrent(book, question, customers));
	return labelled(book, question, planNextOrder(book, customers, book.given ? 'held-out' : 'last'));
}

/**
 * What is predicted for now, without labels: one row a customer (default: all), all orders known, as of the day after
 * the data; for `next-order` as of the day after the customer's last order, as in training.
 */
export function currentExamples(
	book: OrderBook,
	question: Question,
	customers: Int32Array = everyone(book)
): Examples {
	return unlabelled(book, question, planCurrent(book, question, customers));
}

/** Some rows of examples, in the given order. */
export function selectRows(examples: Examples, rows: Int32Array): Examples {
	const { x, entries, entryX, entryCustomerX, entryIgnored, labels } = examples;
	const width = examples.features.customer.length;
	const picked = selectSparse(entries, rows);
	return {
		...examples,
		rows: rows.length,
		customer: rows.map((r) => examples.customer[r]),
		cut: rows.map((r) => examples.cut[r]),
		asOf: Float64Array.from(rows, (r) => examples.asOf[r]),
		x: gather(x, width, rows),
		entries: picked.rows,
		entryX: gather(entryX, examples.features.product.length, picked.positions),
		...(entryCustomerX && { entryCustomerX: gather(entryCustomerX, width, picked.positions) }),
		...(entryIgnored && { entryIgnored: Uint8Array.from(picked.positions, (e) => entryIgnored[e]) }),
		...(labels && { labels: selectSparse(labels, rows).rows })
	};
}

function everyone(book: OrderBook): Int32Array {
	return Int32Array.from(book.customers, (_, c) => c);
}

function unlabelled(book: OrderBook, question: Question, plan: Plan): Examples {
	const features = registry(book, question);
	return takeSnapshots(book, question, plan, features, bookHighValue(book, plan.asOf));
}

/** Snapshots of a plan that is not the question's own, labelled with what its orders from `cut` to `until` hold. */
export function plannedExamples(book: OrderBook, question: Question, plan: Plan): Examples {
	return { ...unlabelled(book, question, plan), labels: labelsOf(book, plan) };
}

function labelled(book: OrderBook, question: Question, plan: Plan): Examples {
	const examples = unlabelled(book, question, plan);
	return { ...examples, labels: question.kind === 'ever' ? examples.entries : labelsOf(book, plan) };
}

/** The high-value limit of the book's own customers, for the moments of a plan. */
function bookHighValue(book: OrderBook, asOfs: Float64Array): HighValueFrom {
	if (basketsOf(book).hasMoney) prepareSpending(book, asOfs);
	return (customer, asOf) => highValueFrom(book, asOf, spentBefore(book, customer, asOf));
}

/** Distinct products bought in the orders from each row's cut to its end. */
function labelsOf(book: OrderBook, plan: Plan): SparseRows {
	const baskets = basketsOf(book);
	const start = new Int32Array(plan.customer.length + 1);
	const seen = new Int32Array(book.products.length).fill(-1);
	const product: number[] = [];
	for (let r = 0; r < plan.customer.length; r++) {
		const first = book.customerOrders[plan.customer[r]];
		const from = baskets.start[first + plan.cut[r]];
		for (let e = from; e < baskets.start[first + plan.until[r]]; e++) {
			if (baskets.bought[e] === 0 || seen[baskets.product[e]] === r) continue;
			seen[baskets.product[e]] = r;
			product.push(baskets.product[e]);
		}
		start[r + 1] = product.length;
	}
	const sorted = Int32Array.from(product);
	for (let r = 0; r < plan.customer.length; r++) sortAscending(sorted, start[r], start[r + 1]);
	return { start, product: sorted };
}

function selectSparse(sparse: SparseRows, rows: Int32Array): { rows: SparseRows; positions: Int32Array } {
	const start = new Int32Array(rows.length + 1);
	rows.forEach((r, i) => (start[i + 1] = start[i] + sparse.start[r + 1] - sparse.start[r]));
	const positions = new Int32Array(start[rows.length]);
	rows.forEach((r, i) => {
		for (let k = 0; k < start[i + 1] - start[i]; k++) positions[start[i] + k] = sparse.start[r] + k;
	});
	return { rows: { start, product: positions.map((at) => sparse.product[at]) }, positions };
}

function gather(values: Float32Array, width: number, rows: Int32Array): Float32Array {
	const out = new Float32Array(rows.length * width);
	for (let i = 0; i < rows.length; i++)
		for (let j = 0; j < width; j++) out[i * width + j] = values[rows[i] * width + j];
	return out;
}
