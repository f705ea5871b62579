import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectState } from '../../src/lib/state/project.svelte.js';
import { fakeEngine } from '../ui/fake-engine.js';
import { databaseExists } from '../../src/lib/browser/storage/exists.js';

const engine = fakeEngine();
const project = () => new ProjectState(async () => engine);

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
