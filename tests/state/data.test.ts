import { describe, expect, it, vi } from 'vitest';
import { DataState } from '../../src/lib/state/data.svelte.js';
import type { Inspection } from '../../src/lib/state/engine.js';
import { fakeEngine } from '../ui/fake-engine.js';

const inspection: Inspection = {
	name: 'orders.csv',
	bytes: 10,
	rows: 2,
	guesses: [],
	preview: [],
	mapping: { columns: { customer: 'who', product: 'what' }, attributes: [], dateOrder: 'ymd', decimalMark: '.' },
	remembered: false,
	missing: [],
	dateAmbiguous: false,
	productCandidates: []
};

describe('a file on its way in', () => {
	async function read() {
		const asked = vi.fn(() => new Promise<never>(() => {}));
		const state = new DataState(async () => fakeEngine({ inspect: async () => inspection, preview: asked }));
		await state.inspectFiles([new File([''], 'orders.csv')]);
		return { state, asked };
	}

	it('has every correction taken back and brought again: columns, dates, numbers, returns, rows', async () => {
		const { state } = await read();
		const back = new File([''], 'back.csv');
		state.setRole('place', 'product');
		state.setDateOrder('dmy');
		state.setDecimalMark(',');
		state.setReturns(back);
		state.setKeep('row.duplicate', true);
		const corrected = [state.mapping, state.returns, state.keep];
		expect(corrected).toEqual([{ columns: { customer: 'who', product: 'place' }, attributes: [], dateOrder: 'dmy', decimalMark: ',' }, back, ['row.duplicate']]);
		state.undo();
		expect(state.keep).toEqual([]);
		state.undo();
		expect(state.returns).toBeUndefined();
		for (let i = 0; i < 3; i++) state.undo();
		expect([state.mapping, state.role('what'), state.canUndo]).toEqual([inspection.mapping, 'product', false]);
		for (let i = 0; i < 5; i++) state.redo();
		expect([state.mapping, state.returns, state.keep]).toEqual(corrected);
		expect(state.canRedo).toBe(false);
	});

	it('comes back with all that was said about it, unless another one came', async () => {
		const { state } = await read();
		state.setDateOrder('dmy');
		state.name = 'Our shop';
		const reopen = state.close();
		expect([state.inspection, state.mapping, state.previewing]).toEqual([undefined, undefined, false]);
		reopen();
		expect([state.inspection, state.mapping?.dateOrder, state.name, state.canUndo, state.previewing]).toEqual([inspection, 'dmy', 'Our shop', true, true]);
		const late = state.close();
		await state.inspectFiles([new File([''], 'other.csv')]);
		late();
		expect([state.name, state.mapping?.dateOrder]).toEqual(['other', 'ymd']);
	});
});
