import type { PredictionRecord } from '../core/history/types.js';
import { pageStorage } from './storage.js';

/** What the history needs of a store. */
export interface HistoryPort {
	/** Those of these ids that are there. */
	get(ids: readonly string[]): Promise<readonly PredictionRecord[]>;
	/** Up to `limit` records whose ids come after this one, in the order of their ids. */
	after(id: string | undefined, limit: number): Promise<readonly PredictionRecord[]>;
	put(records: readonly PredictionRecord[]): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	/** Calls back after each change made here or in another tab; the returned function ends it. */
	watch(listener: () => void): () => void;
	/** False where the browser gives no database: everything is gone with the tab. */
	readonly durable: boolean;
}

export type HistorySource = () => Promise<HistoryPort>;

let opened: Promise<HistoryPort> | undefined;

/** The history in this browser's database. An opening that failed is tried again the next time. */
export const pageHistory: HistorySource = () => {
	opened ??= pageStorage().then((storage) => {
		return {
			get: (ids) => storage.history.get(ids),
			after: (id, limit) => storage.history.after(id, limit),
			put: (records) => storage.history.put(records),
			remove: (ids) => storage.history.remove(ids),
			watch: (listener) => storage.watch((areas) => areas.has('history') && listener()),
			durable: storage.kind === 'database'
		};
	});
	opened.catch(() => (opened = undefined));
	return opened;
};
