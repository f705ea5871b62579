import type { SettingsStore } from '../port.js';
import type { Tell } from './tell.js';

/** Small values without a database. */
export class MemorySettings implements SettingsStore {
	readonly #values = new Map<string, unknown>();
	readonly #tell: Tell;

	constructor(tell: Tell) {
		this.#tell = tell;
	}

	async get(key: string): Promise<unknown> {
		return structuredClone(this.#values.get(key));
	}

	async set(key: string, value: unknown): Promise<void> {
		this.#values.set(key, structuredClone(value));
		this.#tell('settings');
	}

	async remove(key: string): Promise<void> {
		this.#values.delete(key);
		this.#tell('settings');
	}

	clear(): void {
		this.#values.clear();
	}
}
