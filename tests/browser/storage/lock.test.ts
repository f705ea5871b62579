import { afterEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import type { Storage } from '../../../src/lib/browser/storage/port.js';
import { Random } from '../../../src/lib/core/random.js';
import { aProject } from '../../core/project/a-project.js';
import { aRecord } from './records.js';

const passphrase = 'correct horse battery';
const names: string[] = [];
const open: Storage[] = [];

async function database(name = `lock-${crypto.randomUUID()}`): Promise<{ name: string; storage: Storage }> {
	names.push(name);
	const storage = await openStorage(name);
	open.push(storage);
	return { name, storage };
}

afterEach(() => {
	for (const storage of open.splice(0)) storage.close();
	for (const name of names.splice(0)) indexedDB.deleteDatabase(name);
});

const secret = { ...aProject(), id: 'p-1', name: 'Secretshop', book: { ...aProject().book, customers: ['Secretada', 'Secretbob'] } };
/** What answers are made from: the customers' names are in it. */
const kept = {
	model: secret.models.at(-1)?.id ?? '',
	averages: Float64Array.of(0.5),
	customers: secret.book.customers,
	asOf: new Float64Array(2),
	x: new Float32Array(2),
	start: new Int32Array(3),
	product: new Int32Array(0),
	entryX: new Float32Array(0),
	absentX: new Float32Array(0),
	baseline: new Float32Array(1),
	unlike: []
};
const record = { ...aRecord('r-1', 'p-1', '2024-01-01T00:00:00Z'), customer: 'Secretada', note: 'Secretnote' };

const order = { customer: 'Secretcy', order: 'o-1', time: 19_000, lines: [{ product: 'ink', amount: NaN, quantity: 1, returned: false }], attributes: { region: 'Secretland' } };

async function fill(storage: Storage): Promise<void> {
	await storage.projects.keepAnswers('p-1', await storage.projects.put(secret), kept);
	await storage.projects.setCurrent('p-1');
	await storage.history.put([record]);
	await storage.settings.set('mapping', { customer: 'Secretcolumn' });
	await storage.journal.clear('p-1');
	await storage.journal.append('p-1', [order]);
	await storage.checkpoints.put('p-1', 'state', { label: 'Secretcheckpoint', weights: Float32Array.of(1, 2) });
}

async function expectFull(storage: Storage): Promise<void> {
	expect(await storage.projects.load('p-1')).toStrictEqual(secret);
	expect((await storage.projects.list()).map(({ name }) => name)).toEqual(['Secretshop']);
	expect(await storage.history.list()).toStrictEqual([record]);
	expect((await storage.journal.after('p-1', 0)).map(({ orders }) => orders)).toStrictEqual([[order]]);
	expect(await storage.settings.get('mapping')).toEqual({ customer: 'Secretcolumn' });
	expect((await storage.checkpoints.load('p-1')).get('state')).toEqual({ label: 'Secretcheckpoint', weights: Float32Array.of(1, 2) });
}

/** All that IndexedDB itself holds, as one text: keys, texts and the bytes of arrays as letters. */
async function rawText(name: string): Promise<string> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(name);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const letters = (value: unknown): string => {
		if (ArrayBuffer.isView(value)) return new TextDecoder('latin1').decode(value);
		if (value && typeof value === 'object') return Object.entries(value).map(([key, child]) => `${key} ${letters(child)}`).join('\n');
		return String(value);
	};
	const texts: string[] = [];
	for (const table of db.objectStoreNames) {
		const rows = await new Promise<unknown[]>((resolve, reject) => {
			const request = db.transaction(table).objectStore(table).getAll();
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		texts.push(...rows.map(letters));
	}
	db.close();
	return texts.join('\n');
}

describe('a passphrase', () => {
	it('leaves nothing readable in the database, and everything readable through it', async () => {
		const { name, storage } = await database();
		await fill(storage);
		expect((await rawText(name)).match(/Secret/g)?.length).toBeGreaterThan(5);
		await storage.lock.set(passphrase);
		expect(await storage.lock.status()).toBe('open');
		expect(await rawText(name)).not.toMatch(/Secret/);
		await expectFull(storage);
		await fill(storage);
		await storage.projects.update({ ...secret, name: 'Secretother' });
		expect(await rawText(name)).not.toMatch(/Secret/);
		await storage.projects.put(secret);
		await expectFull(storage);
	});

	it('costs a thief at least 600,000 rounds a guess', async () => {
		const { name, storage } = await database();
		await storage.lock.set(passphrase);
		const rounds = (await rawText(name)).match(/rounds (\d+)/)?.[1];
		expect(Number(rounds)).toBeGreaterThanOrEqual(600_000);
	});

	it('locks what another tab opens: nothing is read, and nothing written in the clear', async () => {
		const { name, storage } = await database();
		await fill(storage);
		await storage.lock.set(passphrase);
		const { storage: other } = await database(name);
		expect(await other.lock.status()).toBe('locked');
		const locked = { code: 'storage.locked' };
		await expect(other.projects.load('p-1')).rejects.toMatchObject(locked);
		await expect(other.projects.list()).rejects.toMatchObject(locked);
		await expect(other.projects.put({ ...secret, id: 'p-2' })).rejects.toMatchObject(locked);
		await expect(other.history.list()).rejects.toMatchObject(locked);
		await expect(other.history.put([record])).rejects.toMatchObject(locked);
		await expect(other.journal.append('p-1', [order])).rejects.toMatchObject(locked);
		await expect(other.settings.set('mapping', 1)).rejects.toMatchObject(locked);
		const before = await rawText(name);
		await expect(other.lock.unlock('correct horse batterY')).rejects.toMatchObject({ code: 'lock.wrong_passphrase' });
		expect(await rawText(name)).toBe(before);
		await other.lock.unlock(passphrase);
		await expectFull(other);
	});

	it('binds a tab that was open before it was set', async () => {
		const { name, storage } = await database();
		const { storage: other } = await database(name);
		await fill(other);
		await storage.lock.set(passphrase);
		await expect(other.history.put([record])).rejects.toMatchObject({ code: 'storage.locked' });
		expect(await rawText(name)).not.toMatch(/Secret/);
	});

	it('can be changed without touching the data, and removed', async () => {
		const { name, storage } = await database();
		await fill(storage);
		await storage.lock.set(passphrase);
		await expect(storage.lock.change('wrong', 'something new')).rejects.toMatchObject({ code: 'lock.wrong_passphrase' });
		await storage.lock.change(passphrase, 'something new');
		const { storage: other } = await database(name);
		await expect(other.lock.unlock(passphrase)).rejects.toMatchObject({ code: 'lock.wrong_passphrase' });
		await other.lock.unlock('something new');
		await expectFull(other);
		await expect(other.lock.remove(passphrase)).rejects.toMatchObject({ code: 'lock.wrong_passphrase' });
		await other.lock.remove('something new');
		expect(await other.lock.status()).toBe('none');
		await expectFull(other);
		await expectFull(storage);
		expect(await rawText(name)).toMatch(/Secretada/);
	});

	it('is refused where it is too short, set twice, or nothing is stored', async () => {
		const { storage } = await database();
		await expect(storage.lock.set('short')).rejects.toMatchObject({ code: 'lock.too_short' });
		expect(await storage.lock.status()).toBe('none');
		await storage.lock.set(passphrase);
		await expect(storage.lock.set(passphrase)).rejects.toMatchObject({ code: 'lock.already_set' });
		await expect(memoryStorage().lock.set(passphrase)).rejects.toMatchObject({ code: 'lock.unavailable' });
	});

	it('refuses a sealed piece that was put in another place', async () => {
		const { name, storage } = await database();
		await fill(storage);
		await storage.projects.put({ ...secret, id: 'p-2' });
		await storage.lock.set(passphrase);
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onerror = () => reject(request.error);
			request.onsuccess = () => {
				const transaction = request.result.transaction('chunks', 'readwrite');
				const chunks = transaction.objectStore('chunks');
				const get = chunks.get(['p-2', 'head', 'value.json', 0]);
				get.onsuccess = () => chunks.put({ ...get.result, project: 'p-1' });
				transaction.oncomplete = () => {
					request.result.close();
					resolve();
				};
			};
		});
		await expect(storage.projects.load('p-1')).rejects.toMatchObject({ code: 'project.damaged' });
	});

	it('leaves a complete state whenever the browser is killed while it encrypts or decrypts', async () => {
		const random = new Random(7);
		const { name, storage } = await database();
		await fill(storage);
		for (let i = 0; i < 12; i++) await storage.projects.put({ ...secret, id: `q-${i}` });
		await storage.projects.remove('q-0');
		let interrupted = 0;
		for (let kill = 0; kill < 6; kill++) {
			const remove = (await storage.lock.status()) !== 'none';
			const worker = new Worker(new URL('./locker.ts', import.meta.url), { type: 'module' });
			// The first kill falls right at the beginning of the work, the others somewhere in it.
			const wait = kill === 0 ? 0 : random.next() * 60;
			let done = false;
			await new Promise<void>((resolve, reject) => {
				worker.onerror = (event) => reject(new Error(event.message));
				worker.onmessage = async ({ data }) => {
					if (data === 'done') {
						done = true;
						return resolve();
					}
					while (!done && !(await isUnderWay(name))) await Promise.resolve();
					setTimeout(resolve, wait);
				};
				worker.postMessage({ name, remove, passphrase });
			});
			worker.terminate();
			const state = (await rawText(name)).match(/state (sealing|opening)/);
			if (state) interrupted++;
			await storage.lock.unlock(passphrase);
			await expectFullOf(storage);
			if ((await storage.lock.status()) === 'open') expect(await rawText(name)).not.toMatch(/Secret/);
		}
		expect(interrupted).toBeGreaterThan(0);
	});
});

/** Whether a passphrase is being set or removed right now. */
async function isUnderWay(name: string): Promise<boolean> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(name);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const row = await new Promise<{ value: { state: string } } | undefined>((resolve, reject) => {
		const request = db.transaction('settings').objectStore('settings').get('lock');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	db.close();
	return row !== undefined && row.value.state !== 'sealed';
}

async function expectFullOf(storage: Storage): Promise<void> {
	for (const id of ['p-1', 'q-3', 'q-11']) expect(await storage.projects.load(id)).toStrictEqual({ ...secret, id });
	expect(await storage.history.list()).toStrictEqual([record]);
}
