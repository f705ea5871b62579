import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples, trainingExamples } from '../../../src/lib/core/features/examples.js';
import { planNext } from '../../../src/lib/core/features/plans.js';
import { registry } from '../../../src/lib/core/features/registry.js';
import { takeSnapshots } from '../../../src/lib/core/features/snapshots.js';
import { highValueFrom, spentBefore } from '../../../src/lib/core/features/spending.js';
import { positionOf } from '../../../src/lib/core/features/table.js';
import type { Examples, OrderBook, Question } from '../../../src/lib/core/features/types.js';
import { anchor, customerWords, LAST_DAY, orders, readable } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

const AS_OF = 300;
const question: Question & { kind: 'next' } = { kind: 'next', horizon: 60, asOf: AS_OF, snapshots: 2 };

const bookOf = (lines: readonly Line[]): OrderBook => buildOrderBook(transactions([...anchor, ...lines]));

/** Lines before the as-of date, and two different futures from it on, both of them often on the very day. */
const pasts = orders(fc.oneof(fc.integer({ min: 1, max: AS_OF - 1 }), fc.constant(AS_OF - 1)));
const futures = orders(fc.oneof(fc.integer({ min: AS_OF, max: LAST_DAY - 1 }), fc.constant(AS_OF)), 5).map((lines) =>
	lines.map((line) => ({ ...line, order: `later ${line.order}` }))
);

/** The same lines with the returns of another world that are not known before a moment. */
const returnedOtherwise = (lines: readonly Line[], moment: number): Line[] =>
	lines.map((line) => {
		const late = line.returnedDay !== undefined && line.returnedDay >= moment;
		if (late) return { ...line, returned: false, returnedDay: undefined };
		return line.returned ? line : { ...line, returned: true, returnedDay: moment };
	});

/** Holds where features as of AS_OF are the same whatever happens on that day or later. */
function blindToTheFuture(snapshots: (book: OrderBook) => Examples) {
	return fc.property(pasts, futures, futures, (past, one, other) => {
		const here = bookOf([...past, ...one]);
		const there = bookOf([...returnedOtherwise(past, AS_OF), ...other]);
		expect(readable(snapshots(here))).toEqual(readable(snapshots(there)));
	});
}

/** Snapshots by the real machinery, but knowing of orders, others' spending or returns some days too early. */
function planted(orderDays: number, spendingDays: number, returnDays = 0) {
	return (book: OrderBook): Examples => {
		const everyone = Int32Array.from(book.customers, (_, c) => c);
		const plan = planNext(book, { ...question, asOf: AS_OF + orderDays, snapshots: 0 }, everyone, true);
		const asOf = plan.asOf.map(() => AS_OF);
		const impatient = { ...book, lineReturnedTime: book.lineReturnedTime?.map((time) => time - returnDays) };
		return takeSnapshots(impatient, question, { ...plan, asOf }, registry(book, question), (customer, moment) =>
			highValueFrom(book, moment + spendingDays, spentBefore(book, customer, moment + spendingDays))
		);
	};
}

const options = { seed: 7, numRuns: 150 };
const caught = { ...options, endOnFailure: true };

describe('nothing dated on or after the as-of date reaches a feature', () => {
	it('of the last as-of date', () => {
		fc.assert(blindToTheFuture((book) => trainingExamples(book, { ...question, snapshots: 0 })), options);
	});

	it('of the earlier ones', () => {
		const earlier = { ...question, asOf: AS_OF + 40, horizon: 40, snapshots: 1 };
		const first = (book: OrderBook) => {
			const examples = trainingExamples(book, earlier);
			return Object.fromEntries(
				Object.entries(readable(examples)).filter(([row]) => row.endsWith(`as of ${AS_OF}`))
			);
		};
		const property = fc.property(pasts, futures, futures, (past, one, other) => {
			const there = [...returnedOtherwise(past, AS_OF), ...other];
			expect(first(bookOf([...past, ...one]))).toEqual(first(bookOf(there)));
		});
		fc.assert(property, options);
	});

	it('and a feature that reads one day too far is caught', () => {
		expect(fc.check(blindToTheFuture(planted(0, 0)), options).failed).toBe(false);
		expect(fc.check(blindToTheFuture(planted(1, 0)), caught).failed).toBe(true);
		expect(fc.check(blindToTheFuture(planted(0, 1)), caught).failed).toBe(true);
		expect(fc.check(blindToTheFuture(planted(0, 0, 1)), caught).failed).toBe(true);
	});
});

