import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectState } from '../../src/lib/state/project.svelte.js';
import { fakeEngine } from '../ui/fake-engine.js';
import { databaseExists } from '../../src/lib/browser/storage/exists.js';

const engine = fakeEngine();
const project = () => new ProjectState(async () => engine);

describe('a removal', () => {
	afterEach(() => localStorage.removeItem('likely.removing'));

	it('that was final when its page went is done by the next page, before it lists or opens anything', async () => {
		const went = new ProjectState(async () => fakeEngine({ remove: () => new Promise<never>(() => {}) }));
		went.hide('p-1');
		void went.remove('p-1');
		const done: string[] = [];
		const engine = fakeEngine({ remove: async (id) => void done.push(`remove ${id}`), projects: async () => (done.push('list'), []), resume: async () => void done.push('resume') as undefined });
		const next = new ProjectState(async () => engine);
		await next.resume();
		await next.list();
		expect(done).toEqual(['remove p-1', 'resume', 'list']);
	});
});

describe('an earlier visit', () => {
	const gone = () =>
		new Promise<void>((resolve) => {
			localStorage.removeItem('likely.project');
			indexedDB.deleteDatabase('likely').onsuccess = () => resolve();
		});
	beforeEach(gone);
	afterEach(gone);

	it('is remembered by its note, and by its database where a crash took the note', async () => {
		expect(await project().returning()).toBe(false);
		localStorage.setItem('likely.project', 'p-1');
		expect(await project().returning()).toBe(true);
		localStorage.removeItem('likely.project');
		await new Promise<void>((resolve) => {
			indexedDB.open('likely').onsuccess = ({ target }) => {
				(target as IDBOpenDBRequest).result.close();
				resolve();
			};
		});
		expect(await project().returning()).toBe(true);
	});

	it('is none where the browser gives no databases', async () => {
		expect(await databaseExists('likely', null)).toBe(false);
		const refusing = { databases: () => Promise.reject(new DOMException('', 'SecurityError')) } as unknown as IDBFactory;
		expect(await databaseExists('likely', refusing)).toBe(false);
	});
});
