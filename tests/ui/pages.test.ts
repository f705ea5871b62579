import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import type { Component } from 'svelte';
import type { WhatIfAnswer } from '../../src/lib/core/project/cards.js';
import { App } from '../../src/lib/state/app.svelte.js';
import type { Engine } from '../../src/lib/state/engine.js';
import type { AudienceAnswer, AudienceRequest } from '../../src/lib/core/project/cards.js';
import Audience from '../../src/lib/ui/audience/Audience.svelte';
import CustomerList from '../../src/lib/ui/customer/CustomerList.svelte';
import HistoryPage from '../../src/lib/ui/history/HistoryPage.svelte';
import TrainingView from '../../src/lib/ui/model/TrainingView.svelte';
import WhatIf from '../../src/lib/ui/what-if/WhatIf.svelte';
import DataPage from '../../src/lib/ui/data/DataPage.svelte';
import Inspect from '../../src/lib/ui/data/Inspect.svelte';
import type { Cleaning } from '../../src/lib/core/data/transactions.js';
import { LikelyError } from '../../src/lib/core/errors.js';
import type { Work } from '../../src/lib/core/progress.js';
import { recordNow } from '../../src/lib/ui/customer/record.js';
import { explanationOf, fakeEngine, model, project, whatIfAnswer } from './fake-engine.js';
import { memoryHistory } from './memory-history.js';
import WithApp from './WithApp.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), replaceState: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://shop.test/what-if/?id=C1'), route: { id: '/what-if' } } }));

async function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props, overrides: Partial<Engine> = {}, total?: number) {
	const engine = fakeEngine(overrides, total);
	const history = memoryHistory();
	const app = new App(async () => engine, async () => history);
	app.project.adopt(project);
	const screen = await render(WithApp, { props: { app, Shown: component as unknown as Component<Record<string, unknown>>, given: props } });
	return { screen, app, history };
}

describe('What if', () => {
	it('follows the slider with the newest answer, and never goes back to an old one', async () => {
		const waiting: { orders: unknown; answer: () => void }[] = [];
		const { screen } = await show(WhatIf, { card: project, model }, {
			whatIf: (request) =>
				new Promise<WhatIfAnswer>((resolve) =>
					waiting.push({ orders: request.values.total_orders, answer: () => resolve(whatIfAnswer(request)) })
				)
		});
		await vi.waitFor(() => expect(waiting).toHaveLength(1));
		waiting.splice(0)[0].answer();
		await vi.waitFor(() => expect(waiting).toHaveLength(1));
		waiting[0].answer();
		const figure = screen.container.querySelector.bind(screen.container, '.headline .big');
		await expect.poll(() => figure()?.textContent).toBe('35.0%');
		await screen.getByRole('tab', { name: 'Single values' }).click();
		screen.getByRole('slider', { name: 'Total orders' }).element().focus();
		await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
		await vi.waitFor(() => expect(waiting).toHaveLength(2));
		waiting[1].answer();
		await vi.waitFor(() => expect(waiting).toHaveLength(3));
		expect(waiting[2].orders).toBe(10);
		waiting[2].answer();
		await expect.poll(() => figure()?.textContent).toBe('50.0%');
		await expect.element(screen.getByText('was 35.0%')).toBeVisible();
	});

	it('shows both kinds of impact, with a sum that adds up', async () => {
		const { screen } = await show(WhatIf, { card: project, model });
		await expect.element(screen.getByRole('heading', { name: 'What the model makes of it' })).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'What fixed rules make of it' })).toBeVisible();
		const sum = screen.container.querySelector('.sum')?.textContent?.replace(/\s+/g, ' ');
		expect(sum).toMatch(/30\.0%.*\+5\.0 points.*C1 ?35\.0%/);
		await expect.element(screen.getByText('▲ +0.300 weighted points, raises it')).toBeInTheDocument();
		const score = screen.container.querySelectorAll('.sum')[1]?.textContent?.replace(/\s+/g, ' ');
		expect(score).toMatch(/0\.000.*\+0\.300.*score ?\+0\.300/);
	});

	it('keeps what is on the screen, as hypothetical once it is edited', async () => {
		const { screen, history } = await show(WhatIf, { card: project, model });
		await screen.getByRole('tab', { name: 'Single values' }).click();
		const slider = screen.getByRole('slider', { name: 'Total orders' });
		await expect.element(slider).toBeInTheDocument();
		slider.element().focus();
		await userEvent.keyboard('{ArrowRight}');
		await expect.poll(() => screen.container.querySelector('.headline .big')?.textContent).toBe('40.0%');
		await screen.getByRole('button', { name: 'Keep this prediction' }).click();
		await vi.waitFor(async () => expect(await history.list()).toHaveLength(1));
		const [record] = await history.list();
		expect(record).toMatchObject({ customer: 'C1', product: 'Ink', hypothetical: true, probability: 0.4, shown: false, confidence: 0.6 });
		expect(record.parameters).toEqual({ total_orders: 8, return_rate: 0.2 });
	});
});

