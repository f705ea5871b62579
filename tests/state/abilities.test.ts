import { describe, expect, it } from 'vitest';
import { givesDatabases } from '../../src/lib/browser/storage/exists.js';
import { missingAbilities, missingFrom } from '../../src/lib/state/abilities.js';

const whole = { navigator, crossOriginIsolated: true, SharedArrayBuffer, OffscreenCanvas, showOpenFilePicker: () => undefined };

describe('what a window lacks', () => {
	it('is nothing where everything is there', () => {
		expect(missingFrom(whole, true)).toEqual([]);
	});

	it('is told one by one, the weightiest first', () => {
		expect(missingFrom(whole, false)).toEqual(['storage']);
		expect(missingFrom({ ...whole, navigator: { storage: navigator.storage } }, true)).toEqual(['offline']);
		expect(missingFrom({ ...whole, crossOriginIsolated: false }, true)).toEqual(['sharedMemory']);
		expect(missingFrom({ ...whole, SharedArrayBuffer: undefined }, true)).toEqual(['sharedMemory']);
		expect(missingFrom({ ...whole, OffscreenCanvas: undefined }, true)).toEqual(['graphics']);
		expect(missingFrom({ ...whole, showOpenFilePicker: undefined }, true)).toEqual(['files']);
		expect(missingFrom({ ...whole, navigator: { serviceWorker: navigator.serviceWorker } }, true)).toEqual(['promise']);
		expect(missingFrom({ navigator: {} }, false)).toEqual(['storage', 'offline', 'sharedMemory', 'graphics', 'files', 'promise']);
	});

	it('is looked for in this one, without leaving a database', async () => {
		const before = await indexedDB.databases();
		expect(await missingAbilities()).not.toContain('storage');
		expect(await indexedDB.databases()).toEqual(before);
	});

	it('is a storage where databases are there and none can be opened', async () => {
		const refuses = (open: () => IDBOpenDBRequest) => givesDatabases({ databases: async () => [], open, deleteDatabase: open } as unknown as IDBFactory);
		const thrown = () => {
			throw new DOMException('not here', 'InvalidStateError');
		};
		const failed = () => {
			const request = { error: new DOMException('not here', 'UnknownError') } as unknown as IDBOpenDBRequest;
			queueMicrotask(() => request.onerror?.(new Event('error')));
			return request;
		};
		expect([await refuses(thrown), await refuses(failed), await givesDatabases(null)]).toEqual([false, false, false]);
	});
});
