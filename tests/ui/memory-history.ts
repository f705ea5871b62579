import type { PredictionRecord } from '../../src/lib/core/history/types.js';
import type { HistoryPort } from '../../src/lib/state/history-port.js';

/** A history that lives in the test. */
export function memoryHistory(): HistoryPort & { readonly list: () => Promise<PredictionRecord[]> } {
	const records = new Map<string, PredictionRecord>();
	return {
		durable: true,
		list: async () => [...records.values()],
		get: async (ids) => ids.flatMap((id) => records.get(id) ?? []),
		after: async (id, limit) =>
			[...records.values()]
				.filter((record) => record.id > (id ?? ''))
				.sort((a, b) => (a.id < b.id ? -1 : 1))
				.slice(0, limit),
		put: async (list) => list.forEach((record) => records.set(record.id, record)),
		remove: async (ids) => ids.forEach((id) => records.delete(id)),
		watch: () => () => undefined
	};
}
