import type { Storage, TableSize } from '../storage/port.js';

export interface CacheSize {
	readonly name: string;
	readonly files: number;
	readonly bytes: number;
}

/** Everything that this site keeps in this browser. Bytes are of the content, 2 a letter; the browser's own figure is `usage`. */
export interface Stored {
	readonly usage: number | undefined;
	readonly quota: number | undefined;
	/** Whether the browser promised not to clear it by itself; undefined where it gives no such promises. */
	readonly persisted: boolean | undefined;
	readonly tables: readonly TableSize[];
	readonly caches: readonly CacheSize[];
	/** Keys in localStorage and sessionStorage, and the bytes of all. */
	readonly keys: readonly string[];
	readonly keyBytes: number;
	readonly serviceWorker: boolean;
}

/** Names that are ours on an origin which other sites may share. */
const ownKey = (key: string) => key.startsWith('likely.') || key.startsWith('sveltekit:');
const ownCache = (name: string) => name.startsWith('likely-');

/** What is stored now. `site`: absolute address of the site's root, with a slash at its end. */
export async function whatIsStored(site: string, storage: () => Promise<Storage>): Promise<Stored> {
	const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
	const { keys, bytes } = storedKeys();
	return {
		usage: estimate?.usage,
		quota: estimate?.quota,
		persisted: await navigator.storage?.persisted?.().catch(() => undefined),
		tables: (await hasDatabase()) ? await (await storage()).sizes() : [],
		caches: await cacheSizes(),
		keys,
		keyBytes: bytes,
		serviceWorker: (await registrations(site)).length > 0
	};
}

/** Asks the browser to keep what is stored until somebody deletes it. Undefined where it cannot promise that. */
export async function askToPersist(): Promise<boolean | undefined> {
	if (!navigator.storage?.persist) return undefined;
	return (await navigator.storage.persisted()) || navigator.storage.persist().catch(() => false);
}

/**
 * Deletes everything: the database, the cached site, keys, the service worker. Other sites on the same origin keep
 * theirs. Returns what is left, by name: nothing, unless the browser refuses.
 */
export async function forgetEverything(site: string, storage: () => Promise<Storage>): Promise<string[]> {
	if (await hasDatabase()) await (await storage()).destroy();
	for (const registration of await registrations(site)) await registration.unregister();
	for (const name of await cacheNames()) await caches.delete(name);
	for (const store of stores()) for (const key of keysOf(store)) store.removeItem(key);
	return [
		...((await hasDatabase()) ? ['likely'] : []),
		...(await cacheNames()),
		...storedKeys().keys,
		...(await registrations(site)).map(({ scope }) => scope)
	];
}

async function hasDatabase(): Promise<boolean> {
	try {
		return (await indexedDB.databases()).some(({ name }) => name === 'likely');
	} catch {
		return false;
	}
}

async function registrations(site: string): Promise<readonly ServiceWorkerRegistration[]> {
	if (!('serviceWorker' in navigator)) return [];
	return (await navigator.serviceWorker.getRegistrations()).filter(({ scope }) => scope === site);
}

async function cacheNames(): Promise<string[]> {
	return 'caches' in globalThis ? (await caches.keys()).filter(ownCache) : [];
}

async function cacheSizes(): Promise<CacheSize[]> {
	const sizes: CacheSize[] = [];
	for (const name of await cacheNames()) {
		const cache = await caches.open(name);
		const requests = await cache.keys();
		let bytes = 0;
		for (const request of requests) bytes += (await (await cache.match(request))?.blob())?.size ?? 0;
		sizes.push({ name, files: requests.length, bytes });
	}
	return sizes;
}

function stores(): KeyStore[] {
	try {
		return [localStorage, sessionStorage];
	} catch {
		return [];
	}
}

type KeyStore = typeof localStorage;

function keysOf(store: KeyStore): string[] {
	return Array.from({ length: store.length }, (_, i) => store.key(i) ?? '').filter(ownKey);
}

function storedKeys(): { keys: string[]; bytes: number } {
	const pairs = stores().flatMap((store) => keysOf(store).map((key) => [key, store.getItem(key) ?? ''] as const));
	return { keys: pairs.map(([key]) => key), bytes: pairs.reduce((sum, [key, value]) => sum + 2 * (key.length + value.length), 0) };
}
