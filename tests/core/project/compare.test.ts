import { beforeAll, describe, expect, it } from 'vitest';
import { compareCustomers, compareModels } from '../../../src/lib/core/project/compare.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { silent } from '../../../src/lib/core/progress.js';
import { trainedProject } from './trained.js';

let project: Project;
let of: (model: number) => Predictor;
beforeAll(async () => {
	project = await trainedProject(['forest', 'boosted']);
	of = (model) => new Predictor({ ...project, chosen: project.models[model].id });
});

describe('two customers', () => {
	it('stand side by side, and the impacts lead from one to the other', () => {
		const predictor = of(2);
		const whatIf = new WhatIf(predictor);
		const [a, b] = [project.book.customers[3], project.book.customers[50]];
		const found = compareCustomers(whatIf, a, b);
		const [ours, theirs] = [predictor.predict(a), predictor.predict(b)];
		expect(found.products).toHaveLength(5);
		for (const { product, a: p, b: q, impacts } of found.products) {
			expect(p).toBeCloseTo(ours.products.find((x) => x.product === product)?.probability ?? NaN, 6);
			expect(q).toBeCloseTo(theirs.products.find((x) => x.product === product)?.probability ?? NaN, 6);
			expect(impacts.reduce((sum, { impact }) => sum + impact, q)).toBeCloseTo(p, 9);
		}
		const gaps = found.products.map((x) => Math.abs(x.a - x.b));
		expect(gaps).toEqual(gaps.toSorted((x, y) => y - x));
		const orders = found.parameters.find(({ name }) => name === 'total_orders');
		expect([orders?.a, orders?.b]).toEqual([ours.parameters.total_orders, theirs.parameters.total_orders]);
		expect(() => compareCustomers(whatIf, a, 'nobody')).toThrow('customer.unknown');
	});
});

describe('two models', () => {
	it('are compared on everybody', async () => {
		const [a, b] = [of(1), of(2)];
		const found = await compareModels(a, b, undefined, silent);
		const [p, q] = [a.model.predict(a.examples), b.model.predict(b.examples)];
		const n = p.length;
		const mean = (values: (i: number) => number) => Array.from({ length: n }, (_, i) => values(i)).reduce((x, y) => x + y, 0) / n;
		const [mp, mq] = [mean((i) => p[i]), mean((i) => q[i])];
		const covariance = mean((i) => (p[i] - mp) * (q[i] - mq));
		expect(found).toMatchObject({ a: project.models[1].id, b: project.models[2].id, pairs: n });
		expect(found.correlation).toBeCloseTo(covariance / Math.sqrt(mean((i) => (p[i] - mp) ** 2) * mean((i) => (q[i] - mq) ** 2)), 6);
		expect(found.meanDifference).toBeCloseTo(mean((i) => Math.abs(p[i] - q[i])), 9);
		expect(found.sameVerdict).toBeCloseTo(mean((i) => (p[i] >= Math.fround(0.5) === q[i] >= Math.fround(0.5) ? 1 : 0)), 9);
		const gaps = Array.from(p, (x, i) => Math.abs(x - q[i])).sort((x, y) => y - x);
		expect(found.widest.map((pair) => Math.abs(pair.a - pair.b))).toEqual(gaps.slice(0, 20));
		expect(found.products.map((x) => x.a)).toEqual(Array.from(a.averages(), (x) => expect.closeTo(x, 6) as number));
		expect(found.customer).toBeUndefined();
	});

	it('explain the same customer each in its own way, where they can', async () => {
		const id = project.book.customers[9];
		const { customer } = await compareModels(of(1), of(2), id, silent);
		expect(customer?.id).toBe(id);
		for (const { a, b, explanationA, explanationB } of customer?.products ?? []) {
			expect(explanationA?.probability).toBeCloseTo(a, 6);
			expect(explanationB?.probability).toBeCloseTo(b, 6);
		}
		expect(customer?.products).toHaveLength(5);
	});

	it('agree with themselves', async () => {
		expect(await compareModels(of(1), of(1), undefined, silent)).toMatchObject({ correlation: expect.closeTo(1, 9) as number, meanDifference: 0, sameVerdict: 1 });
	});

	it('have to answer the same question, and can be stopped', async () => {
		const other = new Predictor({ ...project, models: project.models.map((m) => ({ ...m, question: { kind: 'next-order' as const } })) });
		await expect(compareModels(of(1), other, undefined, silent)).rejects.toThrow('compare.other_question');
		const controller = new AbortController();
		await expect(compareModels(of(1), of(2), undefined, { report: () => controller.abort(), signal: controller.signal })).rejects.toThrow(/abort/i);
	});
});
