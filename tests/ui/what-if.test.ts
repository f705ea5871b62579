import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import type { Component } from 'svelte';
import type { CounterfactualAnswer, CounterfactualRequest, WhatIfRequest } from '../../src/lib/core/project/cards.js';
import { LikelyError } from '../../src/lib/core/errors.js';
import { App } from '../../src/lib/state/app.svelte.js';
import type { Engine } from '../../src/lib/state/engine.js';
import WhatIf from '../../src/lib/ui/what-if/WhatIf.svelte';
import { explanationOf, fakeEngine, model, project, whatIfAnswer } from './fake-engine.js';
import { memoryHistory } from './memory-history.js';
import WithApp from './WithApp.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), replaceState: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://shop.test/what-if/?id=C1&product=Ink'), route: { id: '/what-if' } } }));

async function show(overrides: Partial<Engine> = {}) {
	const asked: WhatIfRequest[] = [];
	const engine = fakeEngine({ whatIf: async (request) => (asked.push(request), whatIfAnswer(request)), ...overrides });
	const history = memoryHistory();
	const app = new App(async () => engine, async () => history);
	app.project.adopt(project);
	const screen = await render(WithApp, { props: { app, Shown: WhatIf as unknown as Component<Record<string, unknown>>, given: { card: project, model } } });
	const big = () => screen.container.querySelector('.headline .big')?.textContent;
	await expect.poll(big).toBe('35.0%');
	return { screen, app, history, asked, big };
}

describe('orders as facts', () => {
	it('an added order moves the probability and what is computed from it, and can be changed and undone', async () => {
		const { screen, asked, big } = await show();
		await screen.getByRole('button', { name: 'Add an order of Ink' }).click();
		await expect.poll(big).toBe('40.0%');
		expect(asked.at(-1)?.facts).toEqual([{ kind: 'add-order', time: 19_790, lines: [{ product: 0, amount: 30, quantity: 1, returned: false }] }]);
		const moved = screen.getByRole('region', { name: 'What these changes move' });
		await expect.element(moved).toHaveTextContent(/1 parameter moved with 1 change.*Total orders.*7 orders.*8 orders/);
		await screen.getByRole('spinbutton', { name: 'Amount' }).fill('300');
		await expect.poll(() => asked.at(-1)?.facts).toEqual([{ kind: 'add-order', time: 19_790, lines: [{ product: 0, amount: 300, quantity: 1, returned: false }] }]);
		await screen.getByLabelText('Day of the order').first().fill('2024-03-03');
		await userEvent.tab();
		await expect.poll(() => asked.at(-1)?.facts?.[0]).toMatchObject({ kind: 'add-order', time: 19_785 });
		await screen.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => asked.at(-1)?.facts?.[0]).toMatchObject({ time: 19_790, lines: [{ amount: 300 }] });
		await screen.getByRole('button', { name: 'Reset' }).click();
		await expect.poll(big).toBe('35.0%');
		await screen.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(big).toBe('40.0%');
	});

	it('an order of the data can be as if it had not been placed, and as it was again', async () => {
		const { screen, asked, big } = await show();
		await screen.getByText(/27 Feb 2024/).first().click();
		await screen.getByRole('button', { name: 'As if it had not been placed' }).click();
		await expect.poll(big).toBe('30.0%');
		expect(asked.at(-1)?.facts).toEqual([{ kind: 'remove-order', order: 4 }]);
		await expect.element(screen.getByText('taken out')).toBeVisible();
		await screen.getByRole('button', { name: 'As it was' }).click();
		await expect.poll(big).toBe('35.0%');
	});

	it('a returned item is one press away', async () => {
		const { screen, asked } = await show();
		await screen.getByText(/27 Feb 2024/).first().click();
		await screen.getByRole('checkbox', { name: 'returned (Ink)' }).click();
		await expect.poll(() => asked.at(-1)?.facts).toEqual([{ kind: 'return-line', line: 9, returned: true }]);
	});

	it('that leave nothing say so, and can be undone', async () => {
		const { screen, big } = await show({
			whatIf: async (request) => {
				if (request.facts?.length) throw new LikelyError('edit.nothing_bought', { customer: 'C1' });
				return whatIfAnswer(request);
			}
		});
		await screen.getByText(/27 Feb 2024/).first().click();
		await screen.getByRole('button', { name: 'As if it had not been placed' }).click();
		await expect.element(screen.getByRole('alert')).toHaveTextContent(/Nothing is left that this customer bought.*Undo/);
		await screen.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => screen.container.querySelector('[role=alert]')).toBeNull();
		expect(big()).toBe('35.0%');
	});

	it('a number that is moved alone is called hypothetical where the probability stands', async () => {
		const { screen } = await show();
		const headline = () => screen.container.querySelector('p.headline')?.textContent;
		await screen.getByRole('button', { name: 'Add an order of Ink' }).click();
		await expect.poll(headline).toContain('was 35.0%');
		expect(headline()).not.toContain('hypothetical');
		await screen.getByRole('tab', { name: 'Single values' }).click();
		screen.getByRole('slider', { name: 'Total orders' }).element().focus();
		await userEvent.keyboard('{ArrowRight}');
		await expect.poll(headline).toContain('hypothetical');
	});

	it('keeps a prediction of changed facts as hypothetical, with the parameters that follow from them', async () => {
		const { screen, history } = await show();
		await screen.getByRole('button', { name: 'Add an order of Ink' }).click();
		await expect.element(screen.getByRole('region', { name: 'What these changes move' })).toBeVisible();
		await screen.getByRole('button', { name: 'Keep this prediction' }).click();
		await vi.waitFor(async () => expect(await history.list()).toHaveLength(1));
		const [record] = await history.list();
		expect(record).toMatchObject({ hypothetical: true, probability: 0.4, asked: model.question, parameters: { total_orders: 8, return_rate: 0.2 } });
	});
});