describe('Customers', () => {
	it('shows 100,000 customers as fast as ten, and searches', async () => {
		const onsearch = vi.fn();
		const { screen, app } = await show(CustomerList, { card: project, onsearch, href: (id: string) => `#${id}` }, {}, 100_000);
		await app.customers.query({});
		await expect.element(screen.getByText(/^100,000 customers/)).toBeVisible();
		expect(screen.container.querySelectorAll('[role=listitem]').length).toBeLessThan(60);
		screen.getByRole('list').element().scrollTop = 52 * 54_321;
		await expect.element(screen.getByRole('link', { name: /C54321\b/ })).toBeVisible();
		await screen.getByRole('searchbox').fill('C5');
		expect(onsearch).toHaveBeenLastCalledWith('C5');
	});
});

describe('Audiences', () => {
	/** A shop in which everything has probability 50 % or less. */
	const answerAt = ({ rule, terms, holdout = 0 }: AudienceRequest): AudienceAnswer => {
		const nobody = rule.kind === 'threshold' && rule.threshold > 0.5;
		return {
			pairs: nobody ? 0 : 12,
			customers: nobody ? 0 : 9,
			heldBack: { pairs: holdout > 0 ? 2 : 0, customers: holdout > 0 ? 1 : 0 },
			lowest: nobody ? NaN : 0.4,
			highest: { customer: 'C3', product: 'Ink', probability: 0.5, everybody: false },
			perProduct: nobody ? [] : [{ product: 'Ink', customers: 12, expected: 6, heldBack: 0, ...(terms && { profit: 6 * terms.margin - 12 * terms.cost, threshold: terms.cost / terms.margin }) }],
			rows: nobody ? [] : [{ customer: 'C3', product: 'Ink', probability: 0.5, heldBack: false, ...(terms && { profit: 3 }) }],
			measured: { pairs: nobody ? 0 : 10, bought: 6, precision: nobody ? NaN : 0.6, low: 0.3, high: 0.8, lift: 2.4, recall: 0.3 },
			...(terms && { profit: { shown: 6 * terms.margin - 12 * terms.cost, everyone: -77, best: { threshold: 0.31, profit: 99 } } }),
			curve: [0.2, 0.5, 0.7].map((threshold) => ({ threshold, customers: 90 - 100 * threshold, pairs: threshold > 0.5 ? 0 : 12, tested: threshold > 0.5 ? 0 : 10, precision: 0.6, low: 0.3, high: 0.8, lift: 2.4, recall: 0.3, ...(terms && { profit: 1 }) })),
			reachable: { email: 0, phone: 0 }
		};
	};
	const open = (more: Parameters<typeof show>[2] = {}) => show(Audience, { card: project, model }, { audience: async (request) => answerAt(request), ...more });

	it('says why nobody passes and what would, and then shows reach and precision', async () => {
		const { screen } = await open();
		await expect.element(screen.getByRole('heading', { name: 'Nobody reaches 70%' })).toBeVisible();
		await expect.element(screen.getByText(/C3, Ink/)).toBeVisible();
		await screen.getByRole('button', { name: 'Lower it to 50%' }).click();
		await expect.element(screen.getByText('95% interval 30% to 80%, from 10 tested pairs')).toBeVisible();
		await expect.element(screen.getByText('of 200', { exact: true })).toBeVisible();
		await expect.element(screen.getByRole('slider', { name: 'Show a product when its probability is at least' })).toHaveAttribute('aria-valuetext', '50%');
	});

	it('gives the interval in place of one figure where too few were tested, and no lift', async () => {
		const one = { pairs: 1, bought: 1, precision: 1, low: 0.21, high: 1, lift: 7.1, recall: 0.01 };
		const { screen } = await open({ audience: async (request: AudienceRequest) => ({ ...answerAt(request), measured: one }) });
		await expect.element(screen.getByText('21 to 100', { exact: true })).toBeVisible();
		await expect.element(screen.getByText('too few to tell better: 95% interval from 1 tested pair')).toBeVisible();
		expect(screen.container.textContent).not.toContain('7.1×');
	});

	it('names no customer as the likeliest where all are alike', async () => {
		const all = (request: AudienceRequest) => ({ ...answerAt(request), highest: { ...answerAt(request).highest, everybody: true } });
		const { screen } = await open({ audience: async (request: AudienceRequest) => all(request) });
		await expect.element(screen.getByText(/for Ink, and it is the same for every customer/)).toBeVisible();
		expect(screen.container.textContent).not.toContain('C3');
		expect(screen.getByRole('button', { name: /Show the best/ }).elements()).toEqual([]);
	});

	it('offers the best so many where nobody passes', async () => {
		const { screen, app } = await open();
		await screen.getByRole('button', { name: /Show the best/ }).click();
		await expect.element(screen.getByRole('spinbutton', { name: 'How many ads' })).toHaveValue(10);
		expect(app.audience.rule).toEqual({ kind: 'budget', ads: 10 });
		await expect.element(screen.getByText('12', { exact: true }).first()).toBeVisible();
	});

	it('turns cost and margin into the threshold from which an ad pays, and into money', async () => {
		const { screen, app } = await open();
		await screen.getByRole('spinbutton', { name: 'An ad costs' }).fill('0.5');
		await screen.getByRole('spinbutton', { name: 'A purchase earns' }).fill('4');
		await screen.getByRole('radio', { name: /What pays/ }).click();
		await expect.element(screen.getByText('12.5%', { exact: true }).first()).toBeVisible();
		expect(app.audience.request).toMatchObject({ rule: { kind: 'profit' }, terms: { cost: 0.5, margin: 4 }, holdout: 0.1 });
		await expect.element(screen.getByText('18.00', { exact: true }).first()).toBeVisible();
		await expect.element(screen.getByText(/Showing everything to everyone: −77.00/)).toBeVisible();
		await screen.getByRole('spinbutton', { name: 'A purchase earns' }).fill('');
		expect(app.audience.terms).toBeUndefined();
	});

	it('says what the choice brings, once the hand rests', async () => {
		const { screen, app } = await open();
		await screen.getByRole('button', { name: 'Lower it to 50%' }).click();
		const status = screen.getByRole('status').filter({ hasText: '9 customers, 12 ads; of 100 ads, 60 bought' });
		await expect.element(status).toBeInTheDocument();
		app.audience.setCost(1);
		app.audience.setMargin(4);
		await expect.element(screen.getByRole('status').filter({ hasText: 'expected profit 12.00' })).toBeInTheDocument();
	});

	it('keeps the focus on the list that is saved', async () => {
		const { screen, app } = await open({ audienceFile: () => new Promise((resolve) => setTimeout(() => resolve({ text: 'customer_id', rows: 1 }), 150)) });
		app.audience.setThreshold(0.5);
		for (const name of ['CSV, a line per ad', 'CSV, a line per customer', 'Kept-back customers']) {
			const button = screen.getByRole('button', { name });
			await expect.element(button).toBeEnabled();
			button.element().focus();
			await userEvent.keyboard('{Enter}');
			await new Promise((resolve) => setTimeout(resolve, 300));
			await expect.element(button).toHaveFocus();
		}
	});

	it('searches one of thousands of products, and draws no thousands of fields', async () => {
		const many = { ...project, products: Array.from({ length: 3000 }, (_, i) => `P${i}`) };
		const { screen, app } = await show(Audience, { card: many, model }, { audience: async (request) => answerAt(request) });
		app.audience.setCost(1);
		app.audience.setMargin(4);
		await screen.getByText('Margins of single products').click();
		await screen.getByRole('searchbox', { name: 'Search a product' }).fill('p2999');
		await screen.getByRole('spinbutton', { name: 'P2999' }).fill('9');
		expect(app.audience.margins).toEqual({ P2999: 9 });
		expect(screen.container.querySelectorAll('input').length).toBeLessThan(60);
		await screen.getByRole('combobox', { name: 'For' }).fill('p2998');
		await screen.getByRole('option', { name: 'P2998' }).click();
		expect(app.audience.product).toBe('P2998');
	});

	it('measures an earlier list against those who were kept back', async () => {
		const uplift = { shown: 0.3, heldBack: 0.2, difference: 0.1, low: 0.02, high: 0.18 };
		const result = { asOf: 19_700, horizon: 60, complete: true, to: 19_790, shown: { customers: 900, bought: 270 }, heldBack: { customers: 100, bought: 20 }, unknown: 3, uplift };
		const { screen } = await open({ measureCampaign: async () => result });
		const input = screen.container.querySelector<HTMLInputElement>('input[type=file]');
		const files = new DataTransfer();
		files.items.add(new File(['customer_id'], 'list.csv', { type: 'text/csv' }));
		if (input) input.files = files.files;
		input?.dispatchEvent(new Event('change', { bubbles: true }));
		await expect.element(screen.getByText('The ads made a difference.')).toBeVisible();
		await expect.element(screen.getByText(/\+10.0 points \(95% interval \+2.0 to \+18.0\)/)).toBeVisible();
	});
});

