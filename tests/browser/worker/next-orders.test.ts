import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/lib/browser/worker/client.js';
import type { Engine } from '../../../src/lib/browser/worker/engine.js';
import { rankNextBasket, nextBasketTasks } from '../../../src/lib/core/models/nextbasket/index.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import type { Progress } from '../../../src/lib/core/progress.js';
import { silent } from '../../../src/lib/core/progress.js';
import { readProject } from '../../../src/lib/core/project/file.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

const quiet = () => {};

describe('the next order, ranked in the worker', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = createEngine(`${location.origin}/`);
		await engine.inspect(new File([smallCsv(150, 40)], 'orders.csv'), quiet).then(({ mapping }) => engine.preview(mapping));
		await engine.accept('Shop of many products');
	});

	it('is not there before it was asked for, and says so', async () => {
		expect(await engine.nextOrdersSummary()).toBeUndefined();
		expect(await engine.nextOrder('C1')).toBeUndefined();
		await expect(engine.nextOrdersFile()).rejects.toMatchObject({ code: 'rank.not_yet' });
	});

	it('can learn from held-out baskets where the file holds some of training customers', async () => {
		expect(await engine.rankingModes()).toEqual(['past-only']);
		await expect(engine.rankNextOrders('train-future', quiet)).rejects.toMatchObject({ code: 'rank.no_future' });
	});

	it('stops within half a second, and leaves nothing behind', async () => {
		let told = 0;
		const done = engine.rankNextOrders('past-only', ({ stage }) => {
			if (stage !== 'nextbasket/moments' || told) return;
			told = performance.now();
			void engine.cancel();
		});
		await expect(done).rejects.toMatchObject({ code: 'cancelled' });
		expect(performance.now() - told).toBeLessThan(500);
		expect(await engine.nextOrdersSummary()).toBeUndefined();
	});

	it('is the same as on the command line, goes from customer to file, and stays with its orders', { timeout: 240_000 }, async () => {
		const heard: Progress[] = [];
		const summary = await engine.rankNextOrders('past-only', (progress) => heard.push(progress));
		expect(summary).toMatchObject({ customers: 150, top: 20 });
		expect(summary.fresh).toBeGreaterThan(0);
		expect(summary.fresh).toBeLessThan(1);
		expect(new Set(heard.map(({ stage }) => stage)).size).toBeGreaterThan(5);
		expect(await engine.nextOrdersSummary()).toEqual(summary);

		const { book } = readProject(new Uint8Array(await (await engine.exportProject()).arrayBuffer()));
		const expected = await rankNextBasket(book, { mode: 'past-only', top: 20, seed: 1 }, silent, inline({ ...treeTasks, ...nextBasketTasks }));
		for (const c of [0, 77, 149]) {
			const list = await engine.nextOrder(book.customers[c]);
			expect(list?.map(({ product }) => product)).toEqual(Array.from(expected.products.subarray(c * 20, c * 20 + 20), (p) => book.products[p]));
			expect(list?.some(({ orders, last }) => orders > 0 && last !== undefined)).toBe(true);
		}
		const { text, rows } = await engine.nextOrdersFile();
		expect(rows).toBe(3000);
		expect(text.split('\r\n')).toHaveLength(3002);

		await engine.inspect(new File([smallCsv(30, 5, 2)], 'others.csv'), quiet).then(({ mapping }) => engine.preview(mapping));
		await engine.accept('Other orders');
		expect(await engine.nextOrdersSummary()).toBeUndefined();
	});
});
