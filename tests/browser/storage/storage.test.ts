import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import type { Storage, StorageArea } from '../../../src/lib/browser/storage/port.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { keptAnswers } from '../../../src/lib/core/serving/kept-answers.js';
import { trainedShop } from '../../fixtures/trained-shop.js';
import { aProject } from '../../core/project/a-project.js';
import { aRecord } from './records.js';

/** Storage buckets: a database of its own quota. Not in TypeScript's DOM yet. */
interface WithBuckets {
	readonly storageBuckets: { open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }> };
}

const names: string[] = [];
const open: Storage[] = [];

/** A database of this test alone. */
function freshName(): string {
	const name = `test-${crypto.randomUUID()}`;
	names.push(name);
	return name;
}

async function database(name = freshName()): Promise<Storage> {
	const storage = await openStorage(name);
	open.push(storage);
	return storage;
}

afterEach(async () => {
	for (const storage of open.splice(0)) storage.close();
	for (const name of names.splice(0)) indexedDB.deleteDatabase(name);
});

const other = { ...aProject(), id: 'p-2', name: 'Other', created: '2025-01-01T00:00:00.000Z' };

describe.each([
	['database', () => database()],
	['memory', async () => memoryStorage()]
])('storage in %s', (kind, make) => {
	let storage: Storage;
	beforeEach(async () => {
		storage = await make();
	});

	it('says what it is', () => {
		expect(storage.kind).toBe(kind);
	});

	it('gives a project back to the bit, as a copy', async () => {
		const project = aProject();
		await storage.projects.put(project);
		project.book.lineAmount[0] = 99;
		expect(await storage.projects.load('p-1')).toStrictEqual(aProject());
		expect(await storage.projects.load('none')).toBeUndefined();
	});

	it('lists summaries, newest first', async () => {
		await storage.projects.put(aProject());
		await storage.projects.put(other);
		const list = await storage.projects.list();
		expect(list.map((summary) => summary.id)).toEqual(['p-2', 'p-1']);
		expect(list[1]).toMatchObject({ name: 'Corner shop · ≥ 1 €', customers: 2, products: 2, models: 1, revision: 1 });
		expect(list[1].bytes).toBeGreaterThan(1000);
	});

	it('updates all but the orders', async () => {
		const project = aProject();
		await storage.projects.put(project);
		const second = { ...project.models[0], id: 'm-2', seed: 2 };
		await storage.projects.update({ ...project, name: 'New', threshold: 0.5, models: [second, project.models[0]], chosen: 'm-2' });
		const both = await storage.projects.load('p-1');
		expect(both).toStrictEqual({ ...aProject(), name: 'New', threshold: 0.5, models: [second, aProject().models[0]], chosen: 'm-2' });
		await storage.projects.update({ ...project, models: [second], chosen: 'm-2' });
		expect((await storage.projects.load('p-1'))?.models.map((model) => model.id)).toEqual(['m-2']);
		expect(await storage.projects.summary('p-1')).toMatchObject({ name: project.name, models: 1, revision: 3 });
	});

	it('does not bring a removed project back by an update', async () => {
		await expect(storage.projects.update(aProject())).rejects.toMatchObject({ code: 'storage.missing' });
		expect(await storage.projects.list()).toEqual([]);
	});

	it('counts the same bytes however a state came about', async () => {
		await storage.projects.put({ ...aProject(), models: [], chosen: undefined });
		await storage.projects.update(aProject());
		const updated = await storage.projects.summary('p-1');
		await storage.projects.put(aProject());
		expect((await storage.projects.summary('p-1'))?.bytes).toBe(updated?.bytes);
	});

	it('removes a project with its history and leaves the others', async () => {
		await storage.projects.put(aProject());
		await storage.projects.put(other);
		await storage.history.put([aRecord('1', 'p-1', '2024-01-01T00:00:00Z'), aRecord('2', 'p-2', '2024-01-02T00:00:00Z')]);
		await storage.projects.setCurrent('p-1');
		await storage.projects.remove('p-1');
		expect(await storage.projects.load('p-1')).toBeUndefined();
		expect(await storage.projects.current()).toBeUndefined();
		expect(await storage.projects.load('p-2')).toStrictEqual(other);
		expect((await storage.history.list()).map((record) => record.id)).toEqual(['2']);
	});

	it('remembers which project is open', async () => {
		expect(await storage.projects.current()).toBeUndefined();
		await storage.projects.put(aProject());
		await storage.projects.setCurrent('p-1');
		expect(await storage.projects.current()).toBe('p-1');
		await storage.projects.setCurrent(undefined);
		expect(await storage.projects.current()).toBeUndefined();
	});

	it('keeps history newest first, edits and removes it', async () => {
		const records = ['2024-01-02', '2024-01-03', '2024-01-01'].map((day, i) => aRecord(String(i), `p-${i % 2}`, `${day}T00:00:00Z`));
		await storage.history.put(records);
		expect((await storage.history.list()).map((record) => record.id)).toEqual(['1', '0', '2']);
		expect((await storage.history.list('p-0')).map((record) => record.id)).toEqual(['0', '2']);
		await storage.history.put([{ ...records[0], note: 'called' }]);
		expect((await storage.history.list())[1]).toStrictEqual({ ...records[0], note: 'called' });
		await storage.history.remove(['0', '1']);
		expect(await storage.history.list()).toStrictEqual([records[2]]);
		await storage.history.clear();
		expect(await storage.history.list()).toEqual([]);
	});

	it('hands history out a few records at a time, and takes more than it writes at once', async () => {
		const ids = Array.from({ length: 60 }, (_, i) => `r${String(i).padStart(2, '0')}`);
		await storage.history.put(ids.map((id) => aRecord(id, 'p-1', '2024-01-01T00:00:00Z')));
		const idsAfter = async (id: string | undefined, limit: number) => (await storage.history.after(id, limit)).map((record) => record.id);
		expect(await idsAfter(undefined, 50)).toEqual(ids.slice(0, 50));
		expect(await idsAfter('r49', 50)).toEqual(ids.slice(50));
		expect(await idsAfter('r59', 50)).toEqual([]);
		expect((await storage.history.get(['r07', 'nobody', 'r03'])).map((record) => record.id)).toEqual(['r07', 'r03']);
		await storage.history.remove(ids.slice(1));
		expect(await idsAfter(undefined, 50)).toEqual(['r00']);
	});

	it('keeps what answers need without the orders, until they change', async () => {
		const shop = await trainedShop();
		await storage.projects.put(shop);
		const { projects } = storage;
		expect(await projects.answers('shop')).toBeUndefined();
		const kept = await keptAnswers(new Predictor(shop));
		await projects.keepAnswers('shop', 7, kept);
		expect(await projects.answers('shop')).toBeUndefined();
		await projects.keepAnswers('shop', 1, kept);
		expect(await projects.answers('shop')).toMatchObject({ project: { name: shop.name, threshold: 0.5, card: { id: shop.chosen } }, kept });
		expect(await projects.load('shop')).toStrictEqual(shop);
		await projects.put(shop);
		expect(await projects.answers('shop')).toBeUndefined();
		expect(await projects.update({ ...shop, threshold: 0.6 })).toBe(3);
		await projects.keepAnswers('shop', 3, kept);
		expect(await projects.answers('shop')).toMatchObject({ project: { threshold: 0.6 }, kept });
		await projects.remove('shop');
		expect((await storage.sizes()).find(({ table }) => table === 'chunks')?.rows ?? 0).toBe(0);
		// The same project anew is at its first revision again.
		await projects.put(shop);
		await projects.keepAnswers('shop', 1, kept);
		await projects.remove('shop');
		await projects.put(shop);
		expect([await projects.hasAnswers('shop'), await projects.answers('shop')]).toEqual([false, undefined]);
	});

	it('keeps settings', async () => {
		expect(await storage.settings.get('theme')).toBeUndefined();
		await storage.settings.set('theme', { dark: true });
		expect(await storage.settings.get('theme')).toEqual({ dark: true });
		await storage.settings.remove('theme');
		expect(await storage.settings.get('theme')).toBeUndefined();
	});

	it('tells what changed', async () => {
		const heard = new Set<StorageArea>();
		const stop = storage.watch((areas) => areas.forEach((area) => heard.add(area)));
		await storage.projects.put(aProject());
		await storage.history.put([aRecord('1', 'p-1', '2024-01-01T00:00:00Z')]);
		await expect.poll(() => [...heard].sort()).toEqual(['history', 'projects']);
		stop();
		await storage.settings.set('theme', 'dark');
		expect(heard.has('settings')).toBe(false);
	});
});