describe('Training', () => {
	it('shows stages, the curve and the way out, and says when TensorFlow.js could not start', async () => {
		let heard: Work['report'] | undefined;
		const report: Work['report'] = (progress) => heard?.(progress);
		let finish: () => void = () => undefined;
		const cancel = vi.fn(async () => undefined);
		const { screen, app } = await show(TrainingView, {}, {
			cancel,
			train: (_, r) => {
				heard = r;
				return new Promise((resolve) => (finish = () => resolve({ project, failed: [{ family: 'neural', code: 'tensorflow.cannot_start' }] })));
			}
		});
		app.training.begin();
		const done = app.training.train(['popularity', 'forest', 'neural'], 1);
		await vi.waitFor(() => expect(heard).toBeDefined());
		report({ stage: 'features', done: 0, total: 1 });
		report({ stage: 'neural/epochs', done: 1, total: 10, loss: { train: 0.6, validation: 0.62 } });
		report({ stage: 'neural/epochs', done: 2, total: 10, loss: { train: 0.5, validation: 0.55 } });
		await expect.element(screen.getByText('Neural network: learning, epoch by epoch')).toBeVisible();
		await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '0.2');
		await expect.element(screen.getByRole('slider', { name: 'Loss by Epoch' })).toBeVisible();
		await screen.getByRole('button', { name: 'Cancel' }).click();
		expect(cancel).toHaveBeenCalledOnce();
		await expect.element(screen.getByText('Stopping…')).toBeVisible();
		finish();
		await done;
		await expect.element(screen.getByRole('alert')).toHaveTextContent(/TensorFlow\.js could not start.*forest/);
	});
});

