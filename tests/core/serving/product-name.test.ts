import { expect, it } from 'vitest';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { handleRequest } from '../../../src/lib/core/serving/handle.js';
import { isWhole, keptAnswers, KeptCustomers } from '../../../src/lib/core/serving/kept-answers.js';
import { checkAnswers } from '../../../src/lib/core/serving/kept-check.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

const plain = await trainedShop();
const shop = { ...plain, book: { ...plain.book, productNames: plain.book.products.map((product) => (product === 'P2' ? '' : `<b>${product}</b> & more`)) } };
const predictor = new Predictor(shop);

async function ask(path: string, from = predictor, body?: object) {
	const url = new URL(path, 'http://shop.example');
	const request = { method: body ? 'POST' : 'GET', path: url.pathname, query: url.searchParams, ...(body && { body: JSON.stringify(body) }) };
	return (await handleRequest({ predictor: async () => from }, request)).body;
}
/** What each product of an answer is called. */
const named = (answer: unknown) => Object.fromEntries((answer as { products: { product: string; product_name?: string }[] }).products.map((row) => [row.product, row.product_name]));
const expected = Object.fromEntries(shop.book.products.map((product, p) => [product, shop.book.productNames[p] || undefined]));

it('stands beside each product that is a code, in every answer', async () => {
	expect(named(await ask('/predict?customer_id=C7'))).toEqual(expected);
	expect(named(await ask('/predict', predictor, {}))).toEqual(expected);
	expect(named(await ask('/products'))).toEqual(expected);
	const { customers } = (await ask('/customers')) as { customers: { top_product: string; top_product_name?: string }[] };
	expect(customers.length).toBeGreaterThan(0);
	for (const { top_product, top_product_name } of customers) expect(top_product_name).toBe(expected[top_product]);
	const card = await ask('/embed?customer_id=C7&limit=100');
	expect(card).toContain('P1 · &lt;b&gt;P1&lt;/b&gt; &amp; more');
	expect(card).toMatch(/>P2( · ad)?</);
});

it('is looked for by who searches customers', async () => {
	const found = async (search: string) => ((await ask(`/customers?limit=1000&search=${search}`)) as { customers: { top_product: string }[] }).customers;
	const most = (await found('')).filter(({ top_product }) => top_product !== 'P2');
	expect((await found('and')).length).toBe(0);
	expect(await found('more')).toEqual(most);
});

it('is in no answer where products have names of their own', async () => {
	for (const path of ['/predict?customer_id=C7', '/products', '/customers', '/embed?customer_id=C7']) expect(JSON.stringify(await ask(path, new Predictor(plain)))).not.toMatch(/product_name|· (?!ad)/);
});

it('is kept with what answers without the orders; answers that were kept before there were names are made anew', async () => {
	const kept = await keptAnswers(predictor);
	const head = { ...shop, models: shop.models.map(({ id }) => id) };
	const stored = checkAnswers(head, predictor.card, kept);
	if (!stored || !isWhole(stored.kept)) throw new Error('not kept');
	const light = new KeptCustomers(stored.project, stored.kept);
	const asked = (request: { method: string; body?: string }, query = '') =>
		handleRequest({ predictor: async () => undefined, customers: async () => light, strangers: async () => light.strangers }, { ...request, path: '/predict', query: new URLSearchParams(query) });
	expect(named((await asked({ method: 'GET' }, 'customer_id=C7')).body)).toEqual(expected);
	expect(named((await asked({ method: 'POST', body: '{}' })).body)).toEqual(expected);
	expect(checkAnswers(head, predictor.card, { ...kept, productNames: undefined })).toBeUndefined();
	expect(checkAnswers(head, predictor.card, { ...kept, productNames: ['one'] })).toBeUndefined();
});