describe('the comparison', () => {
	it('is noted with a prediction that is kept, where it is not the typical customer', async () => {
		const { screen, history, asked } = await show();
		await screen.getByRole('button', { name: 'Keep this prediction' }).click();
		await screen.getByLabelText('Compared with', { exact: true }).selectOptions('original');
		await expect.poll(() => asked.at(-1)?.baselineOf).toEqual({ kind: 'original' });
		await screen.getByRole('button', { name: 'Keep this prediction' }).click();
		await vi.waitFor(async () => expect((await history.list()).map(({ note }) => note)).toEqual(['', 'Compared with the rules’ customer.']));
	});


	it('stays where the keyboard is, and is called by its name when its answer is there', async () => {
		const waiting: (() => void)[] = [];
		let holds = false;
		const { screen, history } = await show({
			whatIf: async (request) => {
				if (holds) await new Promise<void>((done) => waiting.push(done));
				return whatIfAnswer(request);
			}
		});
		const list = screen.getByLabelText('Compared with', { exact: true });
		const named = (name: string) => screen.getByRole('term').filter({ hasText: name }).first();
		holds = true;
		await list.element().focus();
		await list.selectOptions('original');
		await list.selectOptions('earlier-90');
		await vi.waitFor(() => expect(waiting.length).toBe(1));
		await expect.element(list).toHaveFocus();
		await screen.getByRole('button', { name: 'Keep this prediction' }).click();
		await expect.element(named('typical customer')).toBeVisible();
		expect(await history.list()).toEqual([]);
		holds = false;
		waiting.forEach((done) => done());
		await expect.element(named('this customer 90 days ago')).toBeVisible();
		await vi.waitFor(async () => expect((await history.list()).map(({ note }) => note)).toEqual(['Compared with this customer 90 days ago.']));
		await list.selectOptions('customer');
		const other = screen.getByRole('combobox', { name: 'Compared with customer' });
		await other.fill('C3');
		await userEvent.keyboard('{Enter}');
		await expect.element(named('customer C')).toBeVisible();
		await expect.element(other).toHaveFocus();
	});

	it('can be somebody some time ago, or edited and saved by name', async () => {
		const { screen, asked } = await show();
		const list = screen.getByLabelText('Compared with', { exact: true });
		await list.selectOptions('earlier-90');
		await expect.poll(() => asked.at(-1)?.baselineOf).toEqual({ kind: 'earlier', days: 90 });
		await expect.element(screen.getByRole('term').filter({ hasText: 'this customer 90 days ago' }).first()).toBeVisible();
		await list.selectOptions('average');
		await screen.getByRole('button', { name: 'Edit and save' }).click();
		await screen.getByRole('spinbutton', { name: 'Total orders' }).first().fill('12');
		await expect.poll(() => asked.at(-1)?.baseline).toEqual({ total_orders: 12 });
		const title = `Ours ${Date.now()}`;
		await screen.getByLabelText('Name').fill(title);
		await screen.getByRole('checkbox', { name: 'only for Ink' }).click();
		await screen.getByRole('button', { name: 'Save', exact: true }).click();
		await expect.element(screen.getByText(`Saved as “${title}”. It is in the list above.`)).toBeVisible();
		await expect.element(list).toHaveTextContent(`${title} (Ink)`);
		await list.selectOptions('average');
		await expect.poll(() => asked.at(-1)?.baseline).toEqual({});
		await list.selectOptions(`${title} (Ink)`);
		await expect.poll(() => asked.at(-1)?.baseline).toEqual({ total_orders: 12 });
		await screen.getByRole('button', { name: `Remove “${title}”` }).click();
		await expect.element(list).not.toHaveTextContent(title);
	});
});

