import { describe, expect, it, vi } from 'vitest';
import { historyToJson } from '../../src/lib/core/history/csv.js';
import type { PredictionRecord } from '../../src/lib/core/history/types.js';
import type { HistoryPort } from '../../src/lib/state/history-port.js';
import { HistoryState } from '../../src/lib/state/history.svelte.js';
import { kept } from '../core/history/kept.js';
import { memoryHistory } from '../ui/memory-history.js';

const record = (i: number, facts: Parameters<typeof kept>[0] = {}) => kept({ id: `r${String(i).padStart(5, '0')}`, time: new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString(), ...facts });

/** A history, and a way to tell it that another tab has changed the store. */
function opened(records: readonly PredictionRecord[] = []) {
	const store = memoryHistory();
	const after = vi.spyOn(store, 'after');
	let tell = () => {};
	const port: HistoryPort = { ...store, after: store.after, watch: (listener) => ((tell = listener), () => undefined) };
	void store.put(records);
	return { store, after, told: () => tell(), history: new HistoryState(async () => port) };
}
const ids = (history: HistoryState) => history.records?.map(({ id }) => id);

describe('the state of the history', () => {
	it('holds summaries, newest first, and reads a whole record when it is asked for', async () => {
		const { history } = opened([record(1), record(3), record(2)]);
		await history.load();
		expect(ids(history)).toEqual(['r00003', 'r00002', 'r00001']);
		expect(history.records?.[0]).not.toHaveProperty('explanation');
		expect(await history.full(['r00001', 'gone'])).toEqual([record(1)]);
	});

	it('follows its own changes without reading everything again', async () => {
		const { history, after } = opened(Array.from({ length: 200 }, (_, i) => record(i)));
		await history.load();
		const read = after.mock.calls.length;
		expect(read).toBeGreaterThan(3);
		await history.keep([record(500), record(3, { note: 'called' })]);
		await history.remove(['r00000']);
		expect(history.records).toHaveLength(200);
		expect(history.records?.[0].id).toBe('r00500');
		expect(history.records?.find(({ id }) => id === 'r00003')?.note).toBe('called');
		expect(after.mock.calls.length).toBe(read);
	});

	it('shows what was kept and removed at once', async () => {
		const { history } = opened([record(1), record(2)]);
		await history.load();
		await Promise.all([history.keep([record(3)]), history.keep([record(4)]), history.remove(['r00001'])]);
		expect(ids(history)).toEqual(['r00004', 'r00003', 'r00002']);
	});

	it('reads again what another tab has changed', async () => {
		const { history, store, told } = opened([record(1)]);
		await history.load();
		await store.put([record(2)]);
		told();
		await vi.waitFor(() => expect(ids(history)).toEqual(['r00002', 'r00001']));
	});

	it('imports a file, and undoes that', async () => {
		const { history, store } = opened([record(1), record(2)]);
		await history.load();
		const taken = await history.import(new Blob([historyToJson([record(2, { note: 'theirs' }), record(3)])]));
		expect(taken?.added).toEqual(['r00003']);
		expect(history.records?.map(({ id, note }) => [id, note])).toEqual([['r00003', ''], ['r00002', 'theirs'], ['r00001', '']]);
		if (taken) await history.takeBack(taken);
		expect(ids(history)).toEqual(['r00002', 'r00001']);
		expect(await store.list()).toEqual([record(1), record(2)]);
	});

	it('exports whole records in the order that is asked for, and imports them back', async () => {
		const { history } = opened([record(1), record(2), record(3)]);
		for (const kind of ['csv', 'json'] as const) {
			const file = await history.export(kind, ['r00003', 'r00001']);
			const other = opened();
			await other.history.load();
			await other.history.import(file ?? new Blob());
			expect(await other.store.list()).toEqual([record(3), record(1)]);
		}
		expect(await history.import(new Blob(['{}']))).toBeUndefined();
		expect(history.failure?.code).toBe('history.not_history');
	});
});
