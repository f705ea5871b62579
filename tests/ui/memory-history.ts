import type { PredictionRecord } from '../../src/lib/core/history/types.js';
import type { HistoryPort } from '../../src/lib/state/history-port.js';

/** A history that lives in the test. */
export function memoryHistory(): HistoryPort {
	const records = new Map<string, PredictionRecord>();
	return {
		durable: true,
		list: async () => [...records.values()],
		put: async (list) => list.forEach((record) => records.set(record.id, record)),
		remove: async (ids) => ids.forEach((id) => records.delete(id)),
		watch: () => () => undefined
	};
}
