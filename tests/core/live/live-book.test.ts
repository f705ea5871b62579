import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { Examples, OrderBook, Question } from '../../../src/lib/core/features/types.js';
import { LiveBook } from '../../../src/lib/core/live/live-book.js';
import type { IncomingOrder } from '../../../src/lib/core/live/order.js';
import { orders } from '../features/arbitrary.js';
import { transactions } from '../features/lines.js';
import type { Line } from '../features/lines.js';

const questions: readonly Question[] = [{ kind: 'next', horizon: 30, asOf: 300, snapshots: 1 }, { kind: 'next-order' }, { kind: 'ever' }];
const products = ['A', 'B', 'C'];
/** Every product, two customers, money, dates and both regions, so that the vocabulary is whole from the start. */
const base: readonly Line[] = [
	{ customer: 'Ann', order: '1', day: 3, product: 'A', amount: 10, region: 'North' },
	{ customer: 'Bob', order: '2', day: 5, product: 'B', amount: 20, region: 'South' },
	{ customer: 'Ann', order: '3', day: 9, product: 'C', amount: 5, region: 'North' }
];
const order = (customer: string, id: string, time: number, lines: readonly (readonly [string, number])[], more: Partial<IncomingOrder> = {}): IncomingOrder => ({
	customer,
	order: id,
	time,
	lines: lines.map(([product, amount]) => ({ product, amount, quantity: 1, returned: false })),
	attributes: {},
	...more
});
const bookOf = (lines: readonly Line[]) => buildOrderBook(transactions(lines));
const live = (question: Question = { kind: 'next-order' }) => new LiveBook(bookOf(base), question);
const data = ({ rows, asOf, x, entries, entryX, entryCustomerX, entryIgnored }: Examples) => ({ rows, asOf, x, entries, entryX, entryCustomerX, entryIgnored });

const incoming: fc.Arbitrary<IncomingOrder> = fc.record({
	customer: fc.constantFrom('Ann', 'Bob', 'Cy', 'Di'),
	order: fc.constantFrom('1', '2', '10', '11', '12', '13'),
	time: fc.integer({ min: 0, max: 40 }),
	lines: fc.array(
		fc.record({
			product: fc.constantFrom(...products),
			amount: fc.oneof(fc.constant(NaN), fc.integer({ min: 1, max: 10_000 }).map((cents) => cents / 100)),
			quantity: fc.constantFrom(1, 2, -1),
			returned: fc.boolean()
		}),
		{ minLength: 1, maxLength: 4 }
	),
	attributes: fc.constantFrom<Record<string, string>>({}, { region: 'North' }, { region: 'South' })
});

describe('a book that grows order by order', () => {
	it('gives, to the bit, the features of a book built anew', () => {
		fc.assert(
			fc.property(orders(fc.integer({ min: 0, max: 30 })), fc.array(incoming, { minLength: 1, maxLength: 12 }), fc.constantFrom(...questions), (lines, list, question) => {
				const start = bookOf([...base, ...lines.map((line) => ({ ...line, product: products[line.product.length % 3] }))]);
				const book = new LiveBook(start, question);
				for (const one of list) book.take(one);
				const anew = book.book();
				const words = ({ products, attributes }: OrderBook) => [products, attributes.map(({ values }) => values)];
				fc.pre(anew.to === book.to && JSON.stringify(words(anew)) === JSON.stringify(words(start)));
				for (const customer of ['Ann', 'Bob', 'Cy', 'Di']) {
					const c = anew.customers.indexOf(customer);
					if (c < 0) continue;
					expect(data(book.snapshot(customer))).toEqual(data(currentExamples(anew, question, Int32Array.of(c))));
				}
			}),
			{ numRuns: 150 }
		);
	});

	it('knows an order again, and takes a correction in place of it', () => {
		const book = live();
		expect(book.take(order('Ann', '1', 3, [['A', 10]]))).toEqual({ what: 'known', unknown: 0 });
		expect(book.take(order('Ann', '1', 3, [['A', 12]]))).toEqual({ what: 'corrected', unknown: 0 });
		expect(book.take(order('Ann', '1', 3, [['A', 12]]))).toEqual({ what: 'known', unknown: 0 });
		expect(book.take(order('Ann', '9', 12, [['B', 1]]))).toEqual({ what: 'new', unknown: 0 });
		expect(book.take(order('Bob', '9', 12, [['B', 1]]))).toEqual({ what: 'new', unknown: 0 });
		expect(book.added).toHaveLength(3);
		expect(book.book().orderTime).toHaveLength(5);
	});

	it('keeps products that nobody sold before for the next training', () => {
		const book = live();
		expect(book.take(order('Ann', '4', 20, [['A', 1], ['Novelty', 2]]))).toEqual({ what: 'new', unknown: 1 });
		expect(book.book().products).toEqual(['A', 'B', 'C', 'Novelty']);
		expect(book.snapshot('Ann').entries.product).toEqual(Int32Array.of(0, 2));
	});

	it('has nothing to say of somebody who never bought', () => {
		expect(live().snapshot('Nobody').rows).toBe(0);
	});

	it('refuses a file that says itself what is held out', () => {
		const given = base.map((line) => ({ ...line, part: 'history' as const, fold: 'train' as const }));
		expect(() => new LiveBook(bookOf(given), { kind: 'next-order' })).toThrow(expect.objectContaining({ code: 'live.given_split' }));
	});

	it('takes a thousand orders in far less than a second, however many customers there are', () => {
		const many = Array.from({ length: 20_000 }, (_, i): Line => ({ customer: `C${i}`, order: `${i}`, day: i % 300, product: products[i % 3], amount: i % 97, region: 'North' }));
		const book = new LiveBook(bookOf(many), questions[0]);
		const started = performance.now();
		for (let i = 0; i < 1000; i++) {
			book.take(order(`C${i * 7}`, `n${i}`, 301, [['A', 5]]));
			book.snapshot(`C${i * 7}`);
		}
		expect(performance.now() - started).toBeLessThan(1000);
	});
});