describe('nothing of the order to be predicted, or after it, reaches a feature', () => {
	/** For every row: forget what it may not know, and see whether the current snapshot is the same. */
	function rowsAreWhatWasKnown(cutOf: (examples: Examples, row: number) => number) {
		return fc.property(orders(fc.integer({ min: 2, max: 60 })), (lines) => {
			const all = [...anchor, { ...anchor[0], order: 'second', day: 1 }, ...lines];
			const book = buildOrderBook(transactions(all));
			const examples = trainingExamples(book, { kind: 'next-order' });
			for (let r = 0; r < examples.rows; r++) {
				if (examples.asOf[r] < 2) continue; // data of a single day has no dated features
				const customer = book.customers[examples.customer[r]];
				const first = book.customerOrders[examples.customer[r]];
				const known = new Set(book.orderIds.slice(first, first + cutOf(examples, r)));
				const kept = returnedOtherwise(all, examples.asOf[r]).filter((line) =>
					line.customer === customer ? known.has(line.order) : line.day < examples.asOf[r]
				);
				const then = buildOrderBook(transactions(kept));
				const row = readable(currentExamples(then, { kind: 'next-order' }));
				const key = `${customer} as of ${examples.asOf[r]}`;
				expect(row[key]).toEqual(rowAt(examples, r));
			}
		});
	}

	const rowAt = (examples: Examples, row: number) => {
		const one: Examples = {
			...examples,
			rows: 1,
			customer: examples.customer.slice(row, row + 1),
			asOf: examples.asOf.slice(row, row + 1),
			x: examples.x.slice(row * examples.features.customer.length),
			entries: { start: examples.entries.start.slice(row, row + 2), product: examples.entries.product }
		};
		return Object.values(readable(one))[0];
	};

	it('of next-order', () => {
		fc.assert(rowsAreWhatWasKnown((examples, row) => examples.cut[row]), options);
	});

	it('and an order too many is caught', () => {
		expect(fc.check(rowsAreWhatWasKnown((examples, row) => examples.cut[row] - 1), caught).failed).toBe(true);
	});
});

describe('ever', () => {
	it("a pair's features are the same whether or not the customer owns the product", () => {
		const property = fc.property(orders(fc.integer({ min: 1, max: LAST_DAY })), (lines) => {
			const book = bookOf(lines);
			const examples = trainingExamples(book, { kind: 'ever' });
			for (let r = 0; r < examples.rows; r++)
				for (let e = examples.entries.start[r]; e < examples.entries.start[r + 1]; e++) {
					const customer = book.customers[examples.customer[r]];
					const product = book.products[examples.entries.product[e]];
					if (customer === 'Anchor') continue;
					const without = bookOf(lines.filter((l) => l.customer !== customer || l.product !== product));
					const other = trainingExamples(without, { kind: 'ever' });
					const row = other.customer.indexOf(without.customers.indexOf(customer));
					expect(examples.entryIgnored?.[e] === 1).toBe(row < 0);
					if (row < 0) continue;
					const p = without.products.indexOf(product);
					if (p >= 0) expect(positionOf(other.entries, row, p)).toBe(-1);
					expect(customerWords(examples, examples.entryCustomerX ?? new Float32Array(), e)).toEqual(
						customerWords(other, other.x, row)
					);
				}
		});
		fc.assert(property, options);
	});
});
