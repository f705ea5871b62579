import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parameterGroups } from '../../../src/lib/core/explanation/groups.js';
import { shapleyValues } from '../../../src/lib/core/explanation/shapley.js';
import { coalitionTable } from '../../../src/lib/core/models/coalition-table.js';
import { pairVector } from '../../../src/lib/core/features/table.js';
import type { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { trainedPredictor } from './trained.js';

describe.each(['forest', 'boosted'] as const)('what-if with %s', (family) => {
	let predictor: Predictor;
	let whatIf: WhatIf;
	beforeAll(async () => {
		predictor = await trainedPredictor(family);
		whatIf = new WhatIf(predictor);
	});

	it('adds up: baseline + impacts = probability, and the probability is what the model predicts', () => {
		const p = predictor.model.predict(predictor.examples);
		fc.assert(
			fc.property(fc.nat(predictor.examples.rows - 1), fc.nat(4), (row, product) => {
				const { baseline, probability, impacts } = whatIf.explainRow(row, product);
				const sum = impacts.reduce((a, { impact }) => a + impact, baseline);
				expect(Math.abs(sum - probability)).toBeLessThan(1e-9);
				expect(Math.abs(p[row * 5 + product] - probability)).toBeLessThan(1e-6);
			}),
			{ numRuns: 40 }
		);
	});

	it('walks trees to the same worth of every coalition as asking for each', () => {
		const groups = parameterGroups(predictor.examples.features).map((g) => g.columns);
		fc.assert(
			fc.property(fc.nat(predictor.examples.rows - 1), fc.nat(predictor.examples.rows - 1), fc.nat(4), (a, b, product) => {
				const current = pairVector(predictor.examples, a, product);
				const baseline = pairVector(predictor.examples, b, product);
				const few = groups.slice(0, 6);
				const quick = predictor.model.coalitions?.(product, current, baseline, few);
				const asked = predictor.model.predictProduct?.(product, coalitionTable(current, baseline, few), 64);
				asked?.forEach((p, mask) => expect(Math.abs(p - (quick?.[mask] ?? NaN))).toBeLessThan(1e-6));
				const whole = shapleyValues((t, n) => predictor.model.predictProduct?.(product, t, n) ?? new Float32Array(n), current, baseline, few);
				expect(whole.standardError).toBe(0);
			}),
			{ numRuns: 20 }
		);
	});

	it('starts with the values of the customer, and without edits answers what was predicted', () => {
		const customer = predictor.project.book.customers[3];
		const start = whatIf.start(customer);
		const prediction = predictor.predict(customer);
		const total = start.parameters.find((p) => p.name === 'total_orders');
		expect(total?.value).toBe(prediction.parameters['total_orders']);
		const values = Object.fromEntries(start.parameters.map((p) => [p.name, p.value]));
		const answer = whatIf.answer({ customer, values });
		for (const { product, probability } of prediction.products) {
			expect(answer.before[product]).toBeCloseTo(probability, 6);
			expect(answer.explanations.find((e) => e.product === product)?.probability).toBeCloseTo(probability, 6);
		}
	});

	it('moves only the product whose own parameter is edited', () => {
		const customer = predictor.project.book.customers[3];
		const answer = whatIf.answer({ customer, values: { p1_purchases_last_6m: 9 } });
		for (const { product, probability } of answer.explanations)
			if (product !== 'P1') expect(probability).toBeCloseTo(answer.before[product], 6);
	});

	it('gives the fixed weights their own impacts', () => {
		const answer = whatIf.answer({ values: { total_orders: 10, p2_purchases_last_6m: 3 } });
		const rule = answer.rules['P2'].find((r) => r.parameter === 'p2_purchases_last_6m');
		expect(rule).toMatchObject({ impact: 0.75, direction: 'positive' });
		expect(answer.rules['P2'].find((r) => r.parameter === 'total_orders')?.impact).toBeCloseTo(0.75);
	});

	it('explains only what it is asked to, with the same answer, and tells every probability', () => {
		const customer = predictor.project.book.customers[7];
		const values = { total_orders: 3, p1_purchases_last_6m: 1 };
		const all = whatIf.answer({ customer, values });
		const some = new WhatIf(predictor).answer({ customer, values, explain: ['P3', 'P1', 'P3'] });
		expect(some.explanations.map((e) => e.product).sort()).toEqual(['P1', 'P3']);
		for (const e of some.explanations) expect(e).toEqual(all.explanations.find(({ product }) => product === e.product));
		expect(Object.keys(some.rules).sort()).toEqual(['P1', 'P3']);
		expect(Object.keys(some.after)).toHaveLength(5);
		for (const [product, p] of Object.entries(all.after)) expect(some.after[product]).toBeCloseTo(p, 6);
		expect(() => whatIf.answer({ customer, values, explain: ['P9'] })).toThrowError(/product\.unknown/);
	});

	it('answers the same whatever was asked before', () => {
		const { customers } = predictor.project.book;
		const ask = (asker: WhatIf, i: number) =>
			asker.answer({ customer: i % 3 ? customers[i % 5] : undefined, values: i % 2 ? { total_orders: i, p2_purchases_total: i % 4 } : {} });
		for (let i = 0; i < 24; i++) expect(ask(whatIf, i)).toEqual(ask(new WhatIf(predictor), i));
	});

	it('names what it does not know', () => {
		expect(() => whatIf.answer({ values: { shoe_size: 3 } })).toThrowError(/parameter\.unknown/);
		expect(() => whatIf.answer({ customer: 'nobody', values: {} })).toThrowError(/customer\.unknown/);
		expect(() => whatIf.answer({ values: { total_orders: 'many' } })).toThrowError(/parameter\.not_a_number/);
	});
});