describe('what it would take', () => {
	const found = (facts: number): CounterfactualAnswer['found'][number] => ({
		probability: 0.35 + 0.05 * facts,
		size: facts,
		changes: [{ kind: 'order', product: 'Ink', days: Array.from({ length: facts }, () => 19_790), amount: 30 }],
		facts: Array.from({ length: facts }, () => ({ kind: 'add-order' as const, time: 19_790, lines: [{ product: 0, amount: 30, quantity: 1, returned: false }] })),
		values: {}
	});
	const answer = (request: CounterfactualRequest, answers: CounterfactualAnswer['found'], best = found(1)): CounterfactualAnswer => ({
		product: request.product,
		probability: 0.35,
		target: request.target,
		over: 'facts',
		found: answers,
		best,
		evaluations: 40,
		complete: true
	});

	it('searches within what is allowed, and applies an answer to the editor at a press', async () => {
		const counterfactuals = vi.fn(async (request: CounterfactualRequest) => answer(request, [found(1), found(2)]));
		const { screen, big } = await show({ counterfactuals });
		await screen.getByRole('tab', { name: 'What would it take?' }).click();
		await screen.getByRole('spinbutton', { name: 'To reach, %' }).fill('40');
		await screen.getByText('What may change', { exact: true }).click();
		await screen.getByRole('checkbox', { name: 'Return rate' }).click();
		await screen.getByRole('button', { name: 'Up to two' }).click();
		await screen.getByRole('button', { name: 'Search' }).click();
		expect(counterfactuals.mock.lastCall?.[0]).toMatchObject({ customer: 'C1', product: 'Ink', target: 0.4, over: 'facts', frozen: ['return_rate'], changes: 2 });
		await expect.element(screen.getByText('One more order of Ink (30.00), on 8 Mar 2024', { exact: true })).toBeVisible();
		await screen.getByRole('button', { name: /^Apply ?: 2 more orders of Ink/ }).click();
		await expect.poll(big).toBe('45.0%');
		await expect.element(screen.getByText('Done: Ink is at 45.0%.')).toBeVisible();
		expect(document.activeElement?.textContent).toContain('Done: Ink');
		await screen.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(big).toBe('35.0%');
		await expect.element(screen.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true');
		await expect.element(screen.getByRole('button', { name: 'Undo' })).toHaveFocus();
	});

	it('says when there is none, and what comes closest', async () => {
		const { screen } = await show({ counterfactuals: async (request) => answer(request, []) });
		await screen.getByRole('tab', { name: 'What would it take?' }).click();
		await screen.getByRole('button', { name: 'Search' }).click();
		await expect.element(screen.getByText('None found.')).toBeVisible();
		await expect.element(screen.getByText(/No allowed change brings Ink from 35.0% to 70%: 40 combinations were tried/)).toBeVisible();
		await expect.element(screen.getByText('+5.0 points')).toBeVisible();
	});
});

describe('other ways to look', () => {
	it('asks for the parameter that is pointed at', async () => {
		const dependence = vi.fn(() => new Promise<never>(() => undefined));
		const { screen } = await show({ dependence });
		await screen.getByRole('button', { name: 'Return rate' }).click();
		await vi.waitFor(() => expect(dependence).toHaveBeenLastCalledWith(expect.objectContaining({ customer: 'C1', product: 'Ink', parameter: 'return_rate' })));
		await screen.getByRole('tab', { name: 'Single values' }).click();
		screen.getByRole('slider', { name: 'Total orders' }).element().focus();
		await expect.element(screen.getByLabelText('Parameter', { exact: true })).toHaveValue('total_orders');
	});

	it('shows every product’s impacts, and another customer’s beside this one’s', async () => {
		const { screen, asked } = await show({
			compareCustomers: async (a, b) => ({
				a,
				b,
				products: [{ product: 'Ink', a: 0.35, b: 0.3, impacts: explanationOf('Ink', 0.35, 0.3).impacts }],
				parameters: []
			})
		});
		await screen.getByRole('tab', { name: 'Every product' }).click();
		await expect.element(screen.getByRole('gridcell', { name: /Paper, Return rate: −5.0 points/ })).toBeVisible();
		expect(asked.at(-1)?.explain).toBeUndefined();
		await screen.getByRole('tab', { name: 'Beside another' }).click();
		await screen.getByRole('combobox', { name: 'The other customer' }).click();
		await screen.getByRole('option', { name: 'C2', exact: true }).click();
		await expect.element(screen.getByRole('heading', { name: 'C1 and C2' })).toBeVisible();
		await expect.element(screen.getByText('The impacts add up to the difference of +5.0 points.')).toBeVisible();
	});
});
