/** Steps most kept. */
const MOST = 200;

/** A value with what it was before, and what was taken back. Immutable: every change gives a new one. */
export interface Undoable<T> {
	readonly now: T;
	readonly past: readonly T[];
	readonly future: readonly T[];
	/** What the last step was about; a further step about the same thing joins it, as a slider's do. */
	readonly about?: string;
}

export function begin<T>(now: T): Undoable<T> {
	return { now, past: [], future: [] };
}

/** The next value. `about` names what moves by small steps that are undone together. */
export function step<T>(of: Undoable<T>, now: T, about?: string): Undoable<T> {
	const joins = about !== undefined && about === of.about;
	return { now, past: joins ? of.past : [...of.past, of.now].slice(-MOST), future: [], about };
}

export function undone<T>({ now, past, future }: Undoable<T>): Undoable<T> {
	const before = past.at(-1);
	return past.length && before !== undefined ? { now: before, past: past.slice(0, -1), future: [now, ...future] } : { now, past, future };
}

export function redone<T>({ now, past, future }: Undoable<T>): Undoable<T> {
	const [next, ...rest] = future;
	return future.length && next !== undefined ? { now: next, past: [...past, now], future: rest } : { now, past, future };
}
