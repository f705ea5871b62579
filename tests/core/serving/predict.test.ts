import { beforeAll, describe, expect, it } from 'vitest';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import type { PredictionAnswer } from '../../../src/lib/core/serving/prediction.js';
import { handlePredict } from '../../../src/lib/core/serving/predict.js';
import type { Problem } from '../../../src/lib/core/serving/predict.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

let predictor: Predictor;
beforeAll(async () => {
	predictor = new Predictor(await trainedShop());
});

const ask = (query: string) => handlePredict(predictor, new URLSearchParams(query));
const answer = (query: string) => ask(query).body as PredictionAnswer;

describe('GET /predict', () => {
	it('gives every product of the customer, most likely first, with its ad verdict', () => {
		const { status, type, body } = ask('customer_id=C7');
		expect([status, type]).toEqual([200, 'application/json']);
		const expected = predictor.predict('C7');
		expect(body).toMatchObject({ customer_id: 'C7', model: 'forest', threshold: 0.5, question: { kind: 'next', horizon_days: 30 } });
		const { products, ads, as_of } = body as PredictionAnswer;
		expect(products).toEqual(expected.products);
		expect(products.map((row) => row.probability)).toEqual(products.map((row) => row.probability).toSorted((a, b) => b - a));
		expect(ads).toEqual(products.filter((row) => row.probability >= 0.5).map((row) => row.product));
		// The last order is on day 15,999; 2013-10-22 is day 16,000.
		expect(as_of).toBe('2013-10-22');
	});

	it('takes another threshold', () => {
		expect(answer('customer_id=C7&threshold=0').ads).toHaveLength(5);
		expect(answer('customer_id=C7&threshold=1').ads).toHaveLength(0);
	});

	it('answers for one product', () => {
		const all = answer('customer_id=C7').products;
		expect(answer('customer_id=C7&product=P3').products).toEqual(all.filter((row) => row.product === 'P3'));
	});

	it('explains: baseline and impacts add up to the probability', () => {
		const { products } = answer('customer_id=C7&explain=1');
		expect(products).toHaveLength(5);
		for (const { probability, baseline = NaN, impacts = [] } of products) {
			const sum = impacts.reduce((total, impact) => total + impact.impact, baseline);
			expect(sum).toBeCloseTo(probability, 5);
			expect(impacts.length).toBeGreaterThan(3);
			for (const { impact } of impacts) expect(Math.abs(impact * 1e9 - Math.round(impact * 1e9))).toBeLessThan(1e-6);
		}
		expect(answer('customer_id=C7&explain=1&product=P3').products).toEqual(products.filter((row) => row.product === 'P3'));
		expect(answer('customer_id=C7&explain=0').products[0]).not.toHaveProperty('impacts');
	});

	it.each([
		['', 400, 'request.no_customer'],
		['customer_id=', 400, 'request.no_customer'],
		['customer_id=C7&threshold=high', 400, 'request.bad_threshold'],
		['customer_id=C7&threshold=70', 400, 'request.bad_threshold'],
		['customer_id=C7&threshold=', 400, 'request.bad_threshold'],
		['customer_id=C7&explain=yes', 400, 'request.bad_explain'],
		['customer_id=C7&treshold=.5', 400, 'request.unknown_parameter'],
		['customer_id=C7&customer_id=C8', 400, 'request.repeated_parameter'],
		['customer_id=Nobody', 404, 'customer.unknown'],
		['customer_id=__proto__', 404, 'customer.unknown'],
		['customer_id=C7&product=Pears', 404, 'product.unknown']
	])('refuses ?%s with %i', (query, status, code) => {
		const reply = ask(query);
		expect(reply).toMatchObject({ status, type: 'application/problem+json', body: { status, code, type: 'about:blank' } });
		expect((reply.body as Problem).detail).toMatch(/[.0]$|AA-10480$/);
	});

	it('says so when there is no model', () => {
		expect(handlePredict(undefined, new URLSearchParams('customer_id=C7'))).toMatchObject({
			status: 409,
			body: { code: 'project.no_model' }
		});
	});
});
