import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { audience } from '../../../src/lib/core/project/audience.js';
import { readProject, writeProject } from '../../../src/lib/core/project/file.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { handleRequest } from '../../../src/lib/core/serving/handle.js';
import { smallTransactions } from '../../fixtures/shop.js';
import { trainedProject } from './trained.js';

const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** The small shop, whose products, customers and columns have names that every object answers to. */
const shop = smallTransactions();
const renamed = (values: readonly string[]) => values.map((name, i) => odd[i] ?? name);
const book = buildOrderBook({
	...shop,
	product: { ...shop.product, values: renamed(shop.product.values) },
	customer: { ...shop.customer, values: renamed(shop.customer.values) },
	attributes: odd.map((name) => ({ name, column: { ...shop.attributes[0].column, values: odd.slice(0, 3) } }))
});
const predictor = new Predictor(readProject(writeProject(await trainedProject(['forest'], book))));
const ask = async (method: string, path: string, query: string, body?: string) =>
	(await handleRequest({ predictor: () => Promise.resolve(predictor) }, { method, path, query: new URLSearchParams(query), body })).body as { products: { product: string; probability: number }[] };

describe('names that every object answers to', () => {
	it('are those of products, customers and columns like all others, in a file and in answers', async () => {
		expect(predictor.products.toSorted()).toEqual(odd.toSorted());
		const p = predictor.model.predict(predictor.examples);
		for (const customer of odd) {
			const row = predictor.examples.customer.indexOf(predictor.examples.book.customers.indexOf(customer));
			const { products } = await ask('GET', '/predict', `customer_id=${customer}`);
			for (const { product, probability } of products) expect(probability).toBe(p[row * odd.length + predictor.products.indexOf(product)]);
		}
	});

	it.each(['', 'explain=1', 'product=constructor', 'product=__proto__&explain=1'])('have probabilities in what-if answers, too (%s)', async (query) => {
		const subject = { attributes: { constructor: 'toString' }, orders: [{ date: '2013-01-02', lines: [{ product: '__proto__' }] }] };
		const { products } = await ask('POST', '/predict', query, JSON.stringify(subject));
		expect(products).toHaveLength(query.startsWith('product') ? 1 : odd.length);
		for (const { probability } of products) expect(probability).toBeGreaterThan(0);
		const { before, after, intervals } = new WhatIf(predictor).answer({ customer: '__proto__', facts: [], values: {}, explain: [] });
		for (const by of [before, after, intervals]) expect(Object.keys(structuredClone(by)).toSorted()).toEqual(odd.toSorted());
		expect(after).toEqual(before);
	});

	it('have margins of their own in audiences', () => {
		const { perProduct } = audience(predictor, { rule: { kind: 'profit' }, limit: 5, terms: { cost: 1, margin: 4, margins: { valueOf: 2 } } });
		for (const { product, threshold } of perProduct) expect(threshold).toBe(product === 'valueOf' ? 0.5 : 0.25);
	});
});
