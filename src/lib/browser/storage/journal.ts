import { Dexie } from 'dexie';
import type { IncomingOrder } from '../../core/live/order.js';
import { storedOrders } from '../../core/live/stored-orders.js';
import { guarded } from './failures.js';
import type { DatabaseLock } from './lock.js';
import type { JournalEntry, JournalStore } from './port.js';
import type { Database } from './schema.js';

/** Orders that came in, in IndexedDB: batches numbered from 1 in the order they were written. */
export class DatabaseJournal implements JournalStore {
	readonly #db: Database;
	readonly #lock: DatabaseLock;

	constructor(db: Database, lock: DatabaseLock) {
		this.#db = db;
		this.#lock = lock;
	}

	append(project: string, orders: readonly IncomingOrder[]): Promise<number> {
		return guarded(() =>
			this.#lock.write(
				[this.#db.journal],
				(seal) => seal('journal', [{ project, sequence: 0, value: orders as unknown }]),
				async ([row]) => {
					const last = await this.#rows(project).last();
					const sequence = (last?.sequence ?? 0) + 1;
					await this.#db.journal.add({ ...row, sequence });
					return sequence;
				}
			)
		);
	}

	after(project: string, sequence: number): Promise<readonly JournalEntry[]> {
		return guarded(async () =>
			(await this.#lock.read('journal', await this.#rows(project, sequence).toArray())).map((row) => ({ sequence: row.sequence, orders: storedOrders(row.value) }))
		);
	}

	clear(project: string): Promise<void> {
		return guarded(async () => void (await this.#rows(project).delete()));
	}

	#rows(project: string, after = 0) {
		return this.#db.journal.where('[project+sequence]').between([project, after], [project, Dexie.maxKey], false);
	}
}
