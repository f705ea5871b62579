import { LikelyError } from '../errors.js';
import { Random } from '../random.js';
import { firstPurchase } from './plans.js';
import type { OrderBook } from './types.js';

const TEST_SHARE = 0.2;
const VALIDATION_SHARE = 0.16;

/** Customers of each part, ascending. */
export interface CustomerSplit {
	readonly train: Int32Array;
	readonly validation: Int32Array;
	readonly test: Int32Array;
}

/**
 * Every customer with a purchase into one part only: 64 % train, 16 % validation, 20 % test, each at least one. Who
 * goes where follows from the seed and the customer's name, not from the place in the file, so that few customers
 * change sides as the data grows. A file's own folds are taken as they are. Throws `split.too_few_customers` below 3.
 */
export function splitCustomers(book: OrderBook, seed: number): CustomerSplit {
	const buyers: number[] = [];
	for (let c = 0; c < book.customers.length; c++)
		if (firstPurchase(book, c) < book.customerOrders[c + 1] - book.customerOrders[c]) buyers.push(c);
	const { given } = book;
	if (given) {
		const fold = (wanted: number) => Int32Array.from(buyers.filter((c) => given.fold[c] === wanted));
		return { train: fold(0), validation: fold(1), test: fold(2) };
	}
	if (buyers.length < 3) throw new LikelyError('split.too_few_customers', { customers: buyers.length, needed: 3 });

	const draw = new Map(buyers.map((c) => [c, new Random(`${seed}/split/${book.customers[c]}`).next()]));
	const drawn = buyers.toSorted((a, b) => (draw.get(a) ?? 0) - (draw.get(b) ?? 0) || a - b);
	const test = Math.max(1, Math.round(TEST_SHARE * drawn.length));
	const validation = Math.max(1, Math.round(VALIDATION_SHARE * drawn.length));
	const part = (from: number, to?: number) => Int32Array.from(drawn.slice(from, to)).sort();
	return { test: part(0, test), validation: part(test, test + validation), train: part(test + validation) };
}
