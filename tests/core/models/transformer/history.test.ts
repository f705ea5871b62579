import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { baselineVector } from '../../../../src/lib/core/explanation/baseline.js';
import { parameterGroups } from '../../../../src/lib/core/explanation/groups.js';
import { customerSnapshot, editOrders, snapshotOf } from '../../../../src/lib/core/features/edit.js';
import { pairVector, productTable } from '../../../../src/lib/core/features/table.js';
import type { Mix } from '../../../../src/lib/core/models/blend/choose.js';
import { blendModel } from '../../../../src/lib/core/models/blend/model.js';
import { transformer } from '../../../../src/lib/core/models/transformer/index.js';
import { asInputs } from '../../../../src/lib/core/models/inputs.js';
import type { Model } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { explainCustomer, WhatIf } from '../../../../src/lib/core/project/what-if.js';
import { readProject, writeProject } from '../../../../src/lib/core/project/file.js';
import { rescore } from '../../../../src/lib/core/project/rescore.js';
import { Predictor } from '../../../../src/lib/core/project/predictor.js';
import { aRecord } from '../../../browser/storage/records.js';
import { trainedShop } from '../../../fixtures/trained-shop.js';
import { chainBook, chainExamples } from './chain.js';

const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const noWhatIf = () => {
	throw new Error('there is no what-if for it');
};
/** Even odds for everybody, from named parameters. */
const constant = ({ features, products }: Model): Model => ({
	family: 'forest',
	features,
	products,
	predict: ({ rows }) => new Float32Array(rows * products.length).fill(0.5),
	predictProduct: (_, __, rows) => new Float32Array(rows).fill(0.5),
	encode: () => {
		throw new Error('not asked');
	}
});

beforeAll(async () => {
	await tf.setBackend('cpu');
});

describe('the transformer for one customer', () => {
	const book = chainBook(460, 8, 1);
	const examples = chainExamples(book, 430, 460);
	let model: Model;
	beforeAll(async () => {
		const options = { ...transformer.defaults, width: 16, hidden: [32], learningRate: 0.005, epochs: 8 };
		const context = { seed: 1, validation: chainExamples(book, 380, 430), report: () => {}, pool: inline({}) };
		({ model } = await transformer.fit(chainExamples(book, 0, 380), options, context));
	});

	it('answers from named features and what it read of the orders as it does from the examples', () => {
		const p = model.predict(examples);
		const inputs = asInputs(model, examples);
		const products = book.products.length;
		for (let product = 0; product < products; product++)
			model.predictProduct(product, productTable(inputs, product), examples.rows).forEach((value, row) => expect(value).toBeCloseTo(p[row * products + product], 5));
	});

	it('tells the own history from somebody else’s, row by row', () => {
		const products = book.products.length;
		const p = model.predict(examples);
		const inputs = asInputs(model, examples);
		const read = parameterGroups(inputs.features).find(({ lead }) => inputs.features.customer[lead].name === 'order_sequence')?.columns ?? new Int32Array(0);
		expect(read).toHaveLength(17);
		let moved = 0;
		for (let row = 0; row < 10; row++) {
			const top = p.subarray(row * products, (row + 1) * products).reduce((best, value, k, all) => (value > all[best] ? k : best), 0);
			const own = pairVector(inputs, row, top);
			const other = own.slice();
			const typical = baselineVector(inputs, top);
			for (const c of read) other[c] = typical[c];
			const [first, second, again] = model.predictProduct(top, Float32Array.from([...own, ...other, ...own]), 3);
			expect(again).toBe(first);
			if (first > 1.5 * second) moved++;
		}
		expect(moved).toBeGreaterThan(6);
	});
});

describe('a project with a transformer', () => {
	it('survives its file, and explains a customer by parameters and by the orders one by one', async () => {
		const project = await trainedShop('transformer', { epochs: 2, width: 8, hidden: [16] });
		const predictor = new Predictor(readProject(writeProject(project)));
		const customer = project.book.customers[3];
		expect(predictor.predict(customer)).toEqual(new Predictor(project).predict(customer));
		const explanations = explainCustomer(predictor, customer, 3);
		expect(explanations).toHaveLength(3);
		for (const { product, baseline, probability, impacts } of explanations) {
			const shown = predictor.predict(customer).products.find((row) => row.product === product);
			expect(probability).toBeCloseTo(shown?.probability ?? NaN, 5);
			expect(impacts.reduce((sum, { impact }) => sum + impact, baseline)).toBeCloseTo(probability, 5);
			const sequence = impacts.find(({ parameter }) => parameter === 'order_sequence');
			expect(sequence?.impact).not.toBe(0);
			expect(sequence?.value).toBe(Math.min(24, predictor.examples.cut[predictor.rowOf(customer)]));
		}
		const whatIf = new WhatIf(predictor);
		expect(whatIf.start(customer).parameters.map(({ name }) => name).filter((name) => name.startsWith('order_sequence'))).toEqual([]);
		const facts = [{ kind: 'add-order', time: project.book.to, lines: [{ product: 1, amount: 5, quantity: 1, returned: false }] }] as const;
		const edited = whatIf.answer({ customer, facts, values: {} });
		const snapshot = snapshotOf(editOrders(project.book, predictor.examples.customer[predictor.rowOf(customer)], facts), predictor.card.question);
		const expected = predictor.model.predict(snapshot);
		project.book.products.forEach((product, k) => expect(edited.after[product]).toBeCloseTo(expected[k], 6));
		const { book } = project;
		const kept = { ...aRecord('r', 'shop', '2026-01-01T00:00:00.000Z'), customer, product: book.products[2] };
		const from = (asked: Predictor, day: number) => rescore(asked, { ...kept, asOf: isoDay(day) }, noWhatIf);
		const [today, earlier] = [Math.floor(book.to) + 1, Math.floor(book.to) - 300];
		const then = predictor.model.predict(customerSnapshot(book, predictor.card.question, predictor.examples.customer[predictor.rowOf(customer)], earlier))[2];
		expect(from(predictor, earlier)).toEqual({ probability: then, from: 'orders' });
		expect(from(predictor, today).probability).toBeCloseTo(predictor.probabilities(predictor.rowOf(customer))[2], 6);
		expect(() => rescore(predictor, { ...kept, hypothetical: true }, noWhatIf)).toThrow('history.needs_orders');
		// One member that answers from orders makes a blend answer from orders.
		const blended = new Predictor(project);
		const mix: Mix = { kind: 'probability', weights: Float64Array.of(0.25, 0.75) };
		Object.defineProperty(blended, 'model', { value: blendModel([predictor.model, constant(predictor.model)], mix) });
		expect(from(blended, earlier).from).toBe('orders');
		expect(from(blended, earlier).probability).toBeCloseTo(0.25 * then + 0.75 * 0.5, 6);
	});
});
