import { guarded } from './failures.js';
import type { CheckpointStore } from './port.js';
import type { DatabaseLock } from './lock.js';
import type { Database } from './schema.js';

/** Trainings in the middle in IndexedDB: a row for each part, under the project's id and the part's name. */
export class DatabaseCheckpoints implements CheckpointStore {
	readonly #db: Database;
	readonly #lock: DatabaseLock;

	constructor(db: Database, lock: DatabaseLock) {
		this.#db = db;
		this.#lock = lock;
	}

	load(project: string): Promise<ReadonlyMap<string, unknown>> {
		const prefix = prefixOf(project);
		return guarded(async () => {
			const rows = await this.#lock.read('checkpoints', await this.#db.checkpoints.where('project').startsWith(prefix).toArray());
			return new Map(rows.map((row) => [row.project.slice(prefix.length), row.value]));
		});
	}

	put(project: string, part: string, value: unknown): Promise<void> {
		const row = { project: prefixOf(project) + part, time: new Date().toISOString(), value };
		const { checkpoints } = this.#db;
		return guarded(() =>
			this.#lock.write(
				[checkpoints],
				(seal) => seal('checkpoints', [row]),
				async (rows) => void (await checkpoints.bulkPut(rows))
			)
		);
	}

	remove(project: string, part?: string): Promise<void> {
		return guarded(async () => {
			if (part !== undefined) await this.#db.checkpoints.delete(prefixOf(project) + part);
			else await this.#db.checkpoints.where('project').startsWith(prefixOf(project)).delete();
		});
	}
}

function prefixOf(project: string): string {
	return `${project}/`;
}
