import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PredictApi } from '../../../src/lib/browser/offline/predict-api.js';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
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
	const { load } = storage.projects;
	Object.assign(storage.projects, {
		load: (id: string) => {
			loads++;
			return load(id);
		}
	});
});

const noDemo = async () => undefined;
const ask = async (api: PredictApi, query = 'customer_id=C7') => {
	const response = await api.answer(new URL(`https://shop.example/predict?${query}`));
	return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};

describe('PredictApi', () => {
	it('answers from the project that is open, and reads it once', async () => {
		const api = new PredictApi(noDemo, async () => storage);
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		const { status, type, body } = await ask(api);
		expect([status, type]).toEqual([200, 'application/json']);
		expect(body.products).toEqual(new Predictor(shop).predict('C7').products);
		expect((await ask(api, 'customer_id=C8')).status).toBe(200);
		expect(loads).toBe(1);
	});

	it('follows every change of the project', async () => {
		const api = new PredictApi(noDemo, async () => storage);
		await storage.projects.put(shop);
		await storage.projects.setCurrent(shop.id);
		expect((await ask(api)).body).toMatchObject({ model: 'forest', threshold: 0.5 });
		await storage.projects.update({ ...shop, threshold: 0.9, chosen: shop.models[0].id });
		expect((await ask(api)).body).toMatchObject({ model: 'popularity', threshold: 0.9 });
	});

	it('answers from the demo before anything was opened, and 409 without one', async () => {
		const demo = async () => new Response(writeProject(shop));
		expect(await ask(new PredictApi(demo, async () => storage))).toMatchObject({ status: 200, body: { customer_id: 'C7' } });
		expect(await ask(new PredictApi(noDemo, async () => storage))).toMatchObject({ status: 409 });
	});

	it('says 409 where the open project has no model', async () => {
		const { chosen: _, ...rest } = shop;
		await storage.projects.put({ ...rest, models: [] });
		await storage.projects.setCurrent(shop.id);
		expect(_).toBeDefined();
		expect(await ask(new PredictApi(noDemo, async () => storage))).toMatchObject({ status: 409, body: { code: 'project.no_model' } });
	});

	it('says 503 where the store cannot be read, and tries again the next time', async () => {
		let broken = true;
		const api = new PredictApi(noDemo, async () => {
			if (broken) throw new LikelyError('storage.outdated');
			return storage;
		});
		expect(await ask(api)).toMatchObject({ status: 503, type: 'application/problem+json', body: { code: 'storage.outdated' } });
		broken = false;
		expect(await ask(api)).toMatchObject({ status: 409 });
	});
});
