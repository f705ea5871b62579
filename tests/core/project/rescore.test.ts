import { describe, expect, it } from 'vitest';
import { customerSnapshot } from '../../../src/lib/core/features/edit.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { rescore } from '../../../src/lib/core/project/rescore.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { aRecord } from '../../browser/storage/records.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

const iso = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

describe('a kept prediction and the model of today', () => {
	it('are brought together by the values that were kept', async () => {
		const predictor = new Predictor(await trainedShop('forest'));
		const whatIf = new WhatIf(predictor);
		const record = { ...aRecord('r', 'shop', '2026-01-01T00:00:00.000Z'), customer: 'C4', product: 'P2', parameters: { total_orders: 40 }, hypothetical: true };
		const probability = whatIf.answer({ customer: 'C4', values: { total_orders: 40 }, explain: [] }).after.P2;
		expect(rescore(predictor, record, () => whatIf)).toEqual({ probability, from: 'values' });
	});

	it('are brought together by the orders known then, for a model without parameters', async () => {
		const predictor = new Predictor(await trainedShop('neighbours'));
		const neither = () => {
			throw new Error('there is no what-if for it');
		};
		const { book } = predictor.project;
		const record = { ...aRecord('r', 'shop', '2026-01-01T00:00:00.000Z'), customer: 'C4', product: 'P2', asOf: iso(Math.floor(book.to) + 1) };
		const row = predictor.rowOf('C4');
		const now = rescore(predictor, record, neither);
		expect(now.from).toBe('orders');
		expect(now.probability).toBeCloseTo(predictor.probabilities(row)[2], 6);
		const before = Math.floor(book.to) - 300;
		const then = predictor.model.predict(customerSnapshot(book, predictor.card.question, predictor.examples.customer[row], before))[2];
		expect(rescore(predictor, { ...record, asOf: iso(before) }, neither).probability).toBe(then);
		expect(then).not.toBe(now.probability);
		expect(() => rescore(predictor, { ...record, hypothetical: true }, neither)).toThrow('history.needs_orders');
		expect(() => rescore(predictor, { ...record, customer: '' }, neither)).toThrow('history.needs_orders');
		expect(() => rescore(predictor, { ...record, asOf: iso(Math.floor(book.from) - 9) }, neither)).toThrow('history.needs_orders');
		expect(() => rescore(predictor, { ...record, product: 'P9' }, neither)).toThrow('product.unknown');
	});
});
