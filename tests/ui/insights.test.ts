import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { LikelyError } from '../../src/lib/core/errors.js';
import type { Slice } from '../../src/lib/core/evaluation/types.js';
import type { ImportanceSummary, ModelComparison, ProductSwarms } from '../../src/lib/core/project/cards.js';
import type { Progress } from '../../src/lib/core/progress.js';
import { App } from '../../src/lib/state/app.svelte.js';
import type { Engine } from '../../src/lib/state/engine.js';
import ModelInsights from '../../src/lib/ui/insights/ModelInsights.svelte';
import { evaluation, explanationOf, fakeEngine, features, model, project } from './fake-engine.js';
import { memoryHistory } from './memory-history.js';
import WithApp from './WithApp.svelte';

const all = [...features.customer, ...features.product];
const summary: ImportanceSummary = {
	products: ['Ink', 'Paper'],
	parameters: all,
	customers: 40,
	mean: Float64Array.of(0.01, 0.02, 0, 0.08, 0.03, 0.01),
	low: Float64Array.of(0.005, 0.01, 0, 0.06, 0.02, 0),
	high: Float64Array.of(0.02, 0.03, 0, 0.1, 0.04, 0.02),
	signed: new Float64Array(6)
};
const swarms = (product: string): ProductSwarms => ({
	product,
	customers: ['A', 'B'],
	swarms: [{ feature: all[0], importance: 0.08, impacts: Float32Array.of(-0.08, 0.08), values: Float32Array.of(3, 9), ranks: Float32Array.of(0, 1) }]
});
const slice = (feature: string, value: string, excess: number, q: number): Slice => ({
	conditions: [{ feature, is: 'word', value }],
	customers: 44,
	pairs: 88,
	...{ log_loss: 0.4, log_loss_low: 0.3, log_loss_high: 0.5 },
	...{ excess, excess_low: excess - 0.02, excess_high: excess + 0.02 },
	...{ predicted: 0.3, bought: 0.25, gap: 0.05, gap_low: 0.01, gap_high: 0.09 },
	...{ p_value: q / 2, q_value: q }
});
const popularity = { ...model, id: 'm0', family: 'popularity' as const };

async function show(overrides: Partial<Engine> = {}, slices?: readonly Slice[]) {
	const engine = fakeEngine(overrides);
	const app = new App(async () => engine, async () => memoryHistory());
	const shown = { ...model, report: { ...evaluation, ...(slices && { slices: { tested: 7, slices } }) } };
	return render(WithApp, {
		props: {
			app,
			Shown: ModelInsights as unknown as Component<Record<string, unknown>>,
			given: { card: { ...project, models: [popularity, shown] }, model: shown }
		}
	});
}

describe('what matters', () => {
	it('is worked out on demand, can be stopped, and shows products, intervals and customers', async () => {
		let report: (progress: Progress) => void = () => undefined;
		const runs: { done: (answer: ImportanceSummary) => void; fail: (error: unknown) => void }[] = [];
		const stopInsight = vi.fn(async () => runs[0].fail(new LikelyError('cancelled')));
		const asked = vi.fn(async (product: string) => swarms(product));
		const screen = await show({
			importance: (heard) =>
				new Promise((done, fail) => {
					report = heard;
					runs.push({ done, fail });
				}),
			swarms: asked,
			stopInsight
		});
		const start = screen.getByRole('button', { name: 'Work it out' });
		await start.click();
		await vi.waitFor(() => expect(runs).toHaveLength(1));
		report({ stage: 'importance', done: 1, total: 2 });
		await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '0.5');
		// The buttons that are pressed go away: the keyboard stays where they were.
		expect(document.activeElement).not.toBe(document.body);
		await screen.getByRole('button', { name: 'Cancel' }).click();
		expect(stopInsight).toHaveBeenCalledWith('importance');
		await expect.element(start).toBeVisible();
		await expect.poll(() => document.activeElement?.contains(start.element()) && document.activeElement !== document.body).toBe(true);
		await start.click();
		await vi.waitFor(() => expect(runs).toHaveLength(2));
		runs[1].done(summary);
		await expect.element(screen.getByRole('gridcell', { name: 'Paper, Total orders: 8.0 points (95% interval 6.0 to 10.0)' })).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'What matters for Paper' })).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'Customer by customer: Paper' })).toBeVisible();
		await screen.getByLabelText('Product', { exact: true }).selectOptions('Ink');
		await expect.element(screen.getByRole('heading', { name: 'Customer by customer: Ink' })).toBeVisible();
		expect(asked.mock.calls.map(([product]) => product)).toEqual(['Paper', 'Ink']);
	});
});

describe('for whom it does worse', () => {
	it('names the segments that are surely worse, with counts, and marks the others as chance', async () => {
		const screen = await show({}, [slice('region', 'South', 0.03, 0.01), slice('region', 'North', 0.05, 0.6)]);
		await screen.getByRole('tab', { name: 'For whom it does worse' }).click();
		await expect.element(screen.getByText('1 segment of 7 where it surely does worse than elsewhere')).toBeVisible();
		await expect.element(screen.getByText('it promises too much, by 5.0 points.', { exact: false })).toBeVisible();
		const labels = [...screen.container.querySelectorAll('figure li strong')].map((name) => name.textContent);
		expect(labels).toEqual(['Region is South', 'Region is North']);
		expect([...screen.container.querySelectorAll('figure li .mark')].map((dot) => dot.classList.contains('faint'))).toEqual([false, true]);
		await expect.element(screen.getByText('44 customers: promised 30.0%, bought 25.0%').first()).toBeVisible();
	});

	it('says so where there is none, and where an older model was never looked at', async () => {
		const screen = await show({}, [slice('region', 'North', 0.05, 0.6)]);
		await screen.getByRole('tab', { name: 'For whom it does worse' }).click();
		await expect.element(screen.getByText('None found.')).toBeVisible();
		const older = await show();
		await older.getByRole('tab', { name: 'For whom it does worse' }).last().click();
		await expect.element(older.getByText(/Train again to see them/)).toBeVisible();
	});
});

describe('two models side by side', () => {
	it('says how far they agree, on everybody and on one customer', async () => {
		const compared = vi.fn(
			async (a: string, b: string, customer?: string): Promise<ModelComparison> => ({
				...{ a, b, pairs: 400, correlation: 0.8, meanDifference: 0.05, sameVerdict: 0.975 },
				products: [{ product: 'Ink', a: 0.4, b: 0.3 }],
				widest: [{ customer: 'C9', product: 'Ink', a: 0.9, b: 0.3 }],
				...(customer && {
					customer: {
						id: customer,
						products: [{ product: 'Ink', a: 0.42, b: 0.3, explanationA: explanationOf('Ink', 0.42), explanationB: explanationOf('Ink', 0.3) }]
					}
				})
			})
		);
		const screen = await show({ compareModels: compared });
		await screen.getByRole('tab', { name: 'Two models side by side' }).click();
		await screen.getByRole('combobox', { name: 'And on one customer' }).click();
		await screen.getByRole('option', { name: 'C3', exact: true }).click();
		await screen.getByRole('button', { name: 'Compare', exact: true }).click();
		await expect.element(screen.getByText('97.5%')).toBeVisible();
		expect(compared.mock.lastCall?.slice(0, 3)).toEqual(['m1', 'm0', 'C3']);
		await expect.element(screen.getByRole('heading', { name: 'Random forest: 42.0% for Ink' })).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'Popularity: 30.0% for Ink' })).toBeVisible();
		await expect.element(screen.getByRole('cell', { name: '+60.0' })).toBeVisible();
	});
});
