import type { IncomingOrder } from '../../../core/live/order.js';
import type { JournalEntry, JournalStore } from '../port.js';
import type { Tell } from './tell.js';

/** Orders that came in, without a database. */
export class MemoryJournal implements JournalStore {
	readonly #batches = new Map<string, JournalEntry[]>();
	readonly #tell: Tell;

	constructor(tell: Tell) {
		this.#tell = tell;
	}

	async append(project: string, orders: readonly IncomingOrder[]): Promise<number> {
		const list = this.#batches.get(project) ?? [];
		const sequence = (list.at(-1)?.sequence ?? 0) + 1;
		this.#batches.set(project, [...list, { sequence, orders: structuredClone(orders) }]);
		this.#tell('journal');
		return sequence;
	}

	async after(project: string, sequence: number): Promise<readonly JournalEntry[]> {
		return structuredClone((this.#batches.get(project) ?? []).filter((entry) => entry.sequence > sequence));
	}

	/** Of one project, or of all. */
	async clear(project?: string): Promise<void> {
		if (project === undefined) this.#batches.clear();
		else this.#batches.delete(project);
		this.#tell('journal');
	}
}