describe('storage in a database', () => {
	it('passes over rows that do not hold together, and gives the others', async () => {
		const name = freshName();
		const { projects, history } = await database(name);
		await projects.put(aProject());
		const records = ['2', '4', '6'].map((id) => aRecord(id, 'p-1', `2024-01-0${id}T00:00:00.000Z`));
		await history.put(records);
		const raw = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(name);
			request.onsuccess = () => resolve(request.result);
		});
		const odd = raw.transaction(['summaries', 'history'], 'readwrite');
		odd.objectStore('summaries').put({ id: 'p-9', title: 'of tomorrow' });
		for (const id of ['1', '3', '5']) odd.objectStore('history').put({ ...records[0], id, explanation: { of: 'tomorrow' } });
		await new Promise((resolve) => (odd.oncomplete = resolve));
		raw.close();
		expect((await projects.list()).map(({ id }) => id)).toEqual(['p-1']);
		expect([await projects.summary('p-9'), (await projects.summary('p-1'))?.name]).toEqual([undefined, aProject().name]);
		const ids = async (found: Promise<readonly { id: string }[]>) => (await found).map(({ id }) => id);
		expect(await ids(history.list())).toEqual(['6', '4', '2']);
		expect(await ids(history.list('p-1'))).toEqual(['6', '4', '2']);
		expect(await ids(history.get(['1', '2', '3']))).toEqual(['2']);
		// As many as are asked for, while there are any.
		expect(await ids(history.after(undefined, 2))).toEqual(['2', '4']);
		expect(await ids(history.after('4', 2))).toEqual(['6']);
		expect(await ids(history.after('6', 2))).toEqual([]);
	});

	it('takes what answers need through a new threshold, and drops it for another model', async () => {
		const shop = await trainedShop();
		const { projects } = await database();
		await projects.put(shop);
		const kept = await keptAnswers(new Predictor(shop));
		await projects.keepAnswers('shop', 1, kept);
		await projects.update({ ...shop, threshold: 0.9 });
		expect(await projects.answers('shop')).toMatchObject({ project: { threshold: 0.9 }, kept: { model: shop.chosen } });
		await projects.update({ ...shop, chosen: shop.models[0].id });
		expect(await projects.answers('shop')).toBeUndefined();
		expect(await projects.load('shop')).toStrictEqual({ ...shop, chosen: shop.models[0].id });
	});

	it('keeps nothing for answers that another tab has made stale', async () => {
		const shop = await trainedShop();
		const { projects } = await database();
		expect(await projects.put(shop)).toBe(1);
		await projects.put({ ...shop, threshold: 0.7 });
		const kept = await keptAnswers(new Predictor(shop));
		await projects.keepAnswers('shop', 1, kept);
		expect([await projects.hasAnswers('shop'), await projects.answers('shop')]).toEqual([false, undefined]);
		await projects.keepAnswers('shop', 2, kept);
		expect([await projects.hasAnswers('shop'), await projects.answers('shop')]).toMatchObject([true, { kept }]);
	});

	it('opens where the browser cannot list its databases, and is memory where looking is forbidden', async () => {
		const silent = new Proxy(indexedDB, {
			has: (target, key) => key !== 'databases' && key in target,
			get: (target, key) => {
				const value: unknown = key === 'databases' ? undefined : Reflect.get(target, key);
				return typeof value === 'function' ? value.bind(target) : value;
			}
		});
		const storage = await openStorage(freshName(), silent);
		open.push(storage);
		await storage.projects.put(aProject());
		expect([storage.kind, (await storage.projects.list()).length]).toEqual(['database', 1]);
		const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB') ?? {};
		const get = () => {
			throw new DOMException('The operation is insecure.', 'SecurityError');
		};
		Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get });
		try {
			expect((await openStorage(freshName())).kind).toBe('memory');
		} finally {
			Object.defineProperty(globalThis, 'indexedDB', own);
		}
	});

	it('is there for the next visit', async () => {
		const name = freshName();
		const first = await database(name);
		await first.projects.put(aProject());
		await first.settings.set('theme', 'dark');
		first.close();
		const second = await database(name);
		expect(await second.projects.load('p-1')).toStrictEqual(aProject());
		expect(await second.settings.get('theme')).toBe('dark');
	});

	it('keeps a column larger than one row can be', async () => {
		const storage = await database();
		const lines = 3 * 2 ** 20;
		const book = {
			...aProject().book,
			orderLines: Int32Array.of(0, 1, 3, lines),
			lineProduct: new Int32Array(lines).fill(1),
			lineAmount: Float64Array.from({ length: lines }, (_, i) => i / 8),
			lineQuantity: new Float64Array(lines).fill(1),
			lineReturned: new Uint8Array(lines)
		};
		await storage.projects.put({ ...aProject(), book });
		const loaded = await storage.projects.load('p-1');
		expect(loaded?.book.lineAmount.length).toBe(lines);
		expect(loaded?.book.lineAmount.every((amount, i) => amount === i / 8)).toBe(true);
	});

	it('is empty after everything was deleted', async () => {
		const name = freshName();
		const storage = await database(name);
		await storage.projects.put(aProject());
		await storage.destroy();
		expect((await indexedDB.databases()).map((entry) => entry.name)).not.toContain(name);
	});

	it('says that a newer page changed the layout, and touches nothing', async () => {
		const name = freshName();
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name, 990);
			request.onupgradeneeded = () => request.result.createObjectStore('tomorrow');
			request.onerror = () => reject(request.error);
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
		});
		await expect(openStorage(name)).rejects.toMatchObject({ code: 'storage.outdated' });
		expect((await indexedDB.databases()).find((entry) => entry.name === name)?.version).toBe(990);
	});

	it('lets a newer page through and says so', async () => {
		const name = freshName();
		const storage = await database(name);
		const said = new Promise<void>((resolve) => storage.onOutdated(resolve));
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name, 1000);
			request.onerror = () => reject(request.error);
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
		});
		await said;
		await expect(storage.projects.list()).rejects.toMatchObject({ code: 'storage.outdated' });
	});

	it('says when the disk is full, and keeps the last complete state', async () => {
		const bucket = await (navigator as unknown as WithBuckets).storageBuckets.open('small', { quota: 2 ** 21 });
		const storage = await openStorage('full', bucket.indexedDB);
		open.push(storage);
		await storage.projects.put(aProject());
		const lines = 2 ** 19;
		const large = {
			...aProject(),
			book: {
				...aProject().book,
				orderLines: Int32Array.of(0, 1, 3, lines),
				lineProduct: new Int32Array(lines).fill(1),
				// What does not compress: the browser counts bytes on disk.
				lineAmount: Float64Array.from({ length: lines }, (_, i) => Math.sin(i)),
				lineQuantity: new Float64Array(lines).fill(1),
				lineReturned: new Uint8Array(lines)
			}
		};
		await expect(storage.projects.put(large)).rejects.toMatchObject({ code: 'storage.full' });
		expect(await storage.projects.load('p-1')).toStrictEqual(aProject());
		expect(await storage.projects.summary('p-1')).toMatchObject({ revision: 1 });
		await storage.projects.update({ ...aProject(), name: 'still works' });
		expect(await storage.projects.summary('p-1')).toMatchObject({ name: 'still works' });
	});

	it('refuses what was damaged on disk', async () => {
		const name = freshName();
		const storage = await database(name);
		await storage.projects.put(aProject());
		storage.close();
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onerror = () => reject(request.error);
			request.onsuccess = () => {
				const transaction = request.result.transaction('chunks', 'readwrite');
				transaction.objectStore('chunks').delete(['p-1', 'book', 'value/orderTime.f64', 0]);
				transaction.oncomplete = () => {
					request.result.close();
					resolve();
				};
			};
		});
		const again = await database(name);
		await expect(again.projects.load('p-1')).rejects.toMatchObject({ code: 'project.damaged' });
		expect(await again.projects.list()).toHaveLength(1);
	});

	it('holds a whole state whenever the writer is killed', async () => {
		const name = freshName();
		let last = 0;
		for (let milliseconds = 0; milliseconds < 13; milliseconds++) {
			const worker = new Worker(new URL('./writer.ts', import.meta.url), { type: 'module' });
			let saved = last;
			await new Promise<void>((resolve, reject) => {
				worker.onerror = (event) => reject(new Error(event.message));
				worker.onmessage = (event: MessageEvent<number>) => {
					saved = event.data;
					// The kill falls at another point of the next write each time.
					if (saved > last + 1) setTimeout(resolve, milliseconds);
				};
				worker.postMessage({ name, project: aProject(), from: last + 1 });
			});
			worker.terminate();
			const storage = await database(name);
			const project = await storage.projects.load('p-1');
			expect(project?.seed).toBeGreaterThanOrEqual(saved);
			expect(project).toMatchObject({ name: `state ${project?.seed}`, chosen: `m-${project?.seed}`, models: [{ seed: project?.seed }] });
			last = project?.seed ?? 0;
			storage.close();
		}
	}, 120_000);
});

describe('without IndexedDB', () => {
	it('falls back to memory', async () => {
		const refusing = { open: () => refuse(), databases: () => refuse() } as unknown as IDBFactory;
		const refuse = () => {
			throw new DOMException('The operation is insecure.', 'SecurityError');
		};
		expect((await openStorage(freshName(), refusing)).kind).toBe('memory');
		expect((await openStorage(freshName(), null)).kind).toBe('memory');
	});
});
