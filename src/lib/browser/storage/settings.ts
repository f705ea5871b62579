import { guarded } from './failures.js';
import type { SettingsStore } from './port.js';
import type { Database } from './schema.js';

/** Small values in IndexedDB, by name. */
export class DatabaseSettings implements SettingsStore {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	get(key: string): Promise<unknown> {
		return guarded(async () => (await this.#db.settings.get(key))?.value);
	}

	set(key: string, value: unknown): Promise<void> {
		return guarded(async () => void (await this.#db.settings.put({ key, value })));
	}

	remove(key: string): Promise<void> {
		return guarded(() => this.#db.settings.delete(key));
	}
}
