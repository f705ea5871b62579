import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { Attempt } from '../browser/privacy/attempts.js';
import type { RequestNote } from '../browser/privacy/requests.js';
import type { Stored } from '../browser/privacy/stored.js';
import type { EngineSource } from './engine.js';
import { byDestination } from './requests.js';
import type { Destination } from './requests.js';
import { siteRoot } from './site.js';
import { pageStorage } from './storage.js';

export type { Attempt, AttemptName } from '../browser/privacy/attempts.js';
export type { Stored } from '../browser/privacy/stored.js';
export type { Destination, FileKind } from './requests.js';

const load = {
	requests: () => import('../browser/privacy/requests.js'),
	attempts: () => import('../browser/privacy/attempts.js'),
	stored: () => import('../browser/privacy/stored.js')
};

/** What the page can show of its own privacy: its requests, what it may not do, what it keeps, and how to delete that. */
export class PrivacyState {
	#page = $state.raw<readonly RequestNote[]>([]);
	#workers = $state.raw<readonly RequestNote[]>([]);
	#attempts = $state.raw<readonly Attempt[]>();
	#trying = $state(false);
	#stored = $state.raw<Stored>();
	#left = $state.raw<readonly string[]>();
	#failure = $state.raw<Failure>();
	#asked = false;
	readonly destinations: readonly Destination[] = $derived(
		this.#page.length ? byDestination([...this.#page, ...this.#workers], location.origin) : []
	);

	constructor(private readonly engine: EngineSource) {}

	get attempts(): readonly Attempt[] | undefined {
		return this.#attempts;
	}
	get trying(): boolean {
		return this.#trying;
	}
	get stored(): Stored | undefined {
		return this.#stored;
	}
	/** What could not be deleted, by name; undefined before anything was. */
	get left(): readonly string[] | undefined {
		return this.#left;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** Everything was just deleted: nothing is to be stored again before the visitor goes on. */
	get forgotten(): boolean {
		return this.#left !== undefined || new URLSearchParams(location.search).has('deleted');
	}

	/** Counts requests until the returned function is called. */
	watch(): () => void {
		let stop: (() => void) | undefined;
		let over = false;
		const workers = async () => {
			const { serviceWorkerRequests } = await load.requests();
			const own = this.forgotten ? [] : await (await this.engine()).requests().catch(() => []);
			this.#workers = [...own, ...(await serviceWorkerRequests())];
		};
		void load.requests().then(({ watchPageRequests }) => {
			if (over) return;
			this.#page = [];
			stop = watchPageRequests((notes) => (this.#page = [...this.#page, ...notes]));
			void workers();
		});
		const timer = setInterval(() => void workers(), 3000);
		return () => {
			over = true;
			clearInterval(timer);
			stop?.();
		};
	}

	async tryToSend(): Promise<void> {
		if (this.#trying) return;
		this.#trying = true;
		try {
			const [{ tryToSend }, engine] = await Promise.all([load.attempts(), this.engine()]);
			this.#attempts = await tryToSend((host) => engine.trySend(host));
		} catch (error) {
			this.#failure = toFailure(error);
		} finally {
			this.#trying = false;
		}
	}

	async look(): Promise<void> {
		try {
			this.#stored = await (await load.stored()).whatIsStored(siteRoot(), pageStorage);
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}

	/** Asks the browser not to clear what is stored by itself: once a visit, or again where somebody asks for it. */
	async persist(again = false): Promise<void> {
		if ((this.#asked && !again) || this.forgotten) return;
		this.#asked = true;
		await (await load.stored()).askToPersist();
		if (this.#stored) await this.look();
	}

	/** Deletes everything, and looks whether anything is left. With a network, a fresh page looks once more. */
	async forget(): Promise<void> {
		this.#failure = undefined;
		try {
			this.#left = await (await load.stored()).forgetEverything(siteRoot(), pageStorage);
		} catch (error) {
			this.#failure = toFailure(error);
			return;
		}
		if (navigator.onLine && !this.#left.length) location.replace(`${siteRoot()}privacy/?deleted=1`);
		else await this.look();
	}
}
