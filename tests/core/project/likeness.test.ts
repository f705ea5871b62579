import { describe, expect, it } from 'vitest';
import { likenessOfCustomer } from '../../../src/lib/core/project/likeness.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

describe('who speaks for a customer’s products', async () => {
	const predictor = new Predictor(await trainedShop('neighbours'));
	const customer = predictor.project.book.customers[3];

	it('is counted for the most likely products first, also through the calibration', () => {
		const found = likenessOfCustomer(predictor, customer, 3);
		expect(found.map(({ product }) => product)).toEqual(predictor.predict(customer).products.slice(0, 3).map(({ product }) => product));
		for (const { customers, bought, everyone, items } of found) {
			expect(customers).toBeGreaterThan(10);
			expect(bought).toBeLessThanOrEqual(customers);
			expect(everyone).toBeGreaterThan(0);
			for (const { product, share } of items) {
				expect(predictor.products).toContain(product);
				expect(share).toBeGreaterThan(everyone);
			}
		}
	});

	it('is nothing for models that compare nobody, and nobody for a stranger', async () => {
		expect(likenessOfCustomer(new Predictor(await trainedShop('popularity')), customer, 3)).toEqual([]);
		expect(() => likenessOfCustomer(predictor, 'nobody', 3)).toThrow('customer.unknown');
	});
});
