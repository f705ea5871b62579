import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportanceAnswer } from '../../../src/lib/core/project/cards.js';
import { importance } from '../../../src/lib/core/project/importance.js';
import { swarmsOf } from '../../../src/lib/core/project/swarms.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { silent } from '../../../src/lib/core/progress.js';
import { trainedPredictor } from './trained.js';

describe('importance', () => {
	let whatIf: WhatIf;
	let answer: ImportanceAnswer;
	beforeAll(async () => {
		whatIf = new WhatIf(await trainedPredictor('boosted'));
		answer = await importance(whatIf, { sample: 40 }, silent);
	});

	it('is what the impacts of the customers come to', () => {
		const { products, parameters, customers, mean, signed, low, high } = answer;
		expect(products).toEqual(whatIf.predictor.products);
		expect(new Set(customers).size).toBe(40);
		products.forEach((product, p) => {
			const explanations = customers.map((customer) => whatIf.answer({ customer, values: {}, explain: [product] }).explanations[0]);
			parameters.forEach((feature, g) => {
				const impacts = explanations.map(({ impacts: all }) => all.find(({ parameter }) => parameter === feature.name || parameter === `p${p}_${feature.name}`)?.impact ?? NaN);
				const cell = p * parameters.length + g;
				expect(mean[cell]).toBeCloseTo(impacts.reduce((a, b) => a + Math.abs(b), 0) / 40, 6);
				expect(signed[cell]).toBeCloseTo(impacts.reduce((a, b) => a + b, 0) / 40, 6);
				expect(low[cell] <= mean[cell] && mean[cell] <= high[cell]).toBe(true);
			});
		});
	});

	it('finds that what a customer bought of a product matters most for it', () => {
		for (const product of answer.products) expect(swarmsOf(answer, product)[0].feature.scope).toBe('product');
	});

	it("gives a dot per customer and parameter, with the customer's own value", () => {
		const swarms = swarmsOf(answer, 'P3');
		expect(swarms.map((s) => s.importance)).toEqual(swarms.map((s) => s.importance).toSorted((a, b) => b - a));
		const orders = swarms.find(({ feature }) => feature.name === 'total_orders');
		answer.customers.forEach((customer, i) => expect(orders?.values[i]).toBe(whatIf.start(customer).parameters[0].value));
		expect(() => swarmsOf(answer, 'P9')).toThrow('product.unknown');
	});

	it('is the same for the same seed, and of some products only where asked', async () => {
		expect(await importance(new WhatIf(whatIf.predictor), { sample: 40 }, silent)).toEqual(answer);
		const some = await importance(whatIf, { sample: 40, products: ['P4', 'P1'] }, silent);
		const width = answer.parameters.length;
		expect([...some.mean.subarray(0, width)]).toEqual([...answer.mean.subarray(4 * width, 5 * width)]);
	});

	it('stops when told', async () => {
		const controller = new AbortController();
		await expect(importance(whatIf, {}, { report: () => controller.abort(), signal: controller.signal })).rejects.toThrow(/abort/i);
	});
});
