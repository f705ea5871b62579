import { givesDatabases } from '../browser/storage/exists.js';

/** What some browsers, or some of their windows, do not give. */
export type Ability = 'storage' | 'offline' | 'sharedMemory' | 'graphics' | 'files' | 'promise';

/** Where abilities are looked for: the page's window, or a part of it. */
export interface Surroundings {
	readonly navigator: Partial<Pick<Navigator, 'serviceWorker' | 'storage'>>;
	readonly crossOriginIsolated?: boolean;
	readonly SharedArrayBuffer?: unknown;
	readonly OffscreenCanvas?: unknown;
	readonly showOpenFilePicker?: unknown;
}

/** The abilities that are missing, the weightiest first. stores: whether there is a database. */
export function missingFrom(around: Surroundings, stores: boolean): Ability[] {
	const { navigator } = around;
	const missing: readonly (readonly [Ability, boolean])[] = [
		['storage', !stores],
		['offline', !navigator.serviceWorker],
		['sharedMemory', !around.crossOriginIsolated || !around.SharedArrayBuffer],
		['graphics', !around.OffscreenCanvas],
		['files', !around.showOpenFilePicker],
		['promise', typeof navigator.storage?.persist !== 'function']
	];
	return missing.flatMap(([ability, is]) => (is ? [ability] : []));
}

/** What this window lacks. Looking leaves no database: where everything was deleted, nothing comes back. */
export async function missingAbilities(): Promise<Ability[]> {
	return missingFrom(window as Surroundings, await givesDatabases());
}
