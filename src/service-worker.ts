import { base, build, files, prerendered, version } from '$service-worker';
import { LockSharing } from './lib/browser/lock-sharing.js';
import { PredictApi } from './lib/browser/offline/predict-api.js';
import { SiteCache } from './lib/browser/offline/site-cache.js';
import { ownRequests } from './lib/browser/privacy/requests.js';
import { firstDemo } from './lib/core/data/demos.js';
import { isApiPath } from './lib/core/serving/handle.js';

declare const self: ServiceWorkerGlobalScope;

const site = new SiteCache({ version, base, build, files, pages: prerendered });
const demo = `${base}/demo/${firstDemo.name}.likely`;
const sharing = new LockSharing(
	() => undefined,
	() => void api.lock()
);
const api = new PredictApi({ demo: async () => (await site.file(demo)) ?? fetch(demo), key: () => sharing.ask() });

self.addEventListener('install', (event) => {
	event.waitUntil(site.install());
});

self.addEventListener('activate', (event) => {
	event.waitUntil(site.removeOld().then(() => self.clients.claim()));
});

// A new version waits until the page says that nothing is under way.
self.addEventListener('message', (event) => {
	if (event.data === 'activate') void self.skipWaiting();
	if (event.data === 'requests') event.ports[0]?.postMessage(ownRequests('service worker'));
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	// What the policy forbids does not get this far; where a browser knows no policy, it ends here.
	if (url.origin !== location.origin) return event.respondWith(Response.error());
	if (!url.pathname.startsWith(`${base}/`)) return;
	const path = url.pathname.slice(base.length);
	event.respondWith(isApiPath(path) || path === '/orders' ? api.answer(request, path, (work) => event.waitUntil(work)) : site.answer(request));
});
