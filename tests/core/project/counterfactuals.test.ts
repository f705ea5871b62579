import { beforeAll, describe, expect, it } from 'vitest';
import { columnNames } from '../../../src/lib/core/explanation/parameter-values.js';
import { productTable } from '../../../src/lib/core/features/table.js';
import type { CounterfactualAnswer, CounterfactualRequest } from '../../../src/lib/core/project/cards.js';
import { counterfactuals } from '../../../src/lib/core/project/counterfactuals.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { silent } from '../../../src/lib/core/progress.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { smallShop } from '../../fixtures/shop.js';
import { trainedPredictor } from './trained.js';

describe.each(['facts', 'values'] as const)('counterfactuals over %s', (over) => {
	let whatIf: WhatIf;
	let requests: CounterfactualRequest[];
	const ask = (request: CounterfactualRequest) => counterfactuals(whatIf, { ...request, over }, silent);
	const answers: { readonly request: CounterfactualRequest; readonly answer: CounterfactualAnswer }[] = [];
	beforeAll(async () => {
		const book = smallShop();
		const question = defaultQuestion(book);
		whatIf = new WhatIf(await trainedPredictor('boosted', book, question.kind === 'next' ? { ...question, snapshots: 8 } : question));
		const { customers } = whatIf.predictor.project.book;
		requests = [0, 11, 23, 37].flatMap((c) => [0.25, 0.6].map((target) => ({ customer: customers[c], product: `P${c % 5}`, target })));
		for (const request of requests) answers.push({ request, answer: await ask(request) });
	});

	it('reach what they say when they are predicted', () => {
		let reached = 0;
		for (const { request, answer } of answers) {
			const { customer, product, target } = request;
			const now = whatIf.answer({ customer, values: {} }).after[product];
			expect(answer).toMatchObject({ product, target, over, complete: true });
			expect(answer.probability).toBeCloseTo(now, 6);
			for (const { facts, values, probability, changes } of [...answer.found, answer.best]) {
				expect(whatIf.answer({ customer, facts, values }).after[product]).toBeCloseTo(probability, 6);
				if (over === 'values') expect(facts).toEqual([]);
				else expect(values).toEqual({});
				expect(changes.length).toBeLessThanOrEqual(3);
			}
			for (const { probability } of answer.found) expect(target > now ? probability >= target : probability <= target).toBe(true);
			expect(answer.found.map(({ changes }) => changes.length)).toEqual(answer.found.map(({ changes }) => changes.length).sort());
			reached += answer.found.length;
		}
		expect(reached).toBeGreaterThan(8);
	});

	it('stay within what was seen, and leave region alone', () => {
		const { examples } = whatIf.predictor;
		for (const { request, answer } of answers) {
			const product = whatIf.answers.productIndex(request.product);
			const table = productTable(examples, product);
			const now = whatIf.current(request)[product];
			const region = columnNames(examples.features, request.product).indexOf('region');
			for (const { facts, values } of answer.found) {
				const then = whatIf.current({ customer: request.customer, facts, values })[product];
				expect(then[region]).toBe(now[region]);
				then.forEach((value, c) => {
					const column = Array.from({ length: examples.rows }, (_, r) => table[r * then.length + c]);
					if (Number.isNaN(value)) expect(column.some(Number.isNaN)).toBe(true);
					else expect(value >= Math.min(...column.filter((v) => !Number.isNaN(v))) && value <= Math.max(...column.filter((v) => !Number.isNaN(v)))).toBe(true);
				});
			}
		}
	});

	it('leave what is frozen', async () => {
		const { answer, request } = answers.find(({ answer: a }) => a.found.length > 0 && a.found[0].changes.length === 1) ?? answers[0];
		const product = whatIf.answers.productIndex(request.product);
		const names = columnNames(whatIf.predictor.examples.features, request.product);
		const now = whatIf.current(request)[product];
		const moved = (facts: CounterfactualAnswer['best']) => {
			const then = whatIf.current({ customer: request.customer, ...facts })[product];
			return names.filter((_, c) => !Object.is(then[c], now[c]));
		};
		const frozen = moved(answer.found[0]).slice(0, 1);
		expect(frozen).toHaveLength(1);
		const other = await ask({ ...request, frozen });
		for (const each of [...other.found, other.best]) expect(moved(each)).not.toContain(frozen[0]);
		const none = await ask({ ...request, frozen: names });
		expect(none).toMatchObject({ found: [], best: { changes: [] } });
		await expect(ask({ ...request, frozen: ['shoe_size'] })).rejects.toThrow('parameter.unknown');
	});

	it('are the same whenever they are asked for', async () => {
		for (const { request, answer } of answers.slice(0, 3)) expect(await ask(request)).toEqual(answer);
	});

	it('say that none was found', async () => {
		const none = [];
		for (const request of requests) none.push(await ask({ ...request, target: 0.9999 }));
		for (const { found, best, probability } of none) {
			expect(found).toEqual([]);
			expect(best.probability).toBeGreaterThanOrEqual(probability);
		}
		expect(none.some(({ best, probability }) => best.probability > probability)).toBe(true);
	});

	it('need no change where the target is where they stand', async () => {
		const { found } = await ask({ ...requests[0], target: answers[0].answer.probability });
		expect(found).toMatchObject([{ changes: [], size: 0 }]);
	});

	it('start from what is edited already', async () => {
		const values = { days_since_last_order: 40 };
		const { found, best, probability } = await ask({ ...requests[1], values });
		expect(probability).toBeCloseTo(whatIf.answer({ customer: requests[1].customer, values }).after[requests[1].product], 6);
		for (const each of [...found, best]) expect(each.values).toMatchObject(over === 'facts' ? values : {});
	});
});

