import type { PredictionRecord } from '../../core/history/types.js';
import { guarded } from './failures.js';
import type { HistoryStore } from './port.js';
import type { DatabaseLock } from './lock.js';
import type { Database } from './schema.js';

/** Kept predictions in IndexedDB. */
export class DatabaseHistory implements HistoryStore {
	readonly #db: Database;
	readonly #lock: DatabaseLock;

	constructor(db: Database, lock: DatabaseLock) {
		this.#db = db;
		this.#lock = lock;
	}

	list(project?: string): Promise<readonly PredictionRecord[]> {
		return guarded(async () => {
			if (project === undefined) return this.#lock.read('history', await this.#db.history.orderBy('time').reverse().toArray());
			return this.#lock.read('history', (await this.#db.history.where('project').equals(project).sortBy('time')).reverse());
		});
	}

	put(records: readonly PredictionRecord[]): Promise<void> {
		const { history } = this.#db;
		return guarded(() =>
			this.#lock.write(
				[history],
				(seal) => seal('history', records),
				async (rows) => void (await history.bulkPut(rows))
			)
		);
	}

	remove(ids: readonly string[]): Promise<void> {
		return guarded(() => this.#db.history.bulkDelete([...ids]));
	}

	clear(): Promise<void> {
		return guarded(() => this.#db.history.clear());
	}
}
