import type { PredictionRecord } from '../../core/history/types.js';
import { guarded } from './failures.js';
import type { HistoryStore } from './port.js';
import type { DatabaseLock } from './lock.js';
import type { Database } from './schema.js';
import { isWholeRecord } from './whole-rows.js';

/** Records that are written, or removed, before others on the page get their turn. */
const BATCH = 24;

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
			if (project === undefined) return this.#read(await this.#db.history.orderBy('time').reverse().toArray());
			return this.#read((await this.#db.history.where('project').equals(project).sortBy('time')).reverse());
		});
	}

	get(ids: readonly string[]): Promise<readonly PredictionRecord[]> {
		return guarded(async () => this.#read((await this.#db.history.bulkGet([...ids])).filter((row) => row !== undefined)));
	}

	after(id: string | undefined, limit: number): Promise<readonly PredictionRecord[]> {
		return guarded(async () => {
			const found: PredictionRecord[] = [];
			for (let last = id ?? ''; ; ) {
				const wanted = limit - found.length;
				const rows = await this.#db.history.where(':id').above(last).limit(wanted).toArray();
				found.push(...(await this.#read(rows)));
				if (rows.length < wanted || found.length === limit) return found;
				last = rows[rows.length - 1].id;
			}
		});
	}

	put(records: readonly PredictionRecord[]): Promise<void> {
		const { history } = this.#db;
		return guarded(() =>
			this.#lock.write(
				[history],
				async (seal) => {
					const rows: PredictionRecord[] = [];
					for (let at = 0; at < records.length; at += BATCH) rows.push(...(await seal('history', records.slice(at, at + BATCH))));
					return rows;
				},
				async (rows) => {
					for (let at = 0; at < rows.length; at += BATCH) await history.bulkPut(rows.slice(at, at + BATCH));
				}
			)
		);
	}

	remove(ids: readonly string[]): Promise<void> {
		const { history } = this.#db;
		return guarded(() =>
			this.#db.transaction('rw', history, async () => {
				for (let at = 0; at < ids.length; at += 8 * BATCH) await history.bulkDelete(ids.slice(at, at + 8 * BATCH));
			})
		);
	}

	clear(): Promise<void> {
		return guarded(() => this.#db.history.clear());
	}

	async #read(rows: readonly PredictionRecord[]): Promise<PredictionRecord[]> {
		return (await this.#lock.read('history', rows)).filter(isWholeRecord);
	}
}
