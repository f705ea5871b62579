import { describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../../src/lib/core/data/office-shop.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { plannedExamples } from '../../../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { productTable, tableWidth } from '../../../../src/lib/core/features/table.js';
import { forest } from '../../../../src/lib/core/models/forest/index.js';
import { asInputs } from '../../../../src/lib/core/models/inputs.js';
import { popularityRates } from '../../../../src/lib/core/models/popularity.js';
import { Ahead } from '../../../../src/lib/core/models/renewal/ahead.js';
import { decodeRenewal } from '../../../../src/lib/core/models/renewal/decode.js';
import { renewal } from '../../../../src/lib/core/models/renewal/index.js';
import { RenewalModel } from '../../../../src/lib/core/models/renewal/model.js';
import { orderRows, slotRows } from '../../../../src/lib/core/models/renewal/rows.js';
import type { TreeModel } from '../../../../src/lib/core/models/trees/model.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';

const shop = simulateOfficeShop({ seed: 3, customers: 160 });
const book = buildOrderBook(shop.transactions);
const question = defaultQuestion(book);
const horizon = question.kind === 'next' ? question.horizon : 0;
const split = splitExamples(book, question, 1);
const { train } = split;
const end = Math.max(...train.asOf) + horizon;

const context = { seed: 1, validation: split.validation, report: () => {}, pool: inline(treeTasks) };

describe('rows that the order rhythm learns from', () => {
	it('are every order with an earlier one, known up to the day before, labelled with what is in it', () => {
		const rows = orderRows(train);
		const orders = new Set(train.customer);
		let expected = 0;
		for (const c of orders) expected += Math.max(0, book.customerOrders[c + 1] - book.customerOrders[c] - 1);
		expect(rows.rows).toBe(expected);
		for (let r = 0; r < rows.rows; r += 7) {
			const order = book.customerOrders[rows.customer[r]] + rows.cut[r];
			expect(book.orderTime[order]).toBe(rows.asOf[r]);
			const lines = book.lineProduct.subarray(book.orderLines[order], book.orderLines[order + 1]);
			const { start = [], product = [] } = rows.labels ?? {};
			expect([...product.slice(start[r], start[r + 1])]).toEqual([...new Set(lines)].sort((a, b) => a - b));
		}
	});

	it('are spans of days without a gap and within what training may see, labelled with whether somebody orders', () => {
		const days = 7;
		const rows = slotRows(train, days);
		expect(new Set(rows.customer)).toEqual(new Set(train.customer));
		for (let r = 0; r < rows.rows; r++) {
			const from = book.customerOrders[rows.customer[r]];
			const times = book.orderTime.subarray(from, book.customerOrders[rows.customer[r] + 1]);
			expect(rows.asOf[r] + days).toBeLessThanOrEqual(end);
			if (r > 0 && rows.customer[r] === rows.customer[r - 1]) expect(rows.asOf[r]).toBe(rows.asOf[r - 1] + days);
			const ordered = times.some((time) => time >= rows.asOf[r] && time < rows.asOf[r] + days);
			expect((rows.labels?.start[r + 1] ?? 0) - (rows.labels?.start[r] ?? 0)).toBe(ordered ? 1 : 0);
		}
	});
});

describe('a customer some days ahead', () => {
	it('has the parameters that the registry computes then, if nothing is ordered', () => {
		const at = (days: number) => plannedExamples(book, question, { customer: split.test.customer, cut: split.test.cut, until: split.test.cut, asOf: split.test.asOf.map((asOf) => asOf + days) });
		const [now, later] = [at(0), at(17)];
		const width = tableWidth(now);
		const moved = productTable(now, 3);
		const ahead = new Ahead(now.features);
		for (let r = 0; r < now.rows; r++) ahead.moveOn(moved, r * width, 17);
		const expected = productTable(later, 3);
		const names = [...now.features.customer, ...now.features.product].map(({ name }) => name);
		const others = ['month', 'orders_last_6m', 'spent_last_6m', 'purchases_last_6m', 'high_value_customer', 'return_rate'];
		names.forEach((name, j) => {
			if (others.includes(name)) return;
			for (let at = j; at < moved.length; at += width) {
				if (Number.isNaN(expected[at])) expect(moved[at], name).toBeNaN();
				else expect(moved[at], name).toBeCloseTo(expected[at], 3);
			}
		});
	});
});

describe('the order rhythm', () => {
	it('is closer to the truth than popularity by far, on customers it never saw, and calibrated by rows told out of fold', async () => {
		const { model, outOfFold, facts } = await renewal.fit(train, { spans: 6, trees: 20, basketTrees: 20, timingTrees: 60 }, context);
		const rates = popularityRates(train);
		const products = book.products.length;
		const truth = (i: number) => shop.truth(book.customers[split.test.customer[Math.floor(i / products)]], book.products[i % products], split.test.asOf[0], horizon);
		const p = model.predict(split.test);
		let [own, popular] = [0, 0];
		p.forEach((value, i) => {
			own += (value - truth(i)) ** 2;
			popular += (rates[i % products] - truth(i)) ** 2;
		});
		expect(own).toBeLessThan(0.4 * popular);
		expect(outOfFold?.length).toBe(train.rows * products);
		expect(facts.days_of_a_span).toBe(Math.round(horizon / 6));
		if (!(model instanceof RenewalModel)) throw new TypeError('another model');
		const { affinity, ...parts } = model.parts;
		expect(affinity?.products.length).toBeGreaterThan(0);
		const table = productTable(asInputs(model, split.test), 2);
		const asked = model.predictProduct(2, table, split.test.rows);
		expect(asked).toEqual(p.filter((_, i) => i % products === 2));
		const encoded = structuredClone(model.encode());
		expect(decodeRenewal(encoded).predict(split.test)).toEqual(p);
		expect(() => decodeRenewal({ ...encoded, buffers: { ...encoded.buffers, 'affinity.weights': new Float64Array(3) } })).toThrow(expect.objectContaining({ code: 'model.damaged' }));
		const { timing } = parts;
		const plain = await forest.fit(train, { ...forest.defaults, trees: 2 }, context);
		const saved = new RenewalModel(train.features, book.products, { horizon, days: 7, timing, basket: plain.model as TreeModel });
		expect(decodeRenewal({ ...saved.encode(), version: 3 }).predict(split.test)).toEqual(saved.predict(split.test));
	});

	it('refuses what it cannot learn from', async () => {
		await expect(renewal.fit({ ...train, question: { kind: 'ever' } }, renewal.defaults, context)).rejects.toMatchObject({ code: 'model.unsuited_question' });
		await expect(renewal.fit(train, { ...renewal.defaults, spans: 0 }, context)).rejects.toMatchObject({ code: 'model.bad_option' });
	});
});
