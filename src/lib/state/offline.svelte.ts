import type { Offline } from '../browser/service-worker.js';
import { siteRoot } from './site.js';

/** Whether the site is kept for use without a network, and whether a newer version waits. */
export class OfflineState {
	#offline: Offline | undefined;
	#waiting = $state(false);

	/** A new version is there; it takes over when `update` is called, or when all tabs are closed. */
	get waiting(): boolean {
		return this.#waiting;
	}

	async start(): Promise<void> {
		const { registerServiceWorker } = await import('../browser/service-worker.js');
		this.#offline = await registerServiceWorker(siteRoot(), () => (this.#waiting = true));
	}

	update(): void {
		this.#offline?.update();
	}

	/** Not now: the notice goes, the new version waits. */
	later(): void {
		this.#waiting = false;
	}
}
