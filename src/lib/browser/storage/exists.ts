/** Whether this browser has a database of that name; opens none. False where it cannot be asked. */
export async function databaseExists(name = 'likely', factory: IDBFactory | null = globalThis.indexedDB ?? null): Promise<boolean> {
	try {
		return ((await factory?.databases()) ?? []).some((database) => database.name === name);
	} catch {
		return false;
	}
}
