import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WhatIfAnswer, WhatIfRequest } from '../../src/lib/core/project/cards.js';
import { orderSheet } from '../../src/lib/core/project/order-sheet.js';
import { packed } from '../../src/lib/core/project/portable-what-if.js';
import { WhatIf } from '../../src/lib/core/project/what-if.js';
import { withOrder } from '../../src/lib/state/fact-edits.js';
import { WhatIfState } from '../../src/lib/state/what-if.svelte.js';
import { trainedPredictor } from '../core/project/trained.js';
import { fakeEngine } from '../ui/fake-engine.js';

const settle = async () => {
	for (let i = 0; i < 30; i++) await new Promise<void>((done) => setTimeout(done));
};

describe('moved values that the page answers by itself', () => {
	let whatIf: WhatIf;
	beforeAll(async () => {
		whatIf = new WhatIf(await trainedPredictor('forest'));
	});
	afterEach(() => void vi.restoreAllMocks());

	/** A real what-if as the engine, and what the worker was asked. */
	function started(answersAll = true) {
		const asked: WhatIfRequest[] = [];
		let gate: Promise<void> | undefined;
		const engine = fakeEngine({
			whatIfStart: async (customer, given) => whatIf.start(customer, given),
			whatIf: async (request) => {
				asked.push(request);
				await gate;
				return whatIf.answer(request);
			},
			whatIfInputs: async (basis) => structuredClone(whatIf.answerInputs(basis)),
			whatIfForPage: async () => structuredClone({ ...packed(whatIf), answersAll }),
			orderSheet: async (customer, facts) => orderSheet(whatIf.predictor, customer, facts)
		});
		return { asked, state: new WhatIfState(async () => engine), hold: (until: Promise<void>) => (gate = until) };
	}
	const [customer, other] = ['C1', 'C2'];
	const answerTo = (values: WhatIfRequest['values'], explain: readonly string[]): WhatIfAnswer => whatIf.answer({ customer, values, explain });

	it('are answered at once, as the worker would, without asking it', async () => {
		const { asked, state } = started();
		await state.start(customer, {}, whatIf.predictor.products[1]);
		await settle();
		const before = asked.length;
		const [orders] = state.parameters;
		for (const value of [3, 30, 7]) {
			state.set(orders, value);
			expect([state.behind, state.answer]).toEqual([false, answerTo({ [orders.name]: value }, [whatIf.predictor.products[1]])]);
		}
		while (state.canUndo) state.undo();
		expect(state.answer).toEqual(answerTo({}, [whatIf.predictor.products[1]]));
		expect(asked).toHaveLength(before);
	});

	it('are not overtaken by an answer that the worker still owes', async () => {
		const { asked, state, hold } = started();
		await state.start(customer, {}, whatIf.predictor.products[0]);
		await settle();
		let open = () => {};
		hold(new Promise((done) => (open = done)));
		const facts = withOrder([], 15_700, [{ product: 1, amount: 30, quantity: 1, returned: false }]);
		const before = asked.length;
		state.setFacts(facts);
		await settle();
		expect([state.behind, asked.length]).toEqual([true, before + 1]);
		const [orders] = state.parameters;
		state.set(orders, 9);
		const shown = state.answer;
		expect([state.behind, shown]).toEqual([false, whatIf.answer({ customer, facts, values: { [orders.name]: 9 }, explain: [whatIf.predictor.products[0]] })]);
		open();
		await settle();
		expect(state.answer).toBe(shown);
	});

	it('start from the new customer after another one is chosen', async () => {
		const { state } = started();
		await state.start(customer, {}, whatIf.predictor.products[0]);
		await settle();
		await state.start(other);
		expect(state.answer?.before).toEqual(whatIf.answer({ customer: other, values: {} }).before);
	});

	it.each([true, false])('have the impacts of all products from the page only where these are as quick: %s', async (answersAll) => {
		const { asked, state } = started(answersAll);
		await state.start(customer, {}, whatIf.predictor.products[0]);
		state.explainAll(true);
		await settle();
		const [orders] = state.parameters;
		const before = asked.length;
		state.set(orders, 9);
		expect(state.behind).toBe(!answersAll);
		await settle();
		expect(asked.length - before).toBe(answersAll ? 0 : 1);
		expect(state.answer?.explanations).toEqual(whatIf.answer({ customer, values: { [orders.name]: 9 } }).explanations);
	});

	it('go to the worker as soon as the page would be held up, and come back later', async () => {
		const { asked, state } = started();
		await state.start(customer, {}, whatIf.predictor.products[0]);
		await settle();
		let now = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
		const [orders] = state.parameters;
		const before = asked.length;
		for (let i = 1; i < 8; i++) {
			state.set(orders, i);
			await settle();
		}
		expect(asked.length - before).toBeGreaterThan(2);
		vi.restoreAllMocks();
		for (let i = 8; i < 30; i++) {
			state.set(orders, i);
			await settle();
		}
		const later = asked.length;
		state.set(orders, 3);
		expect([asked.length, state.behind]).toEqual([later, false]);
	});
});
