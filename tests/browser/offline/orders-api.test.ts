import { describe, expect, it } from 'vitest';
import { PredictApi } from '../../../src/lib/browser/offline/predict-api.js';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import { aProject } from '../../core/project/a-project.js';

const order = { customer: 'Ann', order: 'A1', date: '2026-11-22', lines: [{ product: 'Ink', amount: 3 }] };

async function post(body: unknown, { open = true, text = JSON.stringify(body) } = {}) {
	const storage = memoryStorage();
	const project = aProject();
	if (open) {
		await storage.projects.put(project);
		await storage.projects.setCurrent(project.id);
	}
	const api = new PredictApi({ demo: async () => undefined, open: async () => storage });
	const response = await api.answer(new Request('https://shop.example/orders', { method: 'POST', body: text }), '/orders');
	return { status: response.status, body: await response.json(), kept: await storage.journal.after(project.id, 0) };
}

describe('POST /orders', () => {
	it('keeps orders for the open project and says so', async () => {
		const { status, body, kept } = await post({ orders: [order, { ...order, order: 'A2' }] });
		expect([status, body]).toEqual([202, { accepted: 2, batch: 1 }]);
		expect(kept).toMatchObject([{ sequence: 1, orders: [{ customer: 'Ann', order: 'A1' }, { order: 'A2' }] }]);
	});

	it('takes all or nothing, and says what does not fit', async () => {
		const bad = await post([order, { ...order, date: 'yesterday' }]);
		expect(bad).toMatchObject({ status: 400, body: { code: 'live.bad_order', detail: expect.stringContaining('Order 1 does not fit at date') }, kept: [] });
		expect(await post(undefined, { text: '{' })).toMatchObject({ status: 400, body: { code: 'request.bad_json' }, kept: [] });
	});

	it('needs open data, and a POST', async () => {
		expect(await post(order, { open: false })).toMatchObject({ status: 409, body: { code: 'project.none_open' } });
		const api = new PredictApi({ demo: async () => undefined, open: async () => memoryStorage() });
		const response = await api.answer(new Request('https://shop.example/orders'), '/orders');
		expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
	});
});