describe('counterfactuals', () => {
	it('change a region only where it is freed, as a fact and as a value', async () => {
		const whatIf = new WhatIf(await trainedPredictor('boosted'));
		const customer = whatIf.predictor.project.book.customers[3];
		const base = { customer, product: 'P2', target: 0.99, changes: 1, free: ['region'] };
		const facts = await counterfactuals(whatIf, base, silent);
		const without = await counterfactuals(whatIf, { ...base, free: [] }, silent);
		expect(facts.over).toBe('facts');
		expect(facts.evaluations).toBe(without.evaluations + 2);
		const values = await counterfactuals(whatIf, { ...base, over: 'values' }, silent);
		const frozen = await counterfactuals(whatIf, { ...base, over: 'values', frozen: ['region'] }, silent);
		expect(values.evaluations).toBe(frozen.evaluations + 2);
	});

	it('tell what to order, and invent somebody by single values', async () => {
		const whatIf = new WhatIf(await trainedPredictor('forest'));
		const { customers, to } = whatIf.predictor.project.book;
		let orders = 0;
		for (const customer of customers.slice(0, 12)) {
			const target = whatIf.answer({ customer, values: {} }).after.P1 + 0.02;
			const { found } = await counterfactuals(whatIf, { customer, product: 'P1', target, changes: 1 }, silent);
			for (const { changes, facts } of found)
				for (const change of changes)
					if (change.kind === 'order') {
						orders++;
						expect(facts).toHaveLength(change.days.length);
						expect(facts.map((edit) => edit.kind === 'add-order' && edit.time)).toEqual(change.days);
						expect(Math.max(...change.days)).toBeLessThanOrEqual(to);
					}
		}
		expect(orders).toBeGreaterThan(0);
		const invented = await counterfactuals(whatIf, { product: 'P1', target: 0.5 }, silent);
		expect(invented.over).toBe('values');
	});

	it('stop when told', async () => {
		const whatIf = new WhatIf(await trainedPredictor('forest'));
		const controller = new AbortController();
		const report = () => controller.abort();
		const customer = whatIf.predictor.project.book.customers[3];
		await expect(counterfactuals(whatIf, { customer, product: 'P1', target: 0.999 }, { report, signal: controller.signal })).rejects.toThrow(/abort/i);
	});
});
