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

	/** A state of C1 whose engine takes its time once it is held: what was asked then arrives one by one. */
	async function held() {
		const open: (() => void)[] = [];
		let holds = false;
		const { whatIfStart, orderSheet, whatIf } = fakeEngine();
		const late = <A extends readonly unknown[], R>(ask: (...args: A) => Promise<R>) => async (...args: A) => {
			if (holds) await new Promise<void>((done) => open.push(done));
			return ask(...args);
		};
		const state = new WhatIfState(async () => fakeEngine({ whatIfStart: late(whatIfStart), orderSheet: late(orderSheet), whatIf: late(whatIf) }));
		await state.start('C1', {}, 'Ink');
		await turn();
		holds = true;
		const arrive = async (pick: () => (() => void) | undefined = () => open.shift()) => {
			pick()?.();
			await turn();
		};
		const all = async () => {
			do await arrive();
			while (open.length);
		};
		return { state, all, newest: () => arrive(() => open.pop()) };
	}
	const line = { product: 0, amount: 30, quantity: 1, returned: false };

	it('is as the data has it again where an order is taken back before what follows from it is known', async () => {
		const { state, all } = await held();
		state.setFacts(withOrder(state.facts, 19_790, [line]));
		await turn();
		state.undo();
		await all();
		expect([state.facts, state.parameters[0].value, state.sheet?.orders.length, state.answered?.facts]).toEqual([[], 7, 1, []]);
	});

	it('neither loses a customer to a comparison nor a comparison to a customer', async () => {
		const { state, all } = await held();
		const started = state.start('C2');
		const compared = state.compareWith({ of: { kind: 'original' }, values: {} });
		await all();
		await Promise.all([started, compared]);
		await all();
		expect([state.customer, state.comparison.of.kind, state.loading, await compared]).toEqual(['C2', 'original', false, true]);
		const [again, next] = [state.compareWith({ of: { kind: 'average' }, values: {} }), state.start('C3')];
		await all();
		await Promise.all([again, next]);
		await all();
		expect([state.customer, state.comparison.of.kind, state.answered?.customer, state.answered?.baselineOf?.kind]).toEqual(['C3', 'average', 'C3', 'average']);
	});

	it('does not take a comparison that a newer one overtook for one that cannot be', async () => {
		const { state, all } = await held();
		const both = [state.compareWith({ of: { kind: 'original' }, values: {} }), state.compareWith({ of: { kind: 'customer', customer: 'C9' }, values: {} })];
		await all();
		expect([await Promise.all(both), state.comparison.of, state.failure]).toEqual([[true, true], { kind: 'customer', customer: 'C9' }, undefined]);
	});

	it('knows nothing of what was changed about a customer while the next one was on the way', async () => {
		const { state, all, newest } = await held();
		const started = state.start('C2');
		await turn();
		state.setFacts(withOrder(state.facts, 19_790, [line]));
		await newest();
		await all();
		await started;
		await all();
		expect([state.customer, state.parameters[0].value, state.sheet?.customer, state.answered]).toEqual(['C2', 7, 'C2', expect.objectContaining({ customer: 'C2', facts: [] })]);
	});

	it('says that all follows from the newest edits only when it does', async () => {
		const { state, all } = await held();
		state.set(state.parameters[0], 9);
		let told: boolean | undefined;
		void state.rested().then((now) => (told = now));
		await turn();
		expect([told, state.answered?.values]).toEqual([undefined, {}]);
		await all();
		await expect.poll(() => told).toBe(true);
		expect(state.answered?.values).toEqual({ total_orders: 9 });
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

	it('explains the likeliest of thousands, and the one looked at', async () => {
		const chances = Object.fromEntries(Array.from({ length: 3000 }, (_, p) => [`P${p}`, p / 4000]));
		const asked: (readonly string[] | undefined)[] = [];
		const state = new WhatIfState(async () =>
			fakeEngine({ whatIf: async (request) => (asked.push(request.explain), { ...whatIfAnswer({ ...request, explain: [] }), after: chances }) })
		);
		const likeliest = Array.from({ length: 20 }, (_, i) => `P${2999 - i}`);
		await state.start('C1');
		await turn();
		state.explainAll(true);
		await turn();
		await state.start('C2', {}, 'Ink');
		await turn();
		expect(asked).toEqual([[], ['P2999'], likeliest, ['Ink'], [...likeliest, 'Ink']]);
		state.focus('P7');
		await turn();
		expect(asked.at(-1)).toEqual([...likeliest, 'P7']);
	});

	it('starts with whom the model is surest of, can be stopped before that, and goes on', async () => {
		const { customers } = fakeEngine();
		let isStopped = true;
		const state = new WhatIfState(async () =>
			fakeEngine({ customers: async (query) => (isStopped ? Promise.reject(new LikelyError('cancelled')) : customers(query)) })
		);
		await state.startSurest('Ink');
		expect([state.customer, state.stopped, state.failure, state.loading]).toEqual([undefined, true, undefined, false]);
		isStopped = false;
		const again = state.startSurest('Ink');
		expect(state.stopped).toBe(false);
		await again;
		expect([state.customer, state.product]).toEqual(['C0', 'Ink']);
	});

	it('leaves whoever was picked while the surest one was looked for', async () => {
		let found = () => {};
		const { customers } = fakeEngine();
		const state = new WhatIfState(async () => fakeEngine({ customers: async (query) => (await new Promise<void>((done) => (found = done)), customers(query)) }));
		const surest = state.startSurest();
		await turn();
		await state.start('C2', {}, 'Ink');
		found();
		await surest;
		expect(state.customer).toBe('C2');
	});
});
