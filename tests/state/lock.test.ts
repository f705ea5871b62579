import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/lib/browser/storage/open.js';
import type { Storage } from '../../src/lib/browser/storage/port.js';
import { LockState } from '../../src/lib/state/lock.svelte.js';
import { fakeEngine } from '../ui/fake-engine.js';

const flag = 'likely.lock';

describe('the lock after a crash that took its note, or left an old one', () => {
	let storage: Storage;
	beforeAll(async () => {
		storage = await openStorage();
	});
	afterAll(async () => {
		localStorage.removeItem(flag);
		await storage.destroy();
	});
	const started = async () => {
		const lock = new LockState(async () => fakeEngine());
		await lock.start();
		return lock;
	};

	it('is open where there is no passphrase, whatever the note says', async () => {
		expect((await started()).status).toBe('none');
		localStorage.setItem(flag, '1');
		expect((await started()).status).toBe('none');
		expect(localStorage.getItem(flag)).toBeNull();
	});

	it('is locked where there is one, whatever the note says', async () => {
		await storage.lock.set('correct horse battery');
		localStorage.removeItem(flag);
		expect((await started()).status).toBe('locked');
		expect(localStorage.getItem(flag)).toBe('1');
		expect((await started()).status).toBe('locked');
	});
});