describe('History', () => {
	const kept = (customer: string, product: string) =>
		recordNow({ project, model, customer, hypothetical: false, asOf: 19_791, parameters: {}, explanation: explanationOf(product, 0.42), ruleImpacts: [] });

	it('lists, filters, removes and brings back', async () => {
		const { screen, app, history } = await show(HistoryPage, {});
		await app.history.keep([kept('C1', 'Ink'), kept('C2', 'Paper'), kept('C3', 'Ink')]);
		await expect.element(screen.getByText('3 predictions')).toBeVisible();
		await screen.getByRole('searchbox').fill('ink');
		await expect.element(screen.getByText('2 predictions')).toBeVisible();
		await screen.getByRole('button', { name: 'Remove these' }).click();
		await vi.waitFor(async () => expect(await history.list()).toHaveLength(1));
		await vi.waitFor(() => expect(app.toasts.items).toHaveLength(1));
		app.toasts.undo(app.toasts.items[0].id);
		await vi.waitFor(async () => expect(await history.list()).toHaveLength(3));
	});

	it('keeps a note and tags, and finds them', async () => {
		const { screen, app, history } = await show(HistoryPage, {});
		await app.history.keep([kept('C1', 'Ink'), kept('C2', 'Paper')]);
		await screen.getByRole('button', { name: /C2 Paper/ }).click();
		await screen.getByLabelText('Tags').fill('autumn, mail , autumn');
		await screen.getByLabelText('Note').fill('Called on Monday');
		await screen.getByRole('searchbox').fill('autumn monday');
		await expect.element(screen.getByText('1 prediction', { exact: true })).toBeVisible();
		expect((await history.list()).find(({ customer }) => customer === 'C2')).toMatchObject({ tags: ['autumn', 'mail'], note: 'Called on Monday' });
	});

	it('keeps a note and tags that are written at once, and undoes each by itself', async () => {
		const { screen, app, history } = await show(HistoryPage, {});
		await app.history.keep([kept('C2', 'Paper')]);
		const leave = (label: string, value: string) => {
			const field = screen.getByLabelText(label).element() as HTMLInputElement;
			field.value = value;
			field.dispatchEvent(new Event('change', { bubbles: true }));
		};
		await expect.element(screen.getByLabelText('Note')).toBeVisible();
		leave('Note', 'Called on Monday');
		leave('Tags', 'autumn');
		await vi.waitFor(async () => expect((await history.list())[0]).toMatchObject({ note: 'Called on Monday', tags: ['autumn'] }));
		await vi.waitFor(() => expect(app.toasts.items).toHaveLength(2));
		app.toasts.undo(app.toasts.items[0].id);
		await vi.waitFor(async () => expect((await history.list())[0]).toMatchObject({ note: '', tags: ['autumn'] }));
		const { id } = (await history.list())[0];
		await app.history.remove([id]);
		app.toasts.undo(app.toasts.items[app.toasts.items.length - 1].id);
		await app.history.full([id]);
		expect(await history.list()).toEqual([]);
	});

	it('compares two, sorts, and asks the model of today', async () => {
		const rescore = vi.fn(async () => ({ probability: 0.9, from: 'values' as const }));
		const { screen, app } = await show(HistoryPage, {}, { rescore });
		app.project.adopt(project);
		await app.history.keep([kept('C1', 'Ink'), kept('C2', 'Paper')]);
		await screen.getByLabelText('Order').selectOptions('By customer');
		await expect.element(screen.getByRole('heading', { name: 'C1: Ink' })).toBeVisible();
		await screen.getByRole('combobox', { name: 'Compare with' }).fill('paper c2');
		await screen.getByRole('option', { name: /C2, Paper/ }).click();
		await expect.element(screen.getByRole('heading', { name: 'Two predictions beside each other' })).toBeVisible();
		await screen.getByRole('button', { name: 'Ask the model of today' }).click();
		await expect.element(screen.getByText('90.0%')).toBeVisible();
	});

	it('says what all predictions show together, and what came of them', async () => {
		const statuses = { bought: 1, not_bought: 1, pending: 1, unknown: 0, not_asked: 0 };
		const share = { of: 2, count: 1, rate: 0.5, low: 0.1, high: 0.9 };
		const report = { statuses, meanPredicted: 0.42, bought: share, ads: share, right: share, meanConfidence: 0.6, logLoss: 0.7, brier: 0.25, reliability: [] };
		const { screen, app } = await show(HistoryPage, {}, { outcomes: async () => ({ statuses: {}, report }), historyDrift: async () => [] });
		app.project.adopt(project);
		await app.history.keep([kept('C1', 'Ink'), kept('C2', 'Paper'), kept('C3', 'Ink')]);
		await screen.getByRole('tab', { name: 'All together' }).click();
		await expect.element(screen.getByRole('heading', { name: 'Verdicts by product' })).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'Impacts by parameter' })).toBeVisible();
		await screen.getByRole('tab', { name: 'What came of them' }).click();
		await expect.element(screen.getByText(/2 predictions are over; 1 still waits for newer orders, 0 cannot be checked/)).toBeVisible();
	});

	it('stays quick with 10,000 entries', async () => {
		const { screen, app } = await show(HistoryPage, {});
		await app.history.keep(Array.from({ length: 10_000 }, (_, i) => kept(`C${i}`, 'Ink')));
		await expect.element(screen.getByText('10,000 predictions')).toBeVisible();
		expect(screen.container.querySelectorAll('[role=listitem]').length).toBeLessThan(60);
	});
});

