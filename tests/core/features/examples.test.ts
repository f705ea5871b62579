import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import {
	currentExamples,
	selectRows,
	testExamples,
	trainingExamples
} from '../../../src/lib/core/features/examples.js';
import { splitCustomers } from '../../../src/lib/core/features/split.js';
import type { Examples, Question } from '../../../src/lib/core/features/types.js';
import { anchor, orders, readable } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';
import { worked } from './worked.js';

const book = buildOrderBook(transactions(worked));
const everyone = Int32Array.of(0, 1, 2);

/** Customer, number of known orders, as-of day and answer of every row. */
function rows({ book: of, rows: count, customer, cut, asOf, labels }: Examples) {
	return Array.from({ length: count }, (_, r) => [
		of.customers[customer[r]],
		cut[r],
		asOf[r],
		labels && [...labels.product.slice(labels.start[r], labels.start[r + 1])].map((p) => of.products[p]).join(' ')
	]);
}

describe('next', () => {
	const question: Question = { kind: 'next', horizon: 60, asOf: 241, snapshots: 2 };

	it('learns from every as-of date at which a customer was known', () => {
		expect(rows(trainingExamples(book, question))).toEqual([
			['Ann', 2, 121, ''], // days 121 to 180
			['Ann', 2, 181, 'Ink Pens'], // 181 to 240
			['Ann', 3, 241, 'Chair'], // 241 to 300
			['Bob', 1, 121, ''],
			['Bob', 1, 181, ''],
			['Bob', 1, 241, ''],
			['Cid', 1, 121, ''],
			['Cid', 1, 181, ''],
			['Cid', 1, 241, 'Printer']
		]);
	});

	it('knows nobody who only sent things back by then', () => {
		const credit: Line = { customer: 'Dan', order: 'D1', day: 150, product: 'Ink', amount: -5, quantity: -1 };
		const bought: Line = { customer: 'Dan', order: 'D2', day: 260, product: 'Ink', amount: 5 };
		const examples = trainingExamples(buildOrderBook(transactions([...worked, credit, bought])), question);
		expect(rows(examples).filter(([customer]) => customer === 'Dan')).toEqual([]);
	});

	it('is judged on the last one only, and predicts for the day after the data', () => {
		expect(rows(testExamples(book, question, Int32Array.of(2, 0)))).toEqual([
			['Cid', 1, 241, 'Printer'],
			['Ann', 3, 241, 'Chair']
		]);
		expect(rows(currentExamples(book, question))).toEqual([
			['Ann', 4, 301, undefined],
			['Bob', 1, 301, undefined],
			['Cid', 2, 301, undefined]
		]);
	});

	it('ends the horizon before its last day is over', () => {
		const until = (horizon: number) =>
			rows(trainingExamples(book, { kind: 'next', horizon, asOf: 191, snapshots: 0 }))[0][3];
		expect([until(9), until(10)]).toEqual(['', 'Ink Pens']); // A3 is on day 200 = 191 + 9
	});

	it('refuses a question that does not fit the data', () => {
		expect(() => trainingExamples(book, { ...question, asOf: 242 })).toThrow('question.as_of_out_of_range');
		expect(() => testExamples(book, { ...question, horizon: 301 }, everyone)).toThrow('question.horizon_too_long');
	});
});

