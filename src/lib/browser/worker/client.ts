import { proxy, wrap } from 'comlink';
import { LikelyError } from '../../core/errors.js';
import { carryFailures } from './failures.js';
import type { Engine } from './engine.js';
import script from './main.ts?worker&url';
import { startWorker } from './start-worker.js';

/**
 * Starts the worker and answers for it. One worker a page: everything heavy happens there. `site` is the absolute
 * address of the site's root, with a slash at its end: the demos are loaded from there.
 */
export function createEngine(site: string): Engine {
	carryFailures();
	const worker = startWorker(script);
	const broken = new Promise<never>((_, reject) => {
		const fail = (message: string) => reject(new LikelyError('worker.failed', { message }));
		worker.onerror = (event) => {
			event.preventDefault();
			fail(event.message || 'the worker could not start');
		};
		worker.onmessageerror = () => fail('an answer of the worker could not be read');
	});
	broken.catch(() => undefined);
	const remote = wrap<Record<string, (...args: unknown[]) => unknown>>(worker);
	void remote.begin(site);
	return new Proxy({} as Engine, {
		get: (_, method: string) => {
			if (method === 'then') return undefined;
			return (...args: unknown[]) =>
				Promise.race([remote[method](...args.map((a) => (typeof a === 'function' ? proxy(a) : a))), broken]);
		}
	});
}
