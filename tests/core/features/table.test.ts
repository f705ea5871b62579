import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples, trainingExamples } from '../../../src/lib/core/features/examples.js';
import {
	byProduct,
	ignoredColumn,
	labelColumn,
	labelMatrix,
	pairVector,
	pairVectorInto,
	positionOf,
	productTable,
	productTableInto,
	tableWidth
} from '../../../src/lib/core/features/table.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import { anchor, orders } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';
import { worked } from './worked.js';

const book = buildOrderBook(transactions(worked));
const question: Question = { kind: 'next', horizon: 60, asOf: 241, snapshots: 0 };
const product = (name: string) => book.products.indexOf(name);

describe('tables', () => {
	const examples = trainingExamples(book, question);
	const column = (name: string) => {
		const j = examples.features.customer.length + examples.features.product.findIndex((f) => f.name === name);
		const table = productTable(examples, product('Ink'));
		return Array.from({ length: examples.rows }, (_, r) => table[r * tableWidth(examples) + j]);
	};

	it('hold the product features of those who bought it and the absent ones of the others', () => {
		expect(column('purchases_total')).toEqual([3, 0, 0]); // Ann, Bob, Cid
		expect(column('days_since_last_purchase')).toEqual([41, NaN, NaN]);
	});

	it('put labels where they belong', () => {
		expect([...labelColumn(examples, product('Chair'))]).toEqual([1, 0, 0]);
		expect([...labelColumn(examples, product('Printer'))]).toEqual([0, 0, 1]);
		expect([...labelMatrix(examples)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
		expect(() => labelMatrix(currentExamples(book, question))).toThrow('examples.no_labels');
	});

	it("take the customer's other features for ever, and say which pairs are not asked", () => {
		const ever = trainingExamples(book, { kind: 'ever' });
		const orders = (name: string) => [0, 1, 2].map((r) => productTable(ever, product(name))[r * tableWidth(ever)]);
		expect(orders('Paper')).toEqual([4, 0, 2]); // Bob bought nothing but paper
		expect(orders('Chair')).toEqual([3, 1, 2]); // Ann's A4 held nothing but the chair
		expect([...ignoredColumn(ever, product('Paper'))]).toEqual([0, 1, 0]);
		expect([...ignoredColumn(examples, product('Paper'))]).toEqual([0, 0, 0]);
	});

	it('miss what is said per order where nothing but returns is left', () => {
		const lines: Line[] = [...worked, { customer: 'Dee', order: 'D1', day: 20, product: 'Paper', amount: 3 }, { customer: 'Dee', order: 'D2', day: 30, product: 'Ink', amount: 5, quantity: -1 }];
		const shop = buildOrderBook(transactions(lines));
		const ever = trainingExamples(shop, { kind: 'ever' });
		const values = productTable(ever, shop.products.indexOf('Paper'));
		expect([...values].filter((value) => Math.abs(value) === Infinity)).toEqual([]);
	});

	it('agree with each other', () => {
		const property = fc.property(orders(fc.integer({ min: 1, max: 399 })), (lines) => {
			const shop = buildOrderBook(transactions([...anchor, ...lines]));
			for (const asked of [{ ...question, horizon: 100 }, { kind: 'next-order' }, { kind: 'ever' }] as Question[]) {
				const all = trainingExamples(shop, asked);
				const width = tableWidth(all);
				const labels = labelMatrix(all);
				const buffer = new Float32Array(all.rows * width + 5).fill(7);
				const pair = new Float32Array(width + 2);
				for (let p = 0; p < shop.products.length; p++) {
					const table = productTable(all, p);
					expect(productTableInto(all, p, buffer).subarray(0, table.length)).toEqual(table);
					expect([...buffer.subarray(table.length)]).toEqual([7, 7, 7, 7, 7]);
					for (let r = 0; r < all.rows; r++) {
						expect(pairVector(all, r, p)).toEqual(table.subarray(r * width, (r + 1) * width));
						pairVectorInto(all, r, p, pair, 2);
						expect(pair.subarray(2)).toEqual(pairVector(all, r, p));
						expect(labels[r * shop.products.length + p]).toBe(labelColumn(all, p)[r]);
					}
				}
			}
		});
		fc.assert(property, { seed: 2, numRuns: 40 });
	});
});

describe('the product index', () => {
	const sparse = { start: Int32Array.of(0, 2, 2, 4), product: Int32Array.of(0, 2, 1, 2) };

	it('turns rows into columns and remembers them', () => {
		const index = byProduct(sparse, 4);
		expect([...index.start]).toEqual([0, 1, 2, 4, 4]);
		expect([...index.row]).toEqual([0, 2, 0, 2]);
		expect([...index.position]).toEqual([0, 2, 1, 3]);
		expect(byProduct(sparse, 4)).toBe(index);
	});

	it('finds a product in a row', () => {
		expect([0, 1, 2, 3].map((p) => positionOf(sparse, 0, p))).toEqual([0, -1, 1, -1]);
		expect([0, 1, 2, 3].map((p) => positionOf(sparse, 1, p))).toEqual([-1, -1, -1, -1]);
		expect([0, 1, 2, 3].map((p) => positionOf(sparse, 2, p))).toEqual([-1, 2, 3, -1]);
	});
});
