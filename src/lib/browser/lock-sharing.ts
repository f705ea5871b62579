import type { OpenLock } from './storage/port.js';

type Message = { readonly kind: 'ask' } | { readonly kind: 'key'; readonly open: OpenLock } | { readonly kind: 'lock' };

/** Milliseconds in which another tab answers, if there is one that is unlocked. */
const patience = 400;

/**
 * Hands the key of what is stored from a tab that was unlocked to other tabs and to the service worker, which may be
 * stopped and started at any time; and tells all of them to forget it.
 */
export class LockSharing {
	readonly #channel = new BroadcastChannel('likely-lock');

	/** `have`: the key, where this is unlocked. `onLock`: another tab locked everything. */
	constructor(have: () => OpenLock | undefined, onLock: () => void) {
		this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
			const open = have();
			if (data.kind === 'ask' && open) this.#send({ kind: 'key', open });
			if (data.kind === 'lock') onLock();
		});
	}

	/** The key, from whoever has it; undefined where nobody does. */
	ask(): Promise<OpenLock | undefined> {
		return new Promise((resolve) => {
			const settle = (open: OpenLock | undefined) => {
				this.#channel.removeEventListener('message', heard);
				clearTimeout(timer);
				resolve(open);
			};
			const heard = ({ data }: MessageEvent<Message>) => data.kind === 'key' && settle(data.open);
			this.#channel.addEventListener('message', heard);
			const timer = setTimeout(() => settle(undefined), patience);
			this.#send({ kind: 'ask' });
		});
	}

	lock(): void {
		this.#send({ kind: 'lock' });
	}

	#send(message: Message): void {
		this.#channel.postMessage(message);
	}
}
