import { describe, expect, it } from 'vitest';
import type { WhatIfAnswer, WhatIfRequest } from '../../src/lib/core/project/cards.js';
import { LikelyError } from '../../src/lib/core/errors.js';
import { withOrder } from '../../src/lib/state/fact-edits.js';
import { WhatIfState } from '../../src/lib/state/what-if.svelte.js';
import { fakeEngine, whatIfAnswer } from '../ui/fake-engine.js';

const turn = () => new Promise<void>((done) => setTimeout(done));

describe('WhatIfState', () => {
	it('asks for the newest values and ends with their answer', async () => {
		const asked: WhatIfRequest[] = [];
		const waiting: (() => void)[] = [];
		const engine = fakeEngine({
			whatIf: (request) => {
				asked.push(request);
				return new Promise<WhatIfAnswer>((resolve) => waiting.push(() => resolve(whatIfAnswer(request))));
			}
		});
		const state = new WhatIfState(async () => engine);
		await state.start('C1', {}, 'Ink');
		await turn();
		const [orders] = state.parameters;
		for (const value of [8, 9, 10, 11]) state.set(orders, value);
		expect(asked).toHaveLength(1);
		waiting[0]();
		await turn();
		expect(asked.map((r) => r.values.total_orders)).toEqual([undefined, 11]);
		waiting[1]();
		await turn();
		expect(state.answer?.explanations[0].probability).toBeCloseTo(0.55);
	});

	it('explains the likeliest product until another is chosen, and only that one', async () => {
		const asked: (readonly string[] | undefined)[] = [];
		const state = new WhatIfState(async () => fakeEngine({ whatIf: async (request) => (asked.push(request.explain), whatIfAnswer(request)) }));
		await state.start('C1');
		await turn();
		expect([state.product, state.answer?.explanations.map((e) => e.product)]).toEqual(['Ink', ['Ink']]);
		state.focus('Paper');
		await turn();
		expect(state.answer?.explanations.map((e) => e.product)).toEqual(['Paper']);
		expect(asked).toEqual([[], ['Ink'], ['Paper']]);
	});

	it('forgets an edit that is taken back, and all of them on reset', async () => {
		const state = new WhatIfState(async () => fakeEngine());
		await state.start('C1');
		const [orders, returns] = state.parameters;
		state.set(orders, 12);
		state.set(returns, 0.5);
		expect(state.edited).toBe(2);
		state.set(orders, 7);
		expect(state.edits).toEqual({ return_rate: 0.5 });
		state.reset();
		expect(state.edited).toBe(0);
	});

	it('takes back whom it compares with, and what was changed about them', async () => {
		const of: unknown[] = [];
		const engine = fakeEngine({ whatIfInputs: async ({ baselineOf }) => (of.push(baselineOf?.kind), { current: [], baseline: [], before: {} }) });
		const state = new WhatIfState(async () => engine);
		await state.start('C1');
		const [orders] = state.parameters;
		state.setBaseline(orders, 8);
		state.setBaseline(orders, 9);
		expect(await state.compareWith({ of: { kind: 'original' }, values: {} })).toBe(true);
		state.set(orders, 12);
		state.undo();
		state.undo();
		await turn();
		expect([state.comparison.of.kind, state.baseline(orders), of]).toEqual(['average', 9, ['average', 'original', 'average']]);
		state.undo();
		expect([state.baseline(orders), state.canUndo]).toEqual([orders.baseline, false]);
		state.redo();
		expect(state.baseline(orders)).toBe(9);
	});

	it('does not show the answer of a customer who was left', async () => {
		const waiting: ((answer: WhatIfAnswer) => void)[] = [];
		const engine = fakeEngine({ whatIf: () => new Promise<WhatIfAnswer>((resolve) => waiting.push(resolve)) });
		const state = new WhatIfState(async () => engine);
		await state.start('C1', {}, 'Ink');
		await turn();
		await state.start('C2');
		waiting[0](whatIfAnswer({ values: { total_orders: 1 } }));
		await turn();
		expect([state.customer, state.answer]).toEqual(['C2', undefined]);
		waiting[1](whatIfAnswer({ values: {} }));
		await turn();
		expect(state.answer?.explanations[0].probability).toBeCloseTo(0.35);
	});

	it('starts with the kept values that it still knows', async () => {
		const state = new WhatIfState(async () => fakeEngine());
		await state.start('C1', { total_orders: 9, return_rate: 0.2, gone: 3 });
		expect(state.edits).toEqual({ total_orders: 9 });
	});

	it('lets facts move the parameters, and takes them back step by step', async () => {
		const asked: WhatIfRequest[] = [];
		const state = new WhatIfState(async () => fakeEngine({ whatIf: async (request) => (asked.push(request), whatIfAnswer(request)) }));
		await state.start('C1', {}, 'Ink');
		await turn();
		const line = { product: 0, amount: 30, quantity: 1, returned: false };
		state.setFacts(withOrder(state.facts, 19_790, [line]));
		await turn();
		expect(asked.at(-1)?.facts).toHaveLength(1);
		expect(state.parameters[0].value).toBe(8);
		expect(state.original[0].value).toBe(7);
		expect(state.sheet?.orders).toHaveLength(2);
		expect(state.added(0)).toBe(state.facts[0]);
		state.set(state.parameters[0], 12);
		state.set(state.parameters[0], 13);
		expect(state.edited).toBe(2);
		state.undo();
		await turn();
		expect([state.edits, state.facts.length]).toEqual([{}, 1]);
		state.undo();
		await turn();
		expect([state.facts, state.parameters[0].value, state.canUndo]).toEqual([[], 7, false]);
		state.redo();
		await turn();
		expect(state.parameters[0].value).toBe(8);
		state.reset();
		await turn();
		expect([state.edited, state.parameters[0].value, state.canUndo]).toEqual([0, 7, true]);
	});

	it('compares with somebody else, with single values of theirs edited, and stays where that cannot be', async () => {
		const asked: WhatIfRequest[] = [];
		const engine = fakeEngine({ whatIf: async (request) => (asked.push(request), whatIfAnswer(request)) });
		const start = engine.whatIfStart;
		const refusing = fakeEngine({
			whatIf: engine.whatIf,
			whatIfStart: async (customer, given) => {
				if (given?.baselineOf?.kind === 'earlier' && customer !== 'C1') throw new LikelyError('baseline.not_yet', { customer: customer ?? '', days: 90 });
				return start(customer, given);
			}
		});
		const state = new WhatIfState(async () => refusing);
		await state.start('C1', {}, 'Ink');
		expect(await state.compareWith({ of: { kind: 'earlier', days: 90 }, values: {} })).toBe(true);
		await turn();
		state.setBaseline(state.parameters[0], 9);
		await turn();
		expect(asked.at(-1)).toMatchObject({ baselineOf: { kind: 'earlier', days: 90 }, baseline: { total_orders: 9 } });
		state.setBaseline(state.parameters[0], 5);
		expect(state.comparison.values).toEqual({});
		await state.start('C2', {}, 'Ink');
		await turn();
		expect([state.customer, state.comparison.of.kind, state.failure]).toEqual(['C2', 'average', undefined]);
		expect(await state.compareWith({ of: { kind: 'earlier', days: 90 }, values: {} })).toBe(false);
		expect([state.comparison.of.kind, state.failure?.code]).toEqual(['average', 'baseline.not_yet']);
	});

	it('explains every product while that is looked at', async () => {
		const state = new WhatIfState(async () => fakeEngine());
		await state.start('C1', {}, 'Ink');
		await turn();
		expect(state.answer?.explanations).toHaveLength(1);
		state.explainAll(true);
		await turn();
		expect(state.answer?.explanations).toHaveLength(2);
	});
});
