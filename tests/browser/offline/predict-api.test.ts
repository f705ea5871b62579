import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PredictApi } from '../../../src/lib/browser/offline/predict-api.js';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import type { Storage } from '../../../src/lib/browser/storage/port.js';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { writeProject } from '../../../src/lib/core/project/file.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

let shop: Project;
let storage: Storage;
let loads: number;
beforeAll(async () => {
	shop = await trainedShop();
});
beforeEach(() => {
	storage = memoryStorage();
	loads = 0;
	const load = storage.projects.load.bind(storage.projects);
	Object.assign(storage.projects, {
		load: (id: string) => {
			loads++;
			return load(id);
		}
	});
});

const noDemo = async () => undefined;
const ask = async (api: PredictApi, query = 'customer_id=C7') => {
	const response = await api.answer(new Request(`https://shop.example/predict?${query}`), '/predict');
	return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};

describe('PredictApi', () => {
	it('answers from the project that is open, and reads it once', async () => {
		const api = new PredictApi({ demo: noDemo, open: async () => storage });
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		const { status, type, body } = await ask(api);
		expect([status, type]).toEqual([200, 'application/json']);
		expect(body.products).toEqual(new Predictor(shop).predict('C7').products);
		expect((await ask(api, 'customer_id=C8')).status).toBe(200);
		expect(loads).toBe(1);
	});

	it('keeps what it answers from, so that a worker that starts anew reads no orders', async () => {
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		const first = await ask(new PredictApi({ demo: noDemo, open: async () => storage }), 'customer_id=C7&explain=1');
		await expect.poll(() => storage.projects.answers(shop.id)).toBeDefined();
		const again = new PredictApi({ demo: noDemo, open: async () => storage });
		expect(await ask(again, 'customer_id=C7&explain=1')).toEqual(first);
		expect(await ask(again, 'customer_id=Nobody')).toMatchObject({ status: 404, body: { code: 'customer.unknown' } });
		expect(loads).toBe(1);
		const made = await again.answer(new Request('https://shop.example/predict', { method: 'POST', body: '{"customer_id":"C7"}' }), '/predict');
		expect([made.status, loads]).toEqual([200, 2]);
	});

	it('follows every change of the project', async () => {
		const api = new PredictApi({ demo: noDemo, open: async () => storage });
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		expect((await ask(api)).body).toMatchObject({ model: 'forest', threshold: 0.5 });
		await storage.projects.update({ ...shop, threshold: 0.9, chosen: shop.models[0].id });
		expect((await ask(api)).body).toMatchObject({ model: 'popularity', threshold: 0.9 });
	});

	it('answers from the demo before anything was opened, and 409 without one', async () => {
		const demo = async () => new Response(writeProject(shop));
		expect(await ask(new PredictApi({ demo, open: async () => storage }))).toMatchObject({ status: 200, body: { customer_id: 'C7' } });
		expect(await ask(new PredictApi({ demo: noDemo, open: async () => storage }))).toMatchObject({ status: 409 });
	});

	it('says 409 where the open project has no model', async () => {
		const { chosen: _, ...rest } = shop;
		await storage.projects.put({ ...rest, models: [] });
		await storage.projects.setCurrent(shop.id);
		expect(_).toBeDefined();
		expect(await ask(new PredictApi({ demo: noDemo, open: async () => storage }))).toMatchObject({ status: 409, body: { code: 'project.no_model' } });
	});

	it('says 503 where the store cannot be read, and tries again the next time', async () => {
		let broken = true;
		const api = new PredictApi({
			demo: noDemo,
			open: async () => {
				if (broken) throw new LikelyError('storage.outdated');
				return storage;
			}
		});
		expect(await ask(api)).toMatchObject({ status: 503, type: 'application/problem+json', body: { code: 'storage.outdated' } });
		broken = false;
		expect(await ask(api)).toMatchObject({ status: 409 });
	});

	it('says 423 while locked, until a page hands over the key, and again when it was taken back', async () => {
		const name = `api-${crypto.randomUUID()}`;
		const page = await openStorage(name);
		await page.projects.put(shop);
		await page.projects.setCurrent(shop.id);
		const key = await page.lock.set('correct horse battery');
		let unlocked = false;
		const api = new PredictApi({ demo: noDemo, open: () => openStorage(name), key: async () => (unlocked ? key : undefined) });
		const locked = { status: 423, type: 'application/problem+json', body: { code: 'storage.locked', title: 'Locked' } };
		expect(await ask(api)).toMatchObject(locked);
		unlocked = true;
		expect(await ask(api)).toMatchObject({ status: 200, body: { customer_id: 'C7' } });
		unlocked = false;
		expect((await ask(api)).status).toBe(200);
		await api.lock();
		expect(await ask(api)).toMatchObject(locked);
		const frame = await api.answer(new Request('https://shop.example/embed?customer_id=C7'), '/embed');
		expect([frame.status, frame.headers.get('content-type')]).toEqual([423, 'text/html; charset=utf-8']);
		await page.destroy();
	});

	it('sends the headers that a frame and an isolated page need', async () => {
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		const api = new PredictApi({ demo: noDemo, open: async () => storage });
		const frame = await api.answer(new Request('https://shop.example/embed?customer_id=C7'), '/embed');
		expect(frame.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'self'/);
		expect(frame.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		const made = await api.answer(new Request('https://shop.example/predict', { method: 'POST', body: '{"parameters":{"total_orders":9}}' }), '/predict');
		expect(await made.json()).toMatchObject({ customer_id: null, hypothetical: true });
	});
});
