/** A step of long work. `done` and `total` count the stage's own units (bytes, trees, epochs, rows). */
export interface Progress {
	readonly stage: string;
	readonly done: number;
	readonly total: number;
	/** Loss so far, where the stage has one; one call per epoch or tree. */
	readonly loss?: { readonly train: number; readonly validation: number };
}

/** What every long computation is given: whom to tell, and when to stop. */
export interface Work {
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
}

export const silent: Work = { report: () => {} };

/** Lets waiting messages in (a cancel among them), then throws if the work was cancelled. */
export async function breathe(signal?: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, 0));
	signal?.throwIfAborted();
}

/** A `breathe` that only yields when `ms` have passed since the last time: cheap enough for inner loops. */
export function breather(signal?: AbortSignal, ms = 40): () => Promise<void> | undefined {
	let last = performance.now();
	return () => {
		if (performance.now() - last < ms) return undefined;
		return breathe(signal).then(() => {
			last = performance.now();
		});
	};
}