describe('next-order', () => {
	const question: Question = { kind: 'next-order' };

	it('learns from every order with an earlier one, as of the day after that', () => {
		expect(rows(trainingExamples(book, question))).toEqual([
			['Ann', 1, 11, 'Ink Paper'],
			['Ann', 2, 41, 'Ink Pens'],
			['Ann', 3, 201, 'Chair'],
			['Cid', 1, 1, 'Printer']
		]);
	});

	it('learns from the latest ten of a customer', () => {
		const lines = Array.from({ length: 14 }, (_, i) => ({ customer: 'Ann', order: `${i}`, day: i, product: 'Ink' }));
		const cuts = trainingExamples(buildOrderBook(transactions(lines)), question).cut;
		expect([...cuts]).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
	});

	it('is judged on the last order, and predicts the one after it', () => {
		expect(rows(testExamples(book, question, everyone))).toEqual([
			['Ann', 3, 201, 'Chair'],
			['Cid', 1, 1, 'Printer']
		]);
		expect(rows(currentExamples(book, question)).map((row) => row[2])).toEqual([301, 101, 251]);
	});

	const given = buildOrderBook(
		transactions(
			worked.map((line): Line => ({ ...line, part: line.order === 'A4' || line.order === 'C2' ? 'future' : 'history' }))
		)
	);

	it("is judged on the held-out basket of a file's own split, which training does not see", () => {
		expect(rows(testExamples(given, question, everyone))).toEqual([
			['Ann', 3, 201, 'Chair'],
			['Cid', 1, 1, 'Printer']
		]);
		expect(rows(trainingExamples(given, question))).toEqual([
			['Ann', 1, 11, 'Ink Paper'],
			['Ann', 2, 41, 'Ink Pens']
		]);
	});

	it('learns from held-out baskets where it is told to', () => {
		expect(rows(trainingExamples(given, question, Int32Array.of(0), { heldOut: true }))).toEqual([
			['Ann', 1, 11, 'Ink Paper'],
			['Ann', 2, 41, 'Ink Pens'],
			['Ann', 3, 201, 'Chair']
		]);
	});

	it('takes several held-out orders as one basket', () => {
		const split = worked.map((line): Line => ({ ...line, part: /A[34]/.test(line.order) ? 'future' : 'history' }));
		const test = testExamples(buildOrderBook(transactions(split)), question, Int32Array.of(0));
		expect(rows(test)).toEqual([['Ann', 2, 41, 'Chair Ink Pens']]);
	});
});

describe('all questions', () => {
	const questions: Question[] = [
		{ kind: 'next', horizon: 50, asOf: 240, snapshots: 3 },
		{ kind: 'next-order' },
		{ kind: 'ever' }
	];

	it('give the same examples again', () => {
		for (const question of questions)
			expect(trainingExamples(buildOrderBook(transactions(worked)), question)).toEqual(trainingExamples(book, question));
	});

	it('give a customer the same rows whoever else is asked for', () => {
		const shops = orders(fc.integer({ min: 1, max: 399 }));
		const property = fc.property(shops, fc.integer({ min: 0, max: 4 }), (lines, pick) => {
			const shop = buildOrderBook(transactions([...anchor, ...lines]));
			const one = Int32Array.of(pick % shop.customers.length);
			for (const question of questions) {
				const all = readable(trainingExamples(shop, question));
				const some = readable(trainingExamples(shop, question, one));
				for (const [row, features] of Object.entries(some)) expect(all[row]).toEqual(features);
			}
		});
		fc.assert(property, { seed: 5, numRuns: 60 });
	});

	it('put no customer of one part into another', () => {
		const lines = Array.from({ length: 40 }, (_, i) => ({
			customer: `c${i % 12}`,
			order: `${i}`,
			day: i * 10,
			product: 'Ink'
		}));
		const shop = buildOrderBook(transactions(lines));
		const split = splitCustomers(shop, 1);
		for (const question of questions) {
			const train = new Set(trainingExamples(shop, question, split.train).customer);
			for (const part of [split.validation, split.test])
				for (const customer of testExamples(shop, question, part).customer) expect(train.has(customer)).toBe(false);
		}
	});

	it('can be cut to some rows', () => {
		for (const question of questions) {
			const all = trainingExamples(book, question);
			const picked = selectRows(all, Int32Array.of(3, 0).filter((r) => r < all.rows));
			expect(rows(picked)).toEqual(rows(all).filter((_, r) => r === 3).concat(rows(all).slice(0, 1)));
			for (const [row, features] of Object.entries(readable(picked))) expect(readable(all)[row]).toEqual(features);
		}
	});
});
