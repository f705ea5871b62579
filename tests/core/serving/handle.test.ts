import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { escaped } from '../../../src/lib/core/serving/markup.js';
import { handleRequest, isApiPath } from '../../../src/lib/core/serving/handle.js';
import type { HypotheticalAnswer } from '../../../src/lib/core/serving/hypothetical.js';
import { openApi } from '../../../src/lib/core/serving/openapi.js';
import { isoDate } from '../../../src/lib/core/serving/prediction.js';
import type { PredictionAnswer } from '../../../src/lib/core/serving/prediction.js';
import { textOf } from '../../../src/lib/core/serving/reply.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

let predictor: Predictor;
beforeAll(async () => {
	predictor = new Predictor(await trainedShop());
});

function ask(path: string, { method = 'GET', body, from = predictor }: { method?: string; body?: unknown; from?: Predictor | undefined } = {}) {
	const url = new URL(path, 'http://shop.example');
	return handleRequest({ predictor: async () => from }, { method, path: url.pathname, query: url.searchParams, body: typeof body === 'string' ? body : JSON.stringify(body) });
}
const post = async (body: unknown, query = '') => (await ask(`/predict${query}`, { method: 'POST', body })).body as HypotheticalAnswer;

describe('POST /predict', () => {
	it('gives for a customer without changes what GET gives', async () => {
		const got = (await ask('/predict?customer_id=C7&explain=1')).body as PredictionAnswer;
		const posted = await post({ customer_id: 'C7' }, '?explain=1');
		const close = (rows: PredictionAnswer['products']) => rows.map(({ product, probability }) => [product, probability.toFixed(5)]);
		expect(close(posted.products)).toEqual(close(got.products));
		expect(posted.products[0].impacts).toEqual(got.products[0].impacts);
		expect(posted).toMatchObject({ hypothetical: true, as_of: got.as_of, model: 'forest', threshold: 0.5 });
	});

	it('predicts for somebody new from their orders, as the what-if does', async () => {
		const { book } = predictor.project;
		const orders = [0, 20, 40].map((ago) => ({ date: isoDate(book.to - ago), lines: [{ product: 'P1', amount: 30, quantity: 1 }, { product: 'P2', amount: 10, quantity: 2, returned: true }] }));
		const answer = await post({ orders, attributes: { region: 'North' } });
		const facts = [0, 20, 40].map((ago) => ({
			kind: 'add-order' as const,
			time: Math.floor(book.to) - ago,
			lines: [
				{ product: 1, amount: 30, quantity: 1, returned: false },
				{ product: 2, amount: 10, quantity: 2, returned: true }
			]
		}));
		const { after } = new WhatIf(predictor).answer({ facts: [...facts, { kind: 'set-attribute', attribute: 0, value: book.attributes[0].values.indexOf('North') }], values: {}, explain: [] });
		expect(Object.fromEntries(answer.products.map(({ product, probability }) => [product, probability]))).toEqual(after);
		expect(answer.customer_id).toBeNull();
		expect(answer.ads).toEqual(answer.products.filter(({ probability }) => probability >= 0.5).map(({ product }) => product));
	});

	it('takes single parameters, a product, a threshold, and explains', async () => {
		const answer = await post({ parameters: { total_orders: 40 } }, '?product=P3&threshold=0&explain=1');
		expect(answer.products).toHaveLength(1);
		const [{ product, probability, baseline = NaN, impacts = [], interval }] = answer.products;
		expect([product, answer.ads]).toEqual(['P3', ['P3']]);
		expect(baseline + impacts.reduce((sum, { impact }) => sum + impact, 0)).toBeCloseTo(probability, 6);
		expect(interval.low).toBeLessThanOrEqual(probability);
		expect(interval.high).toBeGreaterThanOrEqual(probability);
		expect(impacts.find(({ parameter }) => parameter === 'total_orders')).toMatchObject({ value: 40 });
	});

	it.each([
		['{', 400, 'request.bad_json'],
		['[]', 400, 'request.bad_body'],
		[{ colour: 'red' }, 400, 'request.bad_body'],
		[{ orders: [{ date: 'yesterday', lines: [{ product: 'P1' }] }] }, 400, 'request.bad_body'],
		[{ orders: [{ date: '2013-01-01', lines: [] }] }, 400, 'request.bad_body'],
		[{ orders: [{ date: '2033-01-01', lines: [{ product: 'P1' }] }] }, 400, 'edit.time_out_of_range'],
		[{ orders: [{ date: '2013-01-01', lines: [{ product: 'Pears' }] }] }, 404, 'product.unknown'],
		[{ customer_id: 'Nobody' }, 404, 'customer.unknown'],
		[{ parameters: { shoe_size: 44 } }, 400, 'parameter.unknown'],
		[{ attributes: { region: 'Moon' } }, 400, 'attribute.unknown'],
		[{ attributes: { __proto__x: 'Moon' } }, 400, 'attribute.unknown'],
		['x'.repeat(1_000_001), 413, 'request.too_large']
	])('refuses %s with %i', async (body, status, code) => {
		expect(await ask('/predict', { method: 'POST', body })).toMatchObject({ status, type: 'application/problem+json', body: { status, code } });
	});
});

