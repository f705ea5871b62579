import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import { changed, idsBeyond, newestFirst, summarizer } from '../core/history/summary.js';
import type { RecordSummary } from '../core/history/summary.js';
import type { PredictionRecord } from '../core/history/types.js';
import { breathe, breather } from '../core/progress.js';
import type { HistoryPort, HistorySource } from './history-port.js';

/** Records that are read at once: few enough that the page does not wait for them. */
const BATCH = 48;

/** Milliseconds after a write within which the store may still tell of it. */
const TAIL = 250;

/** What an import changed: what it needs to be undone. */
export interface Imported {
	readonly added: readonly string[];
	/** Records as they were, in whose place others came. */
	readonly replaced: readonly PredictionRecord[];
}

/**
 * The predictions that were kept, newest first, in step with the database and with other tabs. Only summaries stay in
 * memory; whole records are read when they are looked at. Nothing here keeps the page from answering, however many there are.
 */
export class HistoryState {
	#records = $state.raw<readonly RecordSummary[]>();
	#failure = $state.raw<Failure>();
	#durable = $state(true);
	#watching = false;
	/** Counts the changes: what was read before the last one is out of date. */
	#changes = 0;
	/** Own writes under way, how many changes the store will tell of for them, and how many it has told of. */
	readonly #own = { writes: 0, due: 0, told: 0 };
	readonly #summary = summarizer();

	constructor(private readonly source: HistorySource) {}

	/** Undefined until they are read. */
	get records(): readonly RecordSummary[] | undefined {
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
			if (this.#watching) return;
			this.#watching = true;
			port.watch(() => this.#told());
			await this.#read(port);
		});
	}

	/** Whole records, those of these ids that are there; undefined where the store fails. */
	async full(ids: readonly string[]): Promise<readonly PredictionRecord[] | undefined> {
		return this.#run(async (port) => {
			const found: PredictionRecord[] = [];
			for await (const some of batches(port, ids)) found.push(...some);
			return found;
		});
	}

	async keep(records: readonly PredictionRecord[]): Promise<boolean> {
		return (await this.#run((port) => this.#write(port, [], records))) !== undefined;
	}

	async remove(ids: readonly string[]): Promise<boolean> {
		return (await this.#run((port) => this.#write(port, ids, []))) !== undefined;
	}

	/** Takes over an exported history; undefined if it could not be read. */
	import(file: Blob): Promise<Imported | undefined> {
		return this.#run(async (port) => {
			const [{ readHistory }, { textOf }] = await Promise.all([import('../core/history/read.js'), import('./history-file.js')]);
			const records = await readHistory(textOf(file));
			const replaced: PredictionRecord[] = [];
			for await (const some of batches(port, records.map(({ id }) => id))) replaced.push(...some);
			await this.#write(port, [], records);
			return { added: idsBeyond(records, replaced), replaced };
		});
	}

	/** Undoes an import. */
	async takeBack({ added, replaced }: Imported): Promise<boolean> {
		return (await this.#run((port) => this.#write(port, added, replaced))) !== undefined;
	}

	/** A file of the whole records of these ids, in their order; undefined where the store fails. */
	export(kind: 'csv' | 'json', ids: readonly string[]): Promise<Blob | undefined> {
		return this.#run(async (port) => (await import('./history-file.js')).historyFile(kind, batches(port, ids)));
	}

	async #write(port: HistoryPort, gone: readonly string[], records: readonly PredictionRecord[]): Promise<true> {
		this.#own.writes++;
		try {
			if (gone.length) await this.#due(port.remove(gone));
			if (records.length) await this.#due(port.put(records));
		} finally {
			setTimeout(() => this.#written(), TAIL);
		}
		this.#changes++;
		if (!this.#records) return true;
		// The store is telling other tabs of every single record: that is a turn of its own.
		await breathe();
		const rest = breather(undefined, 12);
		const fresh: RecordSummary[] = [];
		for (const record of records) {
			fresh.push(this.#summary(record));
			await rest();
		}
		await this.#show((before) => changed(before, gone, fresh));
		return true;
	}

	/** Sorting many and drawing them are a turn each; what changed in between is gone through once more. */
	async #show(next: (before: readonly RecordSummary[]) => readonly RecordSummary[]): Promise<void> {
		for (let before = this.#records; before; before = this.#records) {
			const after = next(before);
			await breathe();
			if (before !== this.#records) continue;
			this.#records = after;
			return;
		}
	}

	#due(write: Promise<void>): Promise<void> {
		this.#own.due++;
		return write;
	}

	/** What was told beyond the own writes came from another tab. */
	#written(): void {
		if (--this.#own.writes > 0) return;
		const others = this.#own.told > this.#own.due;
		Object.assign(this.#own, { due: 0, told: 0 });
		if (others) this.#again();
	}

	#told(): void {
		if (this.#own.writes > 0) this.#own.told++;
		else this.#again();
	}

	#again(): void {
		this.#changes++;
		void this.#run((port) => this.#read(port));
	}

	/** Reads all, and once more where something has changed meanwhile. */
	async #read(port: HistoryPort): Promise<void> {
		const rest = breather(undefined, 12);
		for (let at = -1; at !== this.#changes; ) {
			at = this.#changes;
			const read: RecordSummary[] = [];
			for (let some = await port.after(undefined, BATCH); some.length && at === this.#changes; some = await port.after(some[some.length - 1].id, BATCH)) {
				for (const record of some) read.push(this.#summary(record));
				await rest();
			}
			if (at !== this.#changes) continue;
			read.sort(newestFirst);
			await breathe();
			if (at === this.#changes) this.#records = read;
		}
	}

	async #run<Result>(action: (port: HistoryPort) => Promise<Result>): Promise<Result | undefined> {
		this.#failure = undefined;
		try {
			const port = await this.source();
			this.#durable = port.durable;
			return await action(port);
		} catch (error) {
			this.#failure = toFailure(error);
			return undefined;
		}
	}
}

/** The records of these ids, a few at a time, in their order. */
async function* batches(port: HistoryPort, ids: readonly string[]): AsyncGenerator<readonly PredictionRecord[]> {
	const rest = breather(undefined, 12);
	for (let at = 0; at < ids.length; at += BATCH) {
		yield await port.get(ids.slice(at, at + BATCH));
		await rest();
	}
}
