import { trustedScript } from '../trusted-script.js';

/**
 * Starts a module worker that the page's policy binds, whatever headers the host sends. A worker takes its policy from
 * the answer that its script came in. The service worker adds it there; before it is in charge, the worker is started
 * from a blob, which inherits the policy of whoever made it.
 */
export function startWorker(script: string): Worker {
	const address = new URL(script, import.meta.url).href;
	if (import.meta.env.DEV || isInCharge()) return new Worker(trustedScript(address), { type: 'module' });
	const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' }));
	return new Worker(trustedScript(blob), { type: 'module' });
}

/** Whether the service worker answers this page, or has answered for the worker that this is. */
function isInCharge(): boolean {
	if (typeof document === 'undefined') return location.protocol !== 'blob:';
	return Boolean(navigator.serviceWorker?.controller);
}
