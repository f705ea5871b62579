import { ownFactory } from './factory.js';

/** Whether this browser has a database of that name; opens none. False where it refuses to say, true where it cannot (Firefox before 126). */
export async function databaseExists(name = 'likely', factory: IDBFactory | null = ownFactory()): Promise<boolean> {
	if (!factory) return false;
	if (!('databases' in factory)) return true;
	try {
		return (await factory.databases()).some((database) => database.name === name);
	} catch {
		return false;
	}
}

/**
 * Whether this browser keeps databases at all. Some windows have the interface and refuse to open one: where the site has
 * none yet, a small one is made and deleted to find out.
 */
export async function givesDatabases(factory: IDBFactory | null = ownFactory()): Promise<boolean> {
	if (!factory) return false;
	return ('databases' in factory && (await databaseExists('likely', factory))) || probe(factory, `probe-${crypto.randomUUID()}`);
}

async function probe(factory: IDBFactory, name: string): Promise<boolean> {
	try {
		(await done(factory.open(name))).close();
		await done(factory.deleteDatabase(name));
		return true;
	} catch {
		return false;
	}
}

function done<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('refused'));
	});
}