describe('lists', () => {
	it('lists customers by id, searched and in parts', async () => {
		const { body } = await ask('/customers?limit=3&offset=2');
		expect(body).toMatchObject({ total: 120, offset: 2 });
		const { customers } = body as { customers: { customer_id: string; last_order: string }[] };
		expect(customers.map(({ customer_id }) => customer_id)).toEqual(predictor.project.book.customers.slice(2, 5));
		expect(customers[0].last_order).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect((await ask('/customers?search=c119')).body).toMatchObject({ total: 1, customers: [{ customer_id: 'C119' }] });
	});

	it('lists products and models', async () => {
		expect((await ask('/products')).body).toMatchObject({ products: predictor.products.map((product) => ({ product })) });
		const { models } = (await ask('/models')).body as { models: { model: string; answers: boolean; parameters: { customer: string[] } }[] };
		expect(models.map(({ model }) => model)).toEqual(['popularity', 'forest']);
		expect(models.filter(({ answers }) => answers).map(({ model }) => model)).toEqual(['forest']);
		expect(models[1].parameters.customer).toContain('total_orders');
	});

	it.each([
		['/customers?limit=-1', 400],
		['/customers?limit=1e9', 400],
		['/customers?offset=two', 400],
		['/products?limit=1', 400],
		['/shoes', 404],
		['/constructor', 404]
	])('refuses %s with %i', async (path, status) => {
		expect(await ask(path)).toMatchObject({ status, type: 'application/problem+json' });
	});

	it('says which methods there are', async () => {
		expect(textOf(await ask('/customers', { method: 'DELETE' })).headers).toMatchObject({ Allow: 'GET' });
		expect(await ask('/predict', { method: 'PUT' })).toMatchObject({ status: 405, headers: { Allow: 'GET, POST' } });
	});

	it('says 409 without a model, save for the description', async () => {
		for (const path of ['/customers', '/products', '/models', '/predict?customer_id=C7', '/embed?customer_id=C7'])
			expect([path, (await handleRequest({ predictor: async () => undefined }, { method: 'GET', path: path.split('?')[0], query: new URL(path, 'http://x').searchParams })).status]).toEqual([path, 409]);
		expect((await handleRequest({ predictor: () => Promise.reject(new Error('not asked')) }, { method: 'GET', path: '/openapi.json', query: new URLSearchParams() })).status).toBe(200);
	});
});

