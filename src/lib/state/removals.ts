import { read, write } from './preferences.svelte.js';

const key = 'likely.removing';

/** Projects whose removal was final when their page went, which may have been before the worker had done it. */
export function removals(): readonly string[] {
	return read(key)?.split(' ') ?? [];
}

/** Notes at once that a project is to be gone, whatever becomes of the page. */
export function noteRemoval(id: string): void {
	write(key, [...new Set([...removals(), id])].join(' '));
}

export function removed(id: string): void {
	const others = removals().filter((other) => other !== id);
	write(key, others.length ? others.join(' ') : undefined);
}
