import { describe, expect, it } from 'vitest';
import { LikelyError } from '../../src/lib/core/errors.js';
import { BaselinesState } from '../../src/lib/state/baselines.svelte.js';
import type { SettingsPort } from '../../src/lib/state/settings-port.js';

function memorySettings(): SettingsPort & { readonly values: Map<string, unknown> } {
	const values = new Map<string, unknown>();
	return { values, get: async (key) => structuredClone(values.get(key)), set: async (key, value) => void values.set(key, structuredClone(value)) };
}
const best = { name: 'Best', of: { kind: 'average' }, values: { total_orders: 20 } } as const;

describe('saved baselines', () => {
	it('are kept by name and product, for this project alone', async () => {
		const settings = memorySettings();
		const state = new BaselinesState('p1', async () => settings);
		await state.load();
		await state.save(best);
		await state.save({ ...best, product: 'Ink', values: { total_orders: 1 } });
		await state.save({ ...best, values: { total_orders: 30 } });
		const later = new BaselinesState('p1', async () => settings);
		await later.load();
		expect(later.of('Ink').map(({ values }) => values.total_orders)).toEqual([1, 30]);
		expect(later.of('Paper').map(({ values }) => values.total_orders)).toEqual([30]);
		const other = new BaselinesState('p2', async () => settings);
		await other.load();
		expect(other.of('Ink')).toEqual([]);
		await later.remove(later.of('Paper')[0].id);
		expect(later.of('Paper')).toEqual([]);
	});

	it('leave out what is stored but no longer makes sense', async () => {
		const settings = memorySettings();
		settings.values.set('baselines/p1', [{ id: '1', ...best }, { id: '2', ...best, of: { kind: 'earlier', days: -3 } }, { id: '3', name: ' ' }, 7, null]);
		const state = new BaselinesState('p1', async () => settings);
		await state.load();
		expect(state.of(undefined).map(({ id }) => id)).toEqual(['1']);
		settings.values.set('baselines/p1', 'nonsense');
		await state.load();
		expect(state.of(undefined)).toEqual([]);
	});

	it('stay as they were where nothing can be stored', async () => {
		const settings: SettingsPort = { get: async () => undefined, set: () => Promise.reject(new LikelyError('storage.full')) };
		const state = new BaselinesState('p1', async () => settings);
		expect(await state.save(best)).toBeUndefined();
		expect([state.failure?.code, state.of(undefined)]).toEqual(['storage.full', []]);
	});
});
