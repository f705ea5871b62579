import type { PredictionRecord } from '../core/history/types.js';
import { pageStorage } from './storage.js';

/** What the history needs of a store. */
export interface HistoryPort {
	list(): Promise<readonly PredictionRecord[]>;
	put(records: readonly PredictionRecord[]): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	/** Calls back after a change made here or in another tab; the returned function ends it. */
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
			list: () => storage.history.list(),
			put: (records) => storage.history.put(records),
			remove: (ids) => storage.history.remove(ids),
			watch: (listener) => storage.watch((areas) => areas.has('history') && listener()),
			durable: storage.kind === 'database'
		};
	});
	opened.catch(() => (opened = undefined));
	return opened;
};
