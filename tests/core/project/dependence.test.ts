import { beforeAll, describe, expect, it } from 'vitest';
import { pairVector, productTable } from '../../../src/lib/core/features/table.js';
import { jointPath } from '../../../src/lib/core/explanation/joint-path.js';
import { dependence } from '../../../src/lib/core/project/dependence.js';
import { splitExamples } from '../../../src/lib/core/project/train.js';
import { trainingSample } from '../../../src/lib/core/project/training-sample.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { trainedPredictor } from './trained.js';

describe.each(['forest', 'boosted'] as const)('dependence with %s', (family) => {
	let whatIf: WhatIf;
	const product = 'P2';
	const customerOf = (c: number) => whatIf.predictor.project.book.customers[c];
	beforeAll(async () => {
		whatIf = new WhatIf(await trainedPredictor(family));
	});

	it("at the customer's own value is its probability, for every parameter", () => {
		for (const c of [1, 20, 33]) {
			const customer = customerOf(c);
			const p = whatIf.answer({ customer, values: {} }).after[product];
			for (const { name, product: of } of whatIf.start(customer).parameters) {
				if (of !== undefined && of !== product) continue;
				const { own, grid } = dependence(whatIf, { customer, product, parameter: name, sample: 3 });
				expect(own.probability).toBeCloseTo(p, 6);
				if (Number.isNaN(own.value)) continue;
				expect(own.line[grid.indexOf(own.value)]).toBeCloseTo(p, 6);
			}
		}
	});

	it('is the mean of what the model says of everybody with the value set', () => {
		const { examples, model } = whatIf.predictor;
		const found = dependence(whatIf, { product, parameter: 'total_orders', sample: 1000, points: 7 });
		expect(found.sample).toBe(examples.rows);
		found.grid.forEach((value, i) => {
			let sum = 0;
			for (let row = 0; row < examples.rows; row++) {
				const vector = pairVector(examples, row, 2);
				vector[0] = value;
				sum += model.predictProduct?.(2, vector, 1)[0] ?? NaN;
			}
			expect(found.mean[i]).toBeCloseTo(sum / examples.rows, 6);
			expect(found.low[i]).toBeLessThanOrEqual(found.high[i]);
		});
	});

	it('draws lines of real customers, each through its own point', () => {
		const parameter = 'p2_purchases_total';
		const { lines, customers, at, grid } = dependence(whatIf, { product, parameter, lines: 25 });
		expect(customers).toHaveLength(25);
		expect(lines).toHaveLength(25 * grid.length);
		customers.forEach((customer, i) => {
			const here = Array.from(grid).indexOf(at[i]);
			if (here < 0) return;
			expect(lines[i * grid.length + here]).toBeCloseTo(whatIf.answer({ customer, values: {} }).after[product], 6);
		});
	});

	it('shows the distribution of the rows that the model learned from', () => {
		const { project, card } = whatIf.predictor;
		const { train } = splitExamples(project.book, card.question, card.seed);
		const column = (parameter: string) => {
			const { column: c } = whatIf.answers.values.column(parameter);
			const table = productTable(train, 2);
			return Array.from({ length: train.rows }, (_, r) => table[(r * table.length) / train.rows + c]);
		};
		const region = dependence(whatIf, { product, parameter: 'region' });
		expect(region.words).toEqual(['North', 'South', 'West']);
		expect([...region.histogram.counts]).toEqual([0, 1, 2].map((code) => column('region').filter((v) => v === code).length));
		const days = dependence(whatIf, { product, parameter: 'p2_days_since_last_purchase' });
		expect(days.histogram.rows).toBe(train.rows);
		expect(days.histogram.missing).toBe(column('p2_days_since_last_purchase').filter(Number.isNaN).length);
		expect(days.missing).toBeGreaterThan(0);
		expect(region.missing).toBeUndefined();
		const known = column('p2_days_since_last_purchase').filter((v) => !Number.isNaN(v));
		for (const value of dependence(whatIf, { product, parameter: 'p2_days_since_last_purchase', customer: customerOf(4) }).grid)
			expect(value >= Math.min(...known) && value <= Math.max(...known)).toBe(true);
	});

	it('follows facts and values of the customer, and is the same every time', () => {
		const { to } = whatIf.predictor.project.book;
		const facts = [{ kind: 'add-order' as const, time: to, lines: [{ product: 2, amount: 9, quantity: 1, returned: false }] }];
		const request = { customer: customerOf(8), product, parameter: 'total_orders', facts, values: { total_spent: 100 } };
		const found = dependence(whatIf, request);
		expect(found.own.probability).toBeCloseTo(whatIf.answer(request).after[product], 6);
		expect(dependence(new WhatIf(whatIf.predictor), request)).toEqual(found);
	});

	it('knows only the parameters of the product', () => {
		expect(() => dependence(whatIf, { product, parameter: 'p1_purchases_total' })).toThrow('parameter.unknown');
		expect(() => dependence(whatIf, { product: 'P9', parameter: 'total_orders' })).toThrow('product.unknown');
	});
});

describe('dependence on a parameter of several features', () => {
	const request = { product: 'P2', parameter: 'p2_purchases_total', sample: 20, points: 6 };
	it('moves them together as the training rows had them, and alone where that is asked', async () => {
		const whatIf = new WhatIf(await trainedPredictor('forest'));
		const { examples, model } = whatIf.predictor;
		const [alone, together] = [false, true].map((yes) => dependence(whatIf, { ...request, together: yes }));
		expect(alone.with).toEqual([]);
		expect(together.with.map(({ name }) => name)).toEqual(examples.features.product.map(({ name }) => name).filter((name) => name !== 'purchases_total'));
		expect(together.grid).toEqual(alone.grid);
		expect(together.mean).not.toEqual(alone.mean);
		const { column } = whatIf.answers.values.column(request.parameter);
		const others = examples.features.product.map((_, i) => examples.features.customer.length + i).filter((c) => c !== column);
		const training = trainingSample(whatIf.predictor);
		const path = jointPath(productTable(training, 2), whatIf.answers.values.features, column, others, together.grid);
		const row = whatIf.predictor.rowOf(together.customers[0]);
		together.grid.forEach((value, i) => {
			const vector = pairVector(examples, row, 2);
			others.forEach((c, o) => (vector[c] = path[i * others.length + o]));
			vector[column] = value;
			expect(together.lines[i]).toBeCloseTo(model.predictProduct?.(2, vector, 1)[0] ?? NaN, 6);
		});
	});

	it('never sets what moves with it to what nobody had', async () => {
		const whatIf = new WhatIf(await trainedPredictor('boosted'));
		const { features } = whatIf.answers.values;
		const table = productTable(trainingSample(whatIf.predictor), 1);
		const grid = Array.from({ length: 9 }, (_, i) => i * 3);
		const others = features.map((_, c) => c).filter((c) => c > 0);
		const path = jointPath(table, features, 0, others, [...grid, NaN]);
		others.forEach((c, o) => {
			const seen = Array.from({ length: table.length / features.length }, (_, r) => table[r * features.length + c]).filter((v) => !Number.isNaN(v));
			for (let i = 0; i < grid.length; i++) {
				const value = path[i * others.length + o];
				if (!Number.isNaN(value)) expect([value >= Math.min(...seen), value <= Math.max(...seen)]).toEqual([true, true]);
			}
		});
	});
});
