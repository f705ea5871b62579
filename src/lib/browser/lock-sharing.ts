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
		this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			const kind = messageOf(data)?.kind;
			const open = kind === 'ask' ? have() : undefined;
			if (open) this.#send({ kind: 'key', open });
			if (kind === 'lock') onLock();
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
			const heard = ({ data }: MessageEvent<unknown>) => {
				const message = messageOf(data);
				if (message?.kind === 'key') settle(message.open);
			};
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

/** What came in as a message of this channel, on which every page of the site can speak; undefined where it is none. */
function messageOf(data: unknown): Message | undefined {
	if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined;
	if (data.kind === 'ask' || data.kind === 'lock') return { kind: data.kind };
	const open = data.kind === 'key' && 'open' in data ? data.open : undefined;
	if (typeof open !== 'object' || open === null || !('id' in open && 'key' in open)) return undefined;
	const { id, key } = open;
	return typeof id === 'string' && key instanceof CryptoKey ? { kind: 'key', open: { id, key } } : undefined;
}
