import { trustedScript } from './trusted-script.js';

/** What the page hears of the worker that keeps the site for use without a network. */
export interface Offline {
	/** Everything is kept: the site works without a network, and /predict answers. */
	readonly ready: Promise<void>;
	/** Lets a waiting new version take over and loads this page anew; other open pages stay as they are until then. */
	update(): void;
}

/**
 * Registers the service worker. `site`: the absolute address of the site's root, with a slash at its end. `announce` is
 * called when a new version waits; nothing changes before `update` is called. Resolves to undefined where the browser
 * has no service workers or refuses them (some private windows): the page works on, but not offline.
 */
export async function registerServiceWorker(site: string, announce: () => void): Promise<Offline | undefined> {
	if (!('serviceWorker' in navigator)) return undefined;
	const { serviceWorker } = navigator;
	let registration: ServiceWorkerRegistration;
	try {
		registration = await serviceWorker.register(trustedScript(new URL('service-worker.js', site)), { type: 'module', updateViaCache: 'none' });
	} catch {
		return undefined;
	}
	const whenWaiting = (worker: ServiceWorker | null) =>
		worker?.addEventListener('statechange', () => {
			if (worker.state === 'installed' && serviceWorker.controller) announce();
		});
	if (registration.waiting && serviceWorker.controller) announce();
	whenWaiting(registration.installing);
	registration.addEventListener('updatefound', () => whenWaiting(registration.installing));

	let updating = false;
	serviceWorker.addEventListener('controllerchange', () => {
		if (updating) location.reload();
	});
	return {
		ready: serviceWorker.ready.then(() => undefined),
		update: () => {
			updating = true;
			registration.waiting?.postMessage('activate');
		}
	};
}
