import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { customerSnapshot } from '../../../../src/lib/core/features/edit.js';
import { pairVector } from '../../../../src/lib/core/features/table.js';
import type { Mix } from '../../../../src/lib/core/models/blend/choose.js';
import { blendModel } from '../../../../src/lib/core/models/blend/model.js';
import { transformer } from '../../../../src/lib/core/models/transformer/index.js';
import type { HistoryModel, Model } from '../../../../src/lib/core/models/types.js';
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
	const historyOf = (row: number): HistoryModel => {
		const history = model.withHistory?.(examples, row);
		if (!history) throw new Error('no history');
		return history;
	};

	beforeAll(async () => {
		const options = { ...transformer.defaults, width: 16, hidden: [32], learningRate: 0.005, epochs: 8 };
		const context = { seed: 1, validation: chainExamples(book, 380, 430), report: () => {}, pool: inline({}) };
		({ model } = await transformer.fit(chainExamples(book, 0, 380), options, context));
	});

	it('answers from named features and the history as it does from the examples', () => {
		const p = model.predict(examples);
		const products = book.products.length;
		for (const row of [0, 7, examples.rows - 1]) {
			const history = historyOf(row);
			for (let product = 0; product < products; product++) {
				const table = Float32Array.of(history.own, ...pairVector(examples, row, product));
				expect(history.predictProduct(product, table, 1)[0]).toBeCloseTo(p[row * products + product], 5);
			}
		}
	});

	it('tells the own history from a typical one, row by row', () => {
		const products = book.products.length;
		const p = model.predict(examples);
		let moved = 0;
		for (let row = 0; row < 10; row++) {
			const history = historyOf(row);
			const top = p.subarray(row * products, (row + 1) * products).reduce((best, value, k, all) => (value > all[best] ? k : best), 0);
			const rest = pairVector(examples, row, top);
			const [own, typical, again] = history.predictProduct(top, Float32Array.from([history.own, ...rest, history.typical, ...rest, history.own, ...rest]), 3);
			expect(again).toBe(own);
			if (own > 1.5 * typical) moved++;
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
		expect(() => new WhatIf(predictor)).toThrow(expect.objectContaining({ code: 'model.not_explainable' }));
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
