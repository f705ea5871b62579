import type { IncomingOrder } from '../../core/live/order.js';

/**
 * Runs until it is aborted or ends. `push` resolves once the orders are kept: waiting for it is what holds a fast feed
 * back. `refuse` tells of a message that was not taken, or of a lost connection, by error code; undefined: it is back.
 */
export type Feed = (push: (orders: readonly IncomingOrder[]) => Promise<void>, refuse: (code: string | undefined) => void, signal: AbortSignal) => Promise<void>;

/** Resolves after so many milliseconds, or at once when the signal fires. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(done, milliseconds);
		signal.addEventListener('abort', done, { once: true });
		function done(): void {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		}
	});
}

/** Resolves when the signal fires. */
export function untilAborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
