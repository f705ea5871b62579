import type { Backends } from '../models/types.js';
import { millisecondsHeld } from '../progress.js';

/**
 * A clock of how long a model is trained: it stands still while the work is held, and while backends are measured
 * through the `backends` that it hands out. It starts at `spent` seconds.
 */
export function trainingClock(backends: Backends | undefined, signal: AbortSignal | undefined, spent: number) {
	const heldBefore = millisecondsHeld(signal);
	const started = performance.now() - spent * 1000;
	let aside = 0;
	const timed: Backends | undefined = backends && {
		async start(...given) {
			const before = performance.now();
			try {
				return await backends.start(...given);
			} finally {
				aside += performance.now() - before;
			}
		},
		use: (name) => backends.use(name),
		replace: (network, able) => backends.replace(network, able),
		guard: (work) => backends.guard(work)
	};
	return {
		backends: timed,
		seconds: () => (performance.now() - started - aside - (millisecondsHeld(signal) - heldBefore)) / 1000
	};
}
