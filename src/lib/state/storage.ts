import type { Storage } from '../browser/storage/port.js';

let opened: Promise<Storage> | undefined;

/** The page's own connection to this browser's database. An opening that failed is tried again the next time. */
export function pageStorage(): Promise<Storage> {
	opened ??= import('../browser/storage/open.js').then(({ openStorage }) => openStorage());
	opened.catch(() => (opened = undefined));
	return opened;
}
