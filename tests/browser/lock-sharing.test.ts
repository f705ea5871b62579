import { afterEach, describe, expect, it } from 'vitest';
import { LockSharing } from '../../src/lib/browser/lock-sharing.js';
import type { OpenLock } from '../../src/lib/browser/storage/port.js';

const channel = new BroadcastChannel('likely-lock');
afterEach(() => (channel.onmessage = null));

describe('the key between tabs', () => {
	it('goes to who asks, and what is no key of a tab goes nowhere', async () => {
		const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
		const held: { open?: OpenLock } = {};
		let locked = 0;
		const unlocked = new LockSharing(() => held.open, () => locked++);
		const asking = new LockSharing(() => undefined, () => {});
		channel.onmessage = ({ data }: MessageEvent<unknown>) => {
			if ((data as { kind?: unknown }).kind === 'ask')
				for (const odd of [null, 7, 'key', {}, { kind: 'key' }, { kind: 'key', open: null }, { kind: 'key', open: { id: 'x', key: 'none' } }, { kind: 'key', open: { id: 1, key } }]) channel.postMessage(odd);
		};
		expect(await asking.ask()).toBeUndefined();
		held.open = { id: 'lock', key };
		expect((await asking.ask())?.id).toBe('lock');
		unlocked.lock();
		asking.lock();
		await expect.poll(() => locked).toBe(1);
	});
});
