import type { CheckpointStore } from '../port.js';

/** Trainings in the middle without a database. */
export class MemoryCheckpoints implements CheckpointStore {
	readonly #parts = new Map<string, Map<string, unknown>>();

	async load(project: string): Promise<ReadonlyMap<string, unknown>> {
		return structuredClone(this.#parts.get(project) ?? new Map<string, unknown>());
	}

	async put(project: string, part: string, value: unknown): Promise<void> {
		this.#parts.set(project, new Map(this.#parts.get(project)).set(part, structuredClone(value)));
	}

	async remove(project: string, part?: string): Promise<void> {
		if (part === undefined) this.#parts.delete(project);
		else this.#parts.get(project)?.delete(part);
	}

	clear(): void {
		this.#parts.clear();
	}
}
