import { describe, expect, it } from 'vitest';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { labelMatrix } from '../../../../src/lib/core/features/table.js';
import { neighbours } from '../../../../src/lib/core/models/neighbours/index.js';
import { tellOutOfFold } from '../../../../src/lib/core/models/neighbours/material.js';
import { someCustomers } from '../../../../src/lib/core/models/neighbours/memory.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';
import { Random } from '../../../../src/lib/core/random.js';
import { smallShop } from '../../../fixtures/shop.js';

const silent = { report: () => {} };
const shop = smallShop(80, 6);
const { train, validation } = splitExamples(shop, defaultQuestion(shop, 'next-order'), 1);

describe('customers who are drawn by chance', () => {
	it('come with all of their rows, as many as fit', () => {
		const some = someCustomers(train, 100, new Random(1));
		expect(some.rows).toBeLessThanOrEqual(100);
		expect(some.rows).toBeGreaterThan(80);
		const rowsOf = (customers: Int32Array, c: number) => customers.filter((own) => own === c).length;
		for (const c of new Set(some.customer)) expect(rowsOf(some.customer, c)).toBe(rowsOf(train.customer, c));
		expect(someCustomers(train, train.rows, new Random(1))).toBe(train);
	});
});

describe('what the weights are learned from', () => {
	it('tells nobody by what they bought themselves', async () => {
		const options = { folds: 3, neighbours: 20 };
		const told = await tellOutOfFold(train, train, options, new Random(4), silent);
		// Another answer of one customer changes what is said of the others' pairs, and nothing of their own but the labels.
		const c = train.customer[0];
		const { labels } = train;
		if (!labels) throw new Error('no labels');
		const product = labels.product.slice();
		for (let r = 0; train.customer[r] === c; r++) product.set(product.slice(labels.start[r], labels.start[r + 1]).map((p) => 5 - p).sort(), labels.start[r]);
		const other = { ...train, labels: { ...labels, product } };
		const moved = await tellOutOfFold(other, other, options, new Random(4), silent);
		const own = 6 * train.customer.filter((one) => one === c).length;
		told.columns.forEach((column, t) => expect(moved.columns[t].slice(0, own), `term ${t}`).toEqual(column.slice(0, own)));
		expect(moved.label.slice(0, own)).not.toEqual(told.label.slice(0, own));
		expect(moved.columns.some((column, t) => column.slice(own).some((value, i) => value !== told.columns[t][own + i]))).toBe(true);
	});

	it('stands for all pairs, also where those that were not bought are drawn', async () => {
		const large = smallShop(700, 450);
		const { train: all } = splitExamples(large, defaultQuestion(large, 'next-order'), 1);
		const some = someCustomers(all, 900, new Random(1));
		const { label, weight, whole } = await tellOutOfFold(all, some, { folds: 1, neighbours: 5 }, new Random(1), silent);
		const pairs = some.rows * 450;
		expect(whole).toBe(false);
		expect(label.length).toBeLessThan(0.9 * pairs);
		expect(Math.abs(weight.reduce((a, b) => a + b, 0) / pairs - 1)).toBeLessThan(0.01);
		expect(label.filter((mark) => mark === 1).length).toBe(labelMatrix(some).reduce((a, b) => a + b, 0));
	});

	it('never makes a purchase speak against another, even where customers buy what their like do not', async () => {
		const { labels } = train;
		if (!labels) throw new Error('no labels');
		const bought = Array.from({ length: train.rows }, (_, r) => new Set(labels.product.subarray(labels.start[r], labels.start[r + 1])));
		const rows = bought.map((own) => [0, 1, 2, 3, 4, 5].filter((p) => !own.has(p)));
		const start = Int32Array.from([0, ...rows.map((_, r) => rows.slice(0, r + 1).reduce((sum, { length }) => sum + length, 0))]);
		const contrary = { ...train, labels: { start, product: Int32Array.from(rows.flat()) } };
		const { facts } = await neighbours.fit(contrary, neighbours.defaults, { seed: 1, validation, report: () => {}, pool: inline({}) });
		for (const [name, weight] of Object.entries(facts)) if (name.startsWith('weight_') && !name.endsWith('silence')) expect(weight, name).toBeGreaterThanOrEqual(0);
	});
});