describe('Data', () => {
	const inspection = {
		name: 'orders.csv',
		bytes: 1000,
		rows: 10,
		guesses: [
			{ name: 'who', role: 'customer' as const, reason: { code: 'named' as const, role: 'customer' as const, distinct: 4 }, examples: ['A'], distinct: 4, missing: 0 },
			{ name: 'thing', role: 'ignore' as const, reason: { code: 'unneeded' as const }, examples: ['Ink'], distinct: 2, missing: 0 }
		],
		preview: [['A', 'Ink']],
		mapping: { columns: { customer: 'who' }, attributes: [], dateOrder: 'ymd' as const, decimalMark: '.' as const },
		missing: ['product' as const],
		remembered: false,
		dateAmbiguous: false,
		productCandidates: []
	};

	it('asks for the column that nothing says, and previews as soon as it is named', async () => {
		const preview = vi.fn(async () => ({ quality: project.quality, question: model.question, products: [], months: [], customersByOrders: [], unusual: [] }));
		const { screen, app } = await show(Inspect, { inspection }, { inspect: async () => inspection, preview });
		await app.data.inspectFiles([new File([''], 'orders.csv')]);
		await expect.element(screen.getByRole('alert')).toHaveTextContent('Please point out: Product');
		expect(preview).not.toHaveBeenCalled();
		await screen.getByLabelText('Meaning of thing').selectOptions('product');
		await expect.element(screen.getByText('of 900 read')).toBeVisible();
		expect(preview).toHaveBeenCalledWith(expect.objectContaining({ columns: { customer: 'who', product: 'thing' } }), undefined, { keep: [] });
		await expect.element(screen.getByRole('button', { name: 'Use this data' })).toBeEnabled();
	});

	it('reads the file again in the encoding that is chosen, and takes what it gives', async () => {
		const garbled = { ...inspection, format: { encoding: 'windows-1251' as const, delimiter: ',', header: true, skipped: 0 } };
		const reread = vi.fn(async () => ({ ...garbled, format: { ...garbled.format, encoding: 'koi8-r' as const }, preview: [['Маша', 'Ручка']] }));
		const { screen, app } = await show(DataPage, {}, { inspect: async () => garbled, reread });
		await app.data.inspectFiles([new File([''], 'orders.csv')]);
		await screen.getByLabelText('Letters are written in').selectOptions('koi8-r');
		await expect.element(screen.getByText('Ручка')).toBeVisible();
		expect(reread).toHaveBeenCalledWith('koi8-r', expect.anything());
		await expect.element(screen.getByText(/Read as KOI8-R/)).toBeVisible();
	});

	it('asks what a price is for where the file does not say', async () => {
		const columns = { customer: 'who', quantity: 'n', price: 'thing' };
		const doubtful = { ...inspection, mapping: { ...inspection.mapping, columns }, priceDoubt: 'thing' };
		const { screen, app } = await show(DataPage, {}, { inspect: async () => doubtful });
		await app.data.inspectFiles([new File([''], 'orders.csv')]);
		await expect.element(screen.getByText('Is “thing” for one piece, or for all pieces of the line?')).toBeVisible();
		await screen.getByLabelText('“thing” is for').selectOptions('amount');
		expect(app.data.mapping?.columns).toMatchObject({ amount: 'thing', quantity: 'n' });
		expect(app.data.mapping?.columns.price).toBeUndefined();
	});

	it('uses rows that were set aside, and sets them aside again, at a press', async () => {
		const whole = { ...inspection, mapping: { ...inspection.mapping, columns: { customer: 'who', product: 'thing' } } };
		const repeats = [{ code: 'row.duplicate', count: 3, examples: [{ line: 7, value: 'Ink' }] }];
		const preview = vi.fn(async (_mapping: unknown, _returns?: unknown, cleaning?: Cleaning) => ({
			quality: { ...project.quality, rejections: cleaning?.keep?.length ? [] : repeats },
			question: model.question,
			products: [],
			months: [],
			customersByOrders: [],
			unusual: []
		}));
		const { screen, app } = await show(Inspect, { inspection: whole }, { inspect: async () => whole, preview });
		await app.data.inspectFiles([new File([''], 'orders.csv')]);
		await expect.element(screen.getByText('3 rows repeat another row exactly')).toBeVisible();
		await screen.getByRole('button', { name: /^Use them: .* another row exactly/ }).click();
		await expect.element(screen.getByText('Rows that repeat another row exactly are used.')).toBeVisible();
		expect(preview).toHaveBeenLastCalledWith(expect.anything(), undefined, { keep: ['row.duplicate'] });
		await expect.element(screen.getByRole('button', { name: /Set aside again/ })).toHaveFocus();
		await screen.getByRole('button', { name: /Set aside again/ }).click();
		await expect.element(screen.getByText('3 rows repeat another row exactly')).toBeVisible();
		await expect.element(screen.getByRole('button', { name: /^Use them: .* another row exactly/ })).toHaveFocus();
	});

	it('says what is wrong with the data, and what to do', async () => {
		const failing = { ...inspection, mapping: { ...inspection.mapping, columns: { customer: 'who', product: 'thing' } } };
		const { screen, app } = await show(Inspect, { inspection: failing }, {
			inspect: async () => failing,
			preview: () => Promise.reject(new LikelyError('data.one_customer', { customer: 'A' }))
		});
		await app.data.inspectFiles([new File([''], 'orders.csv')]);
		await expect.element(screen.getByRole('alert')).toHaveTextContent(/All orders belong to one customer.*Check that the right column/);
		await expect.element(screen.getByRole('button', { name: 'Use this data' })).toBeDisabled();
	});
});
