import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { LockSharing } from '../browser/lock-sharing.js';
import { databaseExists } from '../browser/storage/exists.js';
import type { LockStatus, OpenLock } from '../browser/storage/port.js';
import type { EngineSource } from './engine.js';
import { read, write } from './preferences.svelte.js';
import { pageStorage } from './storage.js';

const flag = 'likely.lock';
const afterKey = 'likely.lock-after';
const activeKey = 'likely.active';
const minute = 60_000;

/** The optional passphrase of what is stored: set, changed, removed, asked for, and forgotten when nobody is there. */
export class LockState {
	#status = $state<LockStatus>('none');
	#failure = $state.raw<Failure>();
	#working = $state(false);
	#seconds = $state<number>();
	#minutes = $state(15);
	#open: OpenLock | undefined;
	#sharing: LockSharing | undefined;

	constructor(private readonly engine: EngineSource) {}

	get status(): LockStatus {
		return this.#status;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	get working(): boolean {
		return this.#working;
	}
	/** How long this device took for one guess of the passphrase, the last time. */
	get seconds(): number | undefined {
		return this.#seconds;
	}
	/** Minutes without a touch after which everything is locked; 0: never. */
	get minutes(): number {
		return this.#minutes;
	}
	set minutes(minutes: number) {
		this.#minutes = minutes;
		write(afterKey, String(minutes));
	}

	/**
	 * Looks whether there is a passphrase, and whether another tab is unlocked. Opens no database where there is none. The
	 * note that there is one keeps the page from showing itself for a moment; a crash can take it, or leave an old one.
	 */
	async start(): Promise<void> {
		const after = Number(read(afterKey) ?? 15);
		this.#minutes = after >= 0 ? after : 15;
		if (read(flag) !== undefined) this.#status = 'locked';
		if (this.#status === 'locked' || (await databaseExists())) await this.found();
	}

	/** Asks for the passphrase, if there is one: something may be locked. */
	async found(): Promise<void> {
		const status = await pageStorage().then(
			({ lock }) => lock.status(),
			() => this.#status
		);
		if (status === 'none') {
			write(flag, undefined);
			if (this.#status === 'locked') this.#status = 'none';
			return;
		}
		if (this.#status === 'open') return;
		this.#status = 'locked';
		write(flag, '1');
		const sharing = await this.#share();
		const open = await sharing.ask();
		if (open) return this.#use(open);
		// Unlocked here in the meantime.
		if (this.#open) return;
		// The last unlocked tab is gone: the service worker is to forget the key, too.
		sharing.lock();
	}

	unlock(passphrase: string): Promise<boolean> {
		return this.#run(async () => {
			const start = performance.now();
			const open = await (await this.engine()).unlock(passphrase);
			this.#seconds = (performance.now() - start) / 1000;
			if (open) return this.#use(open);
			// The passphrase was removed on another page in the meantime.
			write(flag, undefined);
			this.#status = 'none';
		});
	}

	set(passphrase: string): Promise<boolean> {
		return this.#run(async () => {
			const start = performance.now();
			const open = await (await this.engine()).setPassphrase(passphrase);
			this.#seconds = (performance.now() - start) / 1000;
			write(flag, '1');
			await this.#share();
			await this.#use(open);
		});
	}

	change(passphrase: string, next: string): Promise<boolean> {
		return this.#run(async () => (await this.engine()).changePassphrase(passphrase, next));
	}

	remove(passphrase: string): Promise<boolean> {
		return this.#run(async () => {
			await (await this.engine()).removePassphrase(passphrase);
			write(flag, undefined);
			this.#open = undefined;
			this.#status = 'none';
		});
	}

	/** Forgets the key, here and in every other tab: whatever was in memory goes with the page. */
	lockNow(): void {
		this.#open = undefined;
		this.#sharing?.lock();
		location.reload();
	}

	/** Locks after the set time without a touch in any tab; never while `busy`. The returned function ends it. */
	watch(busy: () => boolean): () => void {
		let written = 0;
		const touch = () => {
			if (this.#status !== 'open' || Date.now() - written < 5000) return;
			written = Date.now();
			write(activeKey, String(written));
		};
		const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
		for (const kind of kinds) addEventListener(kind, touch, { passive: true });
		const timer = setInterval(() => {
			if (this.#status !== 'open' || this.#minutes === 0) return;
			if (busy()) touch();
			else if (Date.now() - Number(read(activeKey) ?? Date.now()) > this.#minutes * minute) this.lockNow();
		}, 5000);
		return () => {
			clearInterval(timer);
			for (const kind of kinds) removeEventListener(kind, touch);
		};
	}

	async #use(open: OpenLock): Promise<void> {
		await (await this.engine()).adoptLock(open);
		(await pageStorage()).lock.adopt(open);
		this.#open = open;
		write(activeKey, String(Date.now()));
		this.#status = 'open';
	}

	async #share(): Promise<LockSharing> {
		const { LockSharing } = await import('../browser/lock-sharing.js');
		this.#sharing ??= new LockSharing(
			() => this.#open,
			() => this.#open && location.reload()
		);
		return this.#sharing;
	}

	async #run(action: () => Promise<void>): Promise<boolean> {
		if (this.#working) return false;
		this.#failure = undefined;
		this.#working = true;
		try {
			await action();
			return true;
		} catch (error) {
			this.#failure = toFailure(error);
			return false;
		} finally {
			this.#working = false;
		}
	}
}
