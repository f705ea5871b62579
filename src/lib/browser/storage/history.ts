import type { PredictionRecord } from '../../core/history/types.js';
import { guarded } from './failures.js';
import type { HistoryStore } from './port.js';
import type { Database } from './schema.js';

/** Kept predictions in IndexedDB. */
export class DatabaseHistory implements HistoryStore {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	list(project?: string): Promise<readonly PredictionRecord[]> {
		return guarded(async () => {
			if (project === undefined) return this.#db.history.orderBy('time').reverse().toArray();
			return (await this.#db.history.where('project').equals(project).sortBy('time')).reverse();
		});
	}

	put(records: readonly PredictionRecord[]): Promise<void> {
		return guarded(() => this.#db.transaction('rw', this.#db.history, async () => void (await this.#db.history.bulkPut(records))));
	}

	remove(ids: readonly string[]): Promise<void> {
		return guarded(() => this.#db.history.bulkDelete([...ids]));
	}

	clear(): Promise<void> {
		return guarded(() => this.#db.history.clear());
	}
}
