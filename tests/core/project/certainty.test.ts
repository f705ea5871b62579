import { describe, expect, it } from 'vitest';
import { certainlyBeside, certaintyOfCard } from '../../../src/lib/core/project/certainty.js';
import { splitExamples } from '../../../src/lib/core/project/train.js';
import { unlikeIn } from '../../../src/lib/core/project/unlike.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { predictionAnswer } from '../../../src/lib/core/serving/prediction.js';
import { trainedPredictor } from './trained.js';

const predictor = await trainedPredictor('forest');

describe('intervals of a trained model', () => {
	it('come with every probability, for a person, a what-if and a program alike', () => {
		const [customer] = predictor.project.book.customers;
		const prediction = predictor.predict(customer);
		for (const { probability, interval } of prediction.products) {
			expect(interval.low).toBeLessThanOrEqual(probability);
			expect(interval.high).toBeGreaterThanOrEqual(probability);
			expect(interval.high).toBeGreaterThan(interval.low);
		}
		const { intervals, level } = new WhatIf(predictor).answer({ customer, values: {} });
		expect(intervals[prediction.products[0].product].low).toBeCloseTo(prediction.products[0].interval.low, 5);
		expect(level).toBe(prediction.level);
		const answer = predictionAnswer(predictor, customer);
		expect(answer.interval_level).toBe(0.9);
		expect(answer.products.map(({ interval }) => interval)).toEqual(prediction.products.map(({ interval }) => interval));
	});

	it('of a model that does not say how sure it is are as wide as its customers are few', () => {
		const split = { train: 400, validation: 100, test: 100 };
		expect(certaintyOfCard({ split })).toEqual({ level: 0.9, effective: 35 });
		expect(certaintyOfCard({ split, certainty: { level: 0.8, effective: 7 } })).toEqual({ level: 0.8, effective: 7 });
	});
});

describe('certainlyBeside', () => {
	const split = splitExamples(predictor.project.book, predictor.card.question, predictor.card.seed);
	const [trained] = predictor.project.models.filter(({ family }) => family === 'forest');
	const at = (validationLogLoss: number, effective = 40) => ({ ...trained, validationLogLoss, certainty: { level: 0.9, effective } });

	it('makes a model less sure the more another one knows, and none surer', () => {
		const [best, close, far, unsure] = certainlyBeside([at(0.3), at(0.3001), at(0.36), at(0.36, 1.5)], split).map(({ certainty }) => certainty?.effective ?? NaN);
		expect([best, close, unsure]).toEqual([40, 40, 1.5]);
		expect(far).toBeLessThan(15);
		expect(far).toBeGreaterThan(1);
	});

	it('leaves a model that stands alone as it is', () => {
		expect(certainlyBeside([at(0.5)], split)[0].certainty).toEqual({ level: 0.9, effective: 40 });
	});
});

describe('unlikeIn', () => {
	const { features, x, rows } = predictor.examples;
	const width = features.customer.length;
	const orders = features.customer.findIndex(({ name }) => name === 'total_orders');

	it('says what is far beyond everybody, with how far the others go', () => {
		const row = x.slice(0, width);
		row[orders] = 5000;
		const [found] = unlikeIn(predictor, row);
		expect(found).toMatchObject({ parameter: 'total_orders', value: 5000, side: 'above', share: 0.995 });
		const known = Float32Array.from({ length: rows }, (_, r) => x[r * width + orders]).sort();
		expect(found.bound).toBeGreaterThan(known[0]);
		expect(found.bound).toBeLessThanOrEqual(known[rows - 1]);
	});

	it('knows a word that no training row had', () => {
		const word = features.customer.findIndex(({ kind }) => kind === 'category');
		const row = x.slice(0, width);
		row[word] = 99;
		expect(unlikeIn(predictor, row).map(({ parameter, bound }) => [parameter, bound])).toEqual([[features.customer[word].name, undefined]]);
	});

	it('is silent about nearly everybody', () => {
		const flagged = Array.from({ length: rows }, (_, r) => unlikeIn(predictor, x.subarray(r * width, (r + 1) * width)).length > 0);
		expect(flagged.filter(Boolean).length / rows).toBeLessThan(0.05);
	});

	it('follows a what-if', () => {
		const whatIf = new WhatIf(predictor);
		const [customer] = predictor.project.book.customers;
		expect(whatIf.answer({ customer, values: { total_orders: 5000 } }).unlike.map(({ parameter }) => parameter)).toContain('total_orders');
	});
});
