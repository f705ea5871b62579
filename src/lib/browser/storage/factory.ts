/** The browser's databases; null where it has none, or where looking is forbidden already. */
export function ownFactory(): IDBFactory | null {
	try {
		return globalThis.indexedDB ?? null;
	} catch {
		return null;
	}
}
