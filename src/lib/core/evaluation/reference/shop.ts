import { selectRows, testExamples } from '../../features/examples.js';
import { knownOrders, ordersBefore } from '../../features/plans.js';
import { splitCustomers } from '../../features/split.js';
import type { Examples, SparseRows, Split } from '../../features/types.js';
import { knownOf } from './known.js';
import type { Known } from './known.js';

/** What the methods rank from: everybody's known baskets, and whose next basket is asked for. */
export interface RankingShop {
	/** Rows: training customers, then those that parameters are chosen on, then those that are measured. */
	readonly known: Known;
	/** [training customers] their rows. */
	readonly train: Int32Array;
	readonly validation: Asked;
	readonly test: Asked;
	/** Products by how many baskets hold them, the most popular first. */
	readonly popular: Int32Array;
}

/** Rows whose next basket is asked for, and those baskets, row by row. */
export interface Asked {
	readonly rows: Int32Array;
	readonly baskets: SparseRows;
}

/** Validation customers that parameters are searched on, at most. */
const SEARCHED = 400;

/**
 * Training customers as they stand before the last as-of date (`next-order`: with all known orders), validation
 * customers before the last basket that is asked for (the held-out one, where the file has its own split), and the test
 * rows. Throws `split.too_few_customers`.
 */
export function rankingShop({ validation, test }: Split, seed: number): RankingShop {
	const { book, question } = test;
	const train = splitCustomers(book, seed).train;
	const trainCut = train.map((c) => (question.kind === 'next' ? ordersBefore(book, c, question.asOf) : knownOrders(book, c)));
	const latest = book.given ? testExamples(book, question, splitCustomers(book, seed).validation) : selectRows(validation, latestRows(validation));
	const checked = selectRows(latest, Int32Array.from(latest.customer.keys()).subarray(0, SEARCHED));
	const known = knownOf(book, joined(train, checked.customer, test.customer), joined(trainCut, checked.cut, test.cut));
	const from = (first: number, count: number) => Int32Array.from({ length: count }, (_, i) => first + i);
	const asked = (examples: Examples, first: number): Asked => ({
		rows: from(first, examples.rows),
		baskets: examples.labels ?? { start: new Int32Array(examples.rows + 1), product: new Int32Array(0) }
	});
	return {
		known,
		train: from(0, train.length).filter((row) => known.baskets[row] > 0),
		validation: asked(checked, train.length),
		test: asked(test, train.length + checked.rows),
		popular: byPopularity(known)
	};
}

function joined(...parts: readonly Int32Array[]): Int32Array {
	const out = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
	parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
	return out;
}

/** Each customer's last row; rows come customer by customer, in time. */
function latestRows({ customer, rows }: Examples): Int32Array {
	return Int32Array.from(customer.keys()).filter((r) => r + 1 === rows || customer[r + 1] !== customer[r]);
}

/** Products by how many of the known baskets hold them, the most popular first, ties by number. */
export function byPopularity({ products, product }: Known): Int32Array {
	const count = new Int32Array(products);
	for (const p of product) count[p]++;
	return Int32Array.from(count.keys()).sort((a, b) => count[b] - count[a] || a - b);
}
