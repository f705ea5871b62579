import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RulesState } from '../../src/lib/state/rules.svelte.js';

describe('fixed-weight rules', () => {
	beforeEach(() => localStorage.removeItem('likely.rules'));
	afterEach(() => localStorage.removeItem('likely.rules'));
	const later = () => {
		const state = new RulesState();
		state.load();
		return state;
	};

	it('keep an edited weight, and take it back step by step, the way to the published ones included', () => {
		const state = later();
		const [{ weight }] = state.current.rules;
		state.set(0, { weight: 7 });
		state.set(0, { weight: 8 });
		state.reset();
		expect([state.edited, later().edited, state.current.rules[0].weight]).toEqual([false, false, weight]);
		state.undo();
		expect([state.edited, later().current.rules[0].weight]).toEqual([true, 8]);
		state.undo();
		state.undo();
		expect([state.edited, state.canUndo, localStorage.getItem('likely.rules')]).toEqual([false, false, null]);
	});
});
