import { describe, expect, it } from 'vitest';
import { editOrders, snapshotOf } from '../../../src/lib/core/features/edit.js';
import { silent } from '../../../src/lib/core/progress.js';
import { compareCustomers, compareModels } from '../../../src/lib/core/project/compare.js';
import { counterfactuals } from '../../../src/lib/core/project/counterfactuals.js';
import { dependence } from '../../../src/lib/core/project/dependence.js';
import { importance } from '../../../src/lib/core/project/importance.js';
import { packed, unpacked } from '../../../src/lib/core/project/portable-what-if.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { hypotheticalAnswer } from '../../../src/lib/core/serving/hypothetical.js';
import { predictionAnswer } from '../../../src/lib/core/serving/prediction.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

describe('a model that compares customers, asked why and what if', async () => {
	const project = await trainedShop('neighbours');
	const predictor = new Predictor(project);
	const whatIf = new WhatIf(predictor);
	const { customers, products } = project.book;
	const sumOf = ({ baseline = NaN, impacts = [] }: { readonly baseline?: number; readonly impacts?: readonly { readonly impact: number }[] }) =>
		impacts.reduce((sum, { impact }) => sum + impact, baseline);
	const facts = [{ kind: 'add-order', time: project.book.to, lines: [{ product: 1, amount: 5, quantity: 1, returned: false }] }] as const;

	it('explains every customer’s probability as it is predicted', () => {
		for (const customer of customers.slice(0, 30))
			for (const row of predictionAnswer(predictor, customer, { explain: true }).products) {
				expect(Math.abs(sumOf(row) - row.probability)).toBeLessThan(1e-6);
				expect(row.impacts?.some(({ parameter }) => parameter.endsWith('_bought_before'))).toBe(true);
			}
	});

	it('answers edited orders as it would these orders, and its impacts follow', () => {
		const before = whatIf.answer({ customer: customers[3], values: {} });
		const answer = whatIf.answer({ customer: customers[3], facts, values: {} });
		const p = predictor.model.predict(snapshotOf(editOrders(project.book, whatIf.inputs.indexOf(customers[3]), facts), project.question));
		const ink = ({ explanations }: typeof answer) => explanations.find(({ product }) => product === products[1])?.impacts.find(({ parameter }) => parameter === 'p1_bought_before');
		products.forEach((product, k) => expect(answer.after[product]).toBeCloseTo(p[k], 6));
		for (const explanation of answer.explanations) expect(sumOf(explanation)).toBeCloseTo(explanation.probability, 9);
		expect(ink(answer)?.value).toBeCloseTo(1 + 0.8 * Number(ink(before)?.value), 3);
		expect(ink(answer)?.impact).not.toBe(ink(before)?.impact);
	});

	it('shows the fixed weights’ score of the named features beside it, which follows edited orders', () => {
		const popular = new WhatIf(new Predictor({ ...project, chosen: project.models[0].id }));
		for (const edits of [[], facts]) {
			const request = { customer: customers[3], facts: edits, values: {} };
			expect(whatIf.answer(request).rules).toEqual(popular.answer(request).rules);
			expect(unpacked(structuredClone(packed(whatIf))).answer(whatIf.answerInputs(request), request)).toEqual(whatIf.answer(request));
		}
		expect(whatIf.answer({ customer: customers[3], values: {} }).rules.P1.length).toBeGreaterThan(3);
	});

	it('lets purchases be set by hand, but not who is remembered', () => {
		const names = whatIf.start(customers[3]).parameters.map(({ name }) => name);
		expect(names).toContain('p1_bought_before');
		expect(names).not.toContain('own_record');
		const moved = whatIf.answer({ customer: customers[3], values: { p1_bought_before: 4 }, explain: ['P1'] });
		expect(moved.explanations[0].impacts.find(({ parameter }) => parameter === 'p1_bought_before')?.value).toBe(4);
		expect(moved.after.P1).not.toBe(moved.before.P1);
		expect(dependence(whatIf, { customer: customers[3], values: {}, product: 'P1', parameter: 'p1_bought_before', sample: 20 }).own.probability).toBe(moved.before.P1);
		const { products: asked } = hypotheticalAnswer(predictor, { customer_id: customers[3], parameters: { p1_bought_before: 4 } }, { product: 'P1', explain: true });
		expect(asked[0].probability).toBe(moved.after.P1);
		expect(sumOf(asked[0])).toBeCloseTo(asked[0].probability, 6);
	});

	it('says what would raise a product, as it then predicts it', async () => {
		const { P1: now } = whatIf.answer({ customer: customers[7], values: {}, explain: [] }).after;
		const { found } = await counterfactuals(whatIf, { customer: customers[7], product: 'P1', target: now + 0.05 }, silent);
		expect(found.length).toBeGreaterThan(0);
		for (const { facts, probability } of found) expect(whatIf.answer({ customer: customers[7], facts, values: {}, explain: [] }).after.P1).toBe(probability);
	});

	it('tells two customers apart from what each is predicted, and two models', async () => {
		const [a, b] = [customers[2], customers[11]];
		const p = predictor.probabilities(predictor.rowOf(b));
		for (const { product, b: theirs, a: ours, impacts } of compareCustomers(whatIf, a, b).products) {
			expect(theirs).toBeCloseTo(p[products.indexOf(product)], 6);
			expect(sumOf({ baseline: theirs, impacts })).toBeCloseTo(ours, 6);
		}
		const popular = new Predictor({ ...project, chosen: project.models[0].id });
		const { customer } = await compareModels(predictor, popular, a, silent);
		expect(customer?.products.every(({ explanationA, explanationB }) => explanationA.impacts.length > 0 && explanationB.baseline === explanationB.probability)).toBe(true);
	});

	it('says what matters over all customers', async () => {
		const answer = await importance(whatIf, { sample: 12 }, silent);
		const g = answer.parameters.findIndex(({ name }) => name === 'p1_bought_before');
		const ofP1 = answer.mean.subarray(answer.products.indexOf('P1') * answer.parameters.length, (answer.products.indexOf('P1') + 1) * answer.parameters.length);
		expect(answer.parameters.map(({ name }) => name)).not.toContain('own_record');
		expect(ofP1[g]).toBe(Math.max(...ofP1));
	});

	it('holds one vector for all products, typical, edited or as it is: of thousands each has thousands of columns', () => {
		const { current, baseline } = whatIf.answerInputs({ customer: customers[2], baselineOf: { kind: 'average' } });
		const [moved] = whatIf.start(customers[2]).parameters.filter(({ feature }) => feature.history !== undefined);
		for (const inputs of [current, baseline, whatIf.answers.edited(current, { [moved.name]: 3 })]) {
			expect(inputs).toHaveLength(products.length);
			expect(new Set(inputs).size).toBe(1);
		}
		expect(new Set([...current, ...whatIf.answers.edited(current, { [moved.name]: 3 })]).size).toBe(2);
	});
});
