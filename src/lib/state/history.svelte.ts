import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { PredictionRecord } from '../core/history/types.js';
import type { HistoryPort, HistorySource } from './history-port.js';

/** The predictions that were kept, newest first, in step with the database and with other tabs. */
export class HistoryState {
	#records = $state.raw<readonly PredictionRecord[]>();
	#failure = $state.raw<Failure>();
	#durable = $state(true);
	#watching = false;

	constructor(private readonly source: HistorySource) {}

	/** Undefined until they are read. */
	get records(): readonly PredictionRecord[] | undefined {
		return this.#records;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** False where nothing outlives the tab. */
	get durable(): boolean {
		return this.#durable;
	}

	async load(): Promise<void> {
		await this.#run(async (port) => {
			if (!this.#watching) {
				this.#watching = true;
				port.watch(() => void this.#refresh(port));
			}
			await this.#refresh(port);
		});
	}

	keep(records: readonly PredictionRecord[]): Promise<boolean> {
		return this.#run(async (port) => {
			await port.put(records);
			await this.#refresh(port);
		});
	}

	/** Takes over an exported history; true if it could be read. */
	import(text: string): Promise<boolean> {
		return this.#run(async (port) => {
			const { parseHistory } = await import('../core/history/csv.js');
			await port.put(parseHistory(text));
			await this.#refresh(port);
		});
	}

	remove(ids: readonly string[]): Promise<boolean> {
		return this.#run(async (port) => {
			await port.remove(ids);
			await this.#refresh(port);
		});
	}

	async #refresh(port: HistoryPort): Promise<void> {
		this.#records = await port.list();
	}

	async #run(action: (port: HistoryPort) => Promise<void>): Promise<boolean> {
		this.#failure = undefined;
		try {
			const port = await this.source();
			this.#durable = port.durable;
			await action(port);
			return true;
		} catch (error) {
			this.#failure = toFailure(error);
			return false;
		}
	}
}
