import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BaselineOf, OrderEdit, WhatIfRequest } from '../../src/lib/core/project/cards.js';
import { orderSheet } from '../../src/lib/core/project/order-sheet.js';
import { packed } from '../../src/lib/core/project/portable-what-if.js';
import { WhatIf } from '../../src/lib/core/project/what-if.js';
import { withOrder } from '../../src/lib/state/fact-edits.js';
import { WhatIfState } from '../../src/lib/state/what-if.svelte.js';
import { trainedPredictor } from '../core/project/trained.js';
import { fakeEngine } from '../ui/fake-engine.js';

const customers = ['C1', 'C2', 'C3'];
const comparisons: readonly BaselineOf[] = [{ kind: 'average' }, { kind: 'original' }, { kind: 'customer', customer: 'C4' }];
const turn = () => new Promise<void>((done) => setTimeout(done));

/** What a hand does, or which of the answers under way arrives next. */
const step = fc.oneof(
	fc.record({ kind: fc.constant('start' as const), which: fc.nat(2) }),
	fc.record({ kind: fc.constantFrom('set', 'setBaseline'), which: fc.nat(2), value: fc.integer({ min: 1, max: 9 }) }),
	fc.record({ kind: fc.constantFrom('compare', 'focus'), which: fc.nat(2) }),
	fc.record({ kind: fc.constantFrom('order', 'undo', 'redo', 'reset', 'all', 'one', 'slow', 'quick') }),
	{ arbitrary: fc.record({ kind: fc.constant('arrive' as const), which: fc.nat(4) }), weight: 4 }
);

describe('a what-if whose answers arrive in any order', () => {
	let whatIf: WhatIf;
	beforeAll(async () => {
		whatIf = new WhatIf(await trainedPredictor('forest'));
	});
	afterEach(() => void vi.restoreAllMocks());

	/** Answers that arrive when they are told to. */
	function post() {
		const open: (() => void)[] = [];
		const later = <A extends readonly unknown[], R>(answer: (...args: A) => R) => (...args: A) =>
			new Promise<R>((resolve, reject) => open.push(() => {
				try {
					resolve(answer(...args));
				} catch (error) {
					reject(error as Error);
				}
			}));
		const asked: WhatIfRequest[] = [];
		const engine = fakeEngine({
			whatIfStart: later((customer, given) => whatIf.start(customer, given)),
			whatIf: later((request) => (asked.push(request), whatIf.answer(request))),
			whatIfInputs: later((basis) => structuredClone(whatIf.answerInputs(basis))),
			whatIfForPage: later(() => structuredClone({ ...packed(whatIf), answersAll: true })),
			orderSheet: later((customer, facts) => orderSheet(whatIf.predictor, customer, facts))
		});
		const arrive = async (which = 0) => {
			open.splice(which % Math.max(1, open.length), 1)[0]?.();
			await turn();
		};
		const arriveAll = async () => {
			do await arrive();
			while (open.length);
		};
		return { state: new WhatIfState(async () => engine), asked, open, arrive, arriveAll };
	}

	/** The answer, what it is to, and what follows from the facts: all as the newest edits have it. */
	function expectNow(state: WhatIfState, explain: readonly string[] | undefined): void {
		const { customer, facts, edits: values, comparison } = state;
		const basis: { customer?: string; facts: readonly OrderEdit[]; baselineOf: BaselineOf } = { customer, facts, baselineOf: comparison.of };
		expect(state.failure).toBeUndefined();
		expect([state.behind, state.loading]).toEqual([false, false]);
		expect(state.answered).toMatchObject({ customer, facts, values, baselineOf: comparison.of, baseline: comparison.values });
		expect(state.parameters).toEqual(whatIf.start(customer, basis).parameters);
		expect(state.sheet).toEqual(orderSheet(whatIf.predictor, customer, facts));
		// More may have been explained than is looked at now.
		expect(state.answer?.explanations.map(({ product }) => product)).toEqual(expect.arrayContaining([...(explain ?? whatIf.predictor.products)]));
		expect(state.answer).toEqual(whatIf.answer({ ...basis, values, baseline: comparison.values, explain: state.answered?.explain }));
	}

	it('ends with all that is shown belonging to the newest edits, and never shows somebody else', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
				const { state, open, arrive, arriveAll } = post();
				let jump = 0;
				let clock = 0;
				vi.spyOn(performance, 'now').mockImplementation(() => (clock += jump));
				const { products } = whatIf.predictor;
				let all = false;
				const running: Promise<unknown>[] = [state.start(customers[0])];
				await arriveAll();
				let wanted: string = customers[0];
				for (const { kind, which, value } of steps as readonly { kind: string; which: number; value: number }[]) {
					const parameter = state.parameters[which];
					if (kind === 'start') running.push(state.start((wanted = customers[which])));
					else if (kind === 'set') state.set(parameter, value);
					else if (kind === 'setBaseline') state.setBaseline(parameter, value);
					else if (kind === 'compare') running.push(state.compareWith({ of: comparisons[which], values: {} }));
					else if (kind === 'focus') state.focus(products[which]);
					else if (kind === 'order') state.setFacts(withOrder(state.facts, 15_700, [{ product: 1, amount: 30, quantity: 1, returned: false }]));
					else if (kind === 'undo') state.undo();
					else if (kind === 'redo') state.redo();
					else if (kind === 'reset') state.reset();
					else if (kind === 'all' || kind === 'one') state.explainAll((all = kind === 'all'));
					else if (kind === 'slow' || kind === 'quick') jump = kind === 'slow' ? 100 : 0;
					else await arrive(which);
					await turn();
					if (state.answered) expect(state.answered.customer).toBe(state.customer);
				}
				const rested = state.rested();
				const before = state.customer;
				while (open.length) await arriveAll();
				await Promise.all(running);
				expect(state.customer).toBe(wanted);
				expect((await rested) || before !== wanted).toBe(true);
				expectNow(state, all ? undefined : [state.product ?? '']);
			}),
			{ numRuns: 120 }
		);
	}, 120_000);
});
