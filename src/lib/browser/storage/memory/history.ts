import type { PredictionRecord } from '../../../core/history/types.js';
import type { HistoryStore } from '../port.js';
import type { Tell } from './tell.js';

/** Kept predictions without a database. */
export class MemoryHistory implements HistoryStore {
	readonly #records = new Map<string, PredictionRecord>();
	readonly #tell: Tell;

	constructor(tell: Tell) {
		this.#tell = tell;
	}

	async list(project?: string): Promise<readonly PredictionRecord[]> {
		const records = [...this.#records.values()].filter((record) => project === undefined || record.project === project);
		return structuredClone(records.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : a.id < b.id ? 1 : -1)));
	}

	async get(ids: readonly string[]): Promise<readonly PredictionRecord[]> {
		return structuredClone(ids.flatMap((id) => this.#records.get(id) ?? []));
	}

	async after(id: string | undefined, limit: number): Promise<readonly PredictionRecord[]> {
		const later = [...this.#records.values()].filter((record) => record.id > (id ?? ''));
		return structuredClone(later.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit));
	}

	async put(records: readonly PredictionRecord[]): Promise<void> {
		for (const record of structuredClone(records)) this.#records.set(record.id, record);
		this.#tell('history');
	}

	async remove(ids: readonly string[]): Promise<void> {
		for (const id of ids) this.#records.delete(id);
		this.#tell('history');
	}

	async clear(): Promise<void> {
		this.#records.clear();
		this.#tell('history');
	}

	/** Removes the records of a project that goes. */
	removeOf(project: string): void {
		for (const record of this.#records.values()) if (record.project === project) this.#records.delete(record.id);
	}
}
