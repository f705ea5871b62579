/** A step of long work. `done` and `total` count the stage's own units (bytes, trees, epochs, rows). */
export interface Progress {
	readonly stage: string;
	readonly done: number;
	readonly total: number;
	/** Share of the whole work that is done, 0 to 1, where it is known; it never falls. */
	readonly whole?: number;
	/** Loss so far, where the stage has one; one call per epoch or tree. */
	readonly loss?: { readonly train: number; readonly validation: number };
	/** How the training of a network goes. */
	readonly training?: TrainingProgress;
}

/** What can be told of a network while it learns. */
export interface TrainingProgress {
	/** The TensorFlow.js backend in use. */
	readonly backend: string;
	/** Examples that went through training in a second, pauses and checks left out. */
	readonly rowsPerSecond: number;
	/** [products] average precision on the validation customers, NaN where none of them bought it; given now and then. */
	readonly precision?: Float32Array;
}

/** What every long computation is given: whom to tell, and when to stop. */
export interface Work {
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
}

export const silent: Work = { report: () => {} };

const holds = new WeakMap<AbortSignal, Promise<void>>();
const heldFor = new WeakMap<AbortSignal, number>();

/** Makes all that breathes with this signal wait, until the function that comes back is called, or the work is cancelled. */
export function hold(signal: AbortSignal): () => void {
	let release = () => {};
	const released = new Promise<void>((resolve) => {
		release = () => {
			if (holds.get(signal) === released) holds.delete(signal);
			resolve();
		};
	});
	holds.set(signal, released);
	return release;
}

/**
 * Lets waiting messages in, a cancel or a hold among them; waits while the work is held, after `held` brought what there
 * is into safety; throws if it was cancelled.
 */
export async function breathe(signal?: AbortSignal, held?: () => Promise<void> | undefined): Promise<void> {
	await tick(0);
	if (signal && holds.has(signal)) await held?.();
	if (signal && holds.has(signal)) {
		const since = performance.now();
		while (!signal.aborted && holds.has(signal)) await Promise.race([holds.get(signal), tick(100)]);
		heldFor.set(signal, millisecondsHeld(signal) + performance.now() - since);
	}
	signal?.throwIfAborted();
}

/** How long the work with this signal has been held so far, in milliseconds. */
export function millisecondsHeld(signal: AbortSignal | undefined): number {
	return (signal && heldFor.get(signal)) ?? 0;
}

/** A `breathe` that only yields when `ms` have passed since the last time: cheap enough for inner loops. */
export function breather(signal?: AbortSignal, ms = 40, held?: () => Promise<void> | undefined): () => Promise<void> | undefined {
	let last = performance.now();
	return () => {
		if (performance.now() - last < ms) return undefined;
		return breathe(signal, held).then(() => {
			last = performance.now();
		});
	};
}

/** Runs a generator to its end at once: what it yields are places where others could have their turn. */
export function atOnce<T>(turns: Generator<void, T>): T {
	for (;;) {
		const { done, value } = turns.next();
		if (done) return value;
	}
}

/** The same with others getting their turn, reporting `stage` by how many of about `total` turns are over, at first and whenever others have had to wait. Throws the abort of a cancelled signal. */
export async function inTurns<T>(turns: Generator<void, T>, stage: string, total: number, { report, signal }: Work): Promise<T> {
	const pause = breather(signal);
	for (let n = 0; ; n++) {
		const others = pause();
		if (others || n === 0) report({ stage, done: Math.min(n, total), total });
		await others;
		const { done, value } = turns.next();
		if (done) return value;
	}
}

const tick = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
