import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '../../../src/lib/core/errors.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { createEngine } from '../../../src/lib/browser/worker/client.js';
import { Insights } from '../../../src/lib/browser/worker/insights.js';
import type { Engine, ProjectCard } from '../../../src/lib/browser/worker/engine.js';
import type { Progress } from '../../../src/lib/core/progress.js';
import { trainedPredictor } from '../../core/project/trained.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

const quiet = () => {};

describe('explanations from the worker', () => {
	let engine: Engine;
	let project: ProjectCard;

	beforeAll(async () => {
		engine = createEngine(`${location.origin}/`);
		await engine.inspect(new File([smallCsv()], 'orders.csv'), quiet).then(({ mapping }) => engine.preview(mapping));
		const { question } = await engine.accept('Small shop');
		project = (await engine.train({ families: ['forest'], question, seed: 1, options: { forest: { trees: 20 } } }, quiet)).project;
	});

	it('lets facts move every parameter, and a list of orders follow', async () => {
		const before = await engine.whatIfStart('C1');
		const sheet = await engine.orderSheet('C1', []);
		const line = { product: 0, amount: 300, quantity: 1, returned: false };
		const facts = [{ kind: 'add-order' as const, time: sheet.to, lines: [line] }];
		const after = await engine.whatIfStart('C1', { facts });
		const value = ({ parameters }: typeof before, name: string) => Number(parameters.find((p) => p.name === name)?.value);
		const orders = value(before, 'total_orders');
		expect(value(after, 'total_orders')).toBe(orders + 1);
		expect(value(after, 'total_spent')).toBeCloseTo(value(before, 'total_spent') + 300, 1);
		expect(value(after, 'average_order_value')).toBeCloseTo((value(before, 'total_spent') + 300) / (orders + 1), 1);
		expect(value(after, 'days_since_last_order')).toBe(1);
		const edited = await engine.orderSheet('C1', facts);
		expect(edited.orders).toHaveLength(sheet.orders.length + 1);
		expect(edited.orders[0]).toMatchObject({ order: -1, edit: 0, amount: 300 });
	});

	it('gives importances without their dots, the dots of one product, and computes them once', async () => {
		const heard: Progress[] = [];
		const [summary, { swarms, customers }] = await Promise.all([
			engine.importance((progress) => heard.push(progress)),
			engine.swarms(project.products[0], quiet)
		]);
		expect(heard.at(-1)).toMatchObject({ stage: 'importance', done: customers.length, total: customers.length });
		expect(Object.keys(summary).sort()).toEqual(['customers', 'high', 'low', 'mean', 'parameters', 'products', 'signed']);
		expect(summary.customers).toBe(customers.length);
		const strongest = swarms[0];
		const mean = strongest.impacts.reduce((sum, impact) => sum + Math.abs(impact), 0) / customers.length;
		expect(strongest.importance).toBeCloseTo(mean, 6);
		expect(Math.max(...summary.mean.subarray(0, summary.parameters.length))).toBeCloseTo(mean, 6);
		let again = 0;
		await engine.importance(() => again++);
		expect(again).toBe(0);
	});

	it('ends a search when a newer one starts, and when it is stopped', async () => {
		const predictor = await trainedPredictor('forest');
		const insights = new Insights(new WhatIf(predictor));
		const search = (target: number) =>
			insights
				.counterfactuals({ customer: 'C1', product: predictor.products[0], target, changes: 3 }, quiet)
				.catch((error: { code?: string }) => toFailure(error).code);
		const [first, second] = [search(0.9999), search(0.0001)];
		expect(await first).toBe('cancelled');
		expect(await second).toMatchObject({ target: 0.0001 });
		const third = search(0.9999);
		await insights.stopInsight('counterfactuals');
		expect(await third).toBe('cancelled');
	});

	it('answers about one parameter, two customers and two models', async () => {
		const product = project.products[0];
		const { grid, mean, histogram } = await engine.dependence({ customer: 'C1', product, parameter: 'total_orders', values: {} });
		expect(mean).toHaveLength(grid.length);
		expect(histogram.rows).toBeGreaterThan(0);
		const two = await engine.compareCustomers('C1', 'C2');
		for (const { a, b, impacts } of two.products) expect(b + impacts.reduce((sum, { impact }) => sum + impact, 0)).toBeCloseTo(a, 6);
		const [popularity, forest] = project.models;
		const models = await engine.compareModels(forest.id, popularity.id, 'C1', quiet);
		expect(models).toMatchObject({ a: forest.id, b: popularity.id, pairs: 120 * 5, customer: { id: 'C1' } });
		await expect(engine.compareModels(forest.id, 'none', undefined, quiet)).rejects.toMatchObject({ code: 'model.unknown' });
	});
});
