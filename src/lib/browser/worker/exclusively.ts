import { LikelyError } from '../../core/errors.js';

/**
 * Runs `body` while no other tab or worker runs one under this name; with `wait` after they are done, without it throws
 * `train.elsewhere` where one does. Where the browser has no locks, it just runs. A lock ends with whoever held it.
 */
export function exclusively<T>(name: string, wait: boolean, signal: AbortSignal | undefined, body: () => Promise<T>): Promise<T> {
	const { locks } = navigator as { readonly locks?: LockManager };
	if (!locks) return body();
	if (wait) return locks.request(name, { ...(signal && { signal }) }, body) as Promise<T>;
	return locks.request(name, { ifAvailable: true }, (lock) => {
		if (!lock) throw new LikelyError('train.elsewhere');
		return body();
	}) as Promise<T>;
}

/** Whether anyone runs a body under this name. */
export async function isRunning(name: string): Promise<boolean> {
	const { locks } = navigator as { readonly locks?: LockManager };
	const { held = [] } = (await locks?.query()) ?? {};
	return held.some((lock) => lock.name === name);
}
