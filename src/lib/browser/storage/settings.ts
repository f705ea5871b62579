import { guarded } from './failures.js';
import type { SettingsStore } from './port.js';
import type { DatabaseLock } from './lock.js';
import type { Database } from './schema.js';

/** Small values in IndexedDB, by name. */
export class DatabaseSettings implements SettingsStore {
	readonly #db: Database;
	readonly #lock: DatabaseLock;

	constructor(db: Database, lock: DatabaseLock) {
		this.#db = db;
		this.#lock = lock;
	}

	get(key: string): Promise<unknown> {
		return guarded(async () => {
			const row = await this.#db.settings.get(key);
			return row && (await this.#lock.read('settings', [row]))[0].value;
		});
	}

	set(key: string, value: unknown): Promise<void> {
		const { settings } = this.#db;
		return guarded(() =>
			this.#lock.write(
				[settings],
				(seal) => seal('settings', [{ key, value }]),
				async (rows) => void (await settings.bulkPut(rows))
			)
		);
	}

	remove(key: string): Promise<void> {
		return guarded(() => this.#db.settings.delete(key));
	}
}