describe('/embed', () => {
	it('is a page without script that loads nothing', async () => {
		const reply = await ask('/embed?customer_id=C7&limit=2');
		const { text, headers } = textOf(reply);
		expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
		expect(headers['Content-Security-Policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'/);
		expect(text).not.toMatch(/<script|src=|href=|\bon\w+=/i);
		expect(text.match(/<tr/g)).toHaveLength(2);
	});

	it('escapes whatever stands in the data and in the address', async () => {
		const evil = `<img src=x onerror="alert('1')">&`;
		expect(escaped(evil)).toBe('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
		const { book } = predictor.project;
		const products = book.products.map((_, p) => `${evil}${p}`);
		const project = structuredClone(predictor.project);
		const models = project.models.map((model) => ({ ...model, model: { ...model.model, products } }));
		const other = new Predictor({ ...project, book: { ...project.book, products, customers: book.customers.map((id) => (id === 'C7' ? evil : id)) }, models });
		const { status, body } = await ask(`/embed?customer_id=${encodeURIComponent(evil)}`, { from: other });
		expect(status).toBe(200);
		expect(body).not.toContain('<img');
		expect((await ask(`/embed?customer_id=${encodeURIComponent(evil)}`)).body).not.toContain('<img');
	});
});

describe('openapi.json', () => {
	/** What a value has to look like by a schema of the document: only the words that the document uses. */
	function fits(schema: Record<string, unknown>, value: unknown, path: string): string[] {
		if (typeof schema.$ref === 'string') {
			const name = schema.$ref.split('/').at(-1) as keyof typeof openApi.components.schemas;
			return fits(openApi.components.schemas[name] as Record<string, unknown>, value, path);
		}
		const types = ([] as unknown[]).concat(schema.type ?? []);
		const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
		if (types.length && !types.includes(type) && !(type === 'number' && types.includes('integer') && Number.isInteger(value))) return [`${path} is ${type}`];
		if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${path} is ${String(value)}`];
		if (type === 'array') return (value as unknown[]).flatMap((item, i) => fits((schema.items ?? {}) as Record<string, unknown>, item, `${path}/${i}`));
		if (type !== 'object' || !schema.properties) return [];
		const properties = schema.properties as Record<string, Record<string, unknown>>;
		const given = value as Record<string, unknown>;
		return [
			...((schema.required ?? []) as string[]).filter((name) => !(name in given)).map((name) => `${path}/${name} is missing`),
			...Object.keys(given).flatMap((name) => (name in properties ? fits(properties[name], given[name], `${path}/${name}`) : [`${path}/${name} is not described`]))
		];
	}

	it.each([
		['/predict', 'get', '/predict?customer_id=C7&explain=1', undefined],
		['/predict', 'post', '/predict?explain=1', { customer_id: 'C7', parameters: { total_orders: 9 } }],
		['/customers', 'get', '/customers?limit=4', undefined],
		['/products', 'get', '/products', undefined],
		['/models', 'get', '/models', undefined]
	] as const)('describes what %s gives to %s', async (path, method, address, body) => {
		const operation = (openApi.paths[path] as Record<string, { responses: Record<string, { content: Record<string, { schema: Record<string, unknown> }> }> }>)[method];
		const reply = await ask(address, { method: method.toUpperCase(), body });
		expect(reply.status).toBe(200);
		expect(fits(operation.responses[200].content['application/json'].schema, JSON.parse(textOf(reply).text), '')).toEqual([]);
		const refused = await ask(`${address}${address.includes('?') ? '&' : '?'}nonsense=1`, { method: method.toUpperCase(), body });
		expect(fits(openApi.components.schemas.Problem as Record<string, unknown>, refused.body, '')).toEqual([]);
	});

	it('names every path that is answered, in a form that other tools read', () => {
		for (const path of Object.keys(openApi.paths)) expect(isApiPath(path)).toBe(true);
		expect(isApiPath('/customers/')).toBe(false);
		v.parse(v.object({ openapi: v.literal('3.1.0'), info: v.object({ title: v.string(), version: v.string() }), paths: v.record(v.string(), v.object({})) }), JSON.parse(JSON.stringify(openApi)));
	});
});
