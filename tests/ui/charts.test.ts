import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import type { Component } from 'svelte';
import type { AudienceAnswer, AudiencePoint } from '../../src/lib/core/project/cards.js';
import AudienceCurves from '../../src/lib/ui/audience/AudienceCurves.svelte';
import CustomersByOrders from '../../src/lib/ui/charts/CustomersByOrders.svelte';
import DotArray from '../../src/lib/ui/charts/DotArray.svelte';
import ImpactBars from '../../src/lib/ui/charts/ImpactBars.svelte';
import LossCurve from '../../src/lib/ui/charts/LossCurve.svelte';
import OrdersPerMonth from '../../src/lib/ui/charts/OrdersPerMonth.svelte';
import PredictionsOverTime from '../../src/lib/ui/charts/PredictionsOverTime.svelte';
import ProbabilityBars from '../../src/lib/ui/charts/ProbabilityBars.svelte';
import ProductsByCustomers from '../../src/lib/ui/charts/ProductsByCustomers.svelte';
import ReliabilityDiagram from '../../src/lib/ui/charts/ReliabilityDiagram.svelte';
import SkillDots from '../../src/lib/ui/charts/SkillDots.svelte';
import SkillInterval from '../../src/lib/ui/charts/SkillInterval.svelte';
import ThresholdCurve from '../../src/lib/ui/charts/ThresholdCurve.svelte';
import TrainingPrecision from '../../src/lib/ui/model/TrainingPrecision.svelte';
import { impactRows } from '../../src/lib/ui/words/impact-rows.js';
import { points } from '../../src/lib/ui/words/numbers.js';
import { parameterNames } from '../../src/lib/ui/words/parameters.js';
import { evaluation, explanationOf, features } from './fake-engine.js';
import { marksAt640 } from './marks.js';

const impacts = impactRows(explanationOf('Ink', 0.42).impacts, parameterNames(features, ['Ink']));
const products = [
	{ product: 'Ink', probability: 0.42, average: 0.3, ad: true },
	{ product: 'Paper', probability: 0.058, average: 0.06, ad: false }
];

const point = (threshold: number, pairs: number, precision: number, profit: number): AudiencePoint =>
	({ threshold, customers: pairs, pairs, profit, tested: pairs, precision, low: precision - 0.1, high: precision + 0.1, lift: precision / 0.25, recall: pairs / 100 });
const audience: AudienceAnswer = {
	pairs: 20,
	customers: 20,
	heldBack: { pairs: 0, customers: 0 },
	lowest: 0.5,
	reachable: { email: 0, phone: 0 },
	highest: { customer: 'C1', product: 'Ink', probability: 0.9, everybody: false },
	perProduct: [],
	rows: [],
	profit: { shown: 60, everyone: -40, best: { threshold: 0.2, profit: 100 } },
	curve: [point(0.1, 80, 0.25, 80), point(0.2, 40, 0.4, 100), point(0.5, 20, 0.6, 60), point(0.9, 0, NaN, 0)]
};

/** A chart that can be shown, with the text of its twin's rows. */
function chart<Props extends Record<string, unknown>>(name: string, component: Component<Props>, props: Props, rows: string[][]) {
	return { name, rows, show: () => render(component as Component, props) };
}

const charts = [
	chart(
		'ProbabilityBars',
		ProbabilityBars,
		{ title: 'T', rows: products },
		[
			['Ink', '42.0%', '30.0%', 'yes'],
			['Paper', '5.8%', '6.0%', 'no']
		]
	),
	chart(
		'ImpactBars',
		ImpactBars,
		{ title: 'T', rows: impacts, format: points, unit: 'percentage points' },
		[
			['Total orders', '7 orders', '5 orders', '+17.0', 'raises it'],
			['Return rate', '20.0%', '0.0%', '−5.0', 'lowers it'],
			['Ink: purchases in the last 6 months', '0 orders', '0 orders', '0.0', 'no effect']
		]
	),
	chart(
		'ReliabilityDiagram',
		ReliabilityDiagram,
		{ bins: evaluation.reliability },
		[
			['10.0%', '12.0%', '5.0%', '25.0%', 'yes', '40'],
			['42.0%', '40.0%', '26.0%', '55.0%', 'yes', '40']
		]
	),
	chart(
		'ThresholdCurve',
		ThresholdCurve,
		{ points: evaluation.thresholds, threshold: 0.5 },
		[
			['20%', '60', '40', '30.0%', '90.0%'],
			['50%', '10', '9', '60.0%', '30.0%']
		]
	),
	chart(
		'LossCurve',
		LossCurve,
		{ curve: [{ train: 0.6, validation: 0.62 }, { train: 0.5, validation: 0.55 }], step: 'Epoch' },
		[
			['1', '0.6000', '0.6200'],
			['2', '0.5000', '0.5500']
		]
	),
	chart(
		'SkillDots',
		SkillDots,
		{ products: evaluation.perProduct },
		[
			['Ink', '+5.0%', '50.0%', '0.610', '0.550', '0.6000', '20'],
			['Paper', '−2.0%', '30.0%', '0.520', '0.310', '0.5500', '12']
		]
	),
	chart('SkillInterval', SkillInterval, { rows: [{ name: 'Forest', skill: 0.02, low: 0.01, high: 0.03 }] }, [['Forest', '+2.0%', '+1.0%', '+3.0%']]),
	chart(
		'OrdersPerMonth',
		OrdersPerMonth,
		{ months: [{ day: 19_692, orders: 12 }, { day: 19_723, orders: 7 }] },
		[
			['Dec 2023', '12'],
			['Jan 2024', '7']
		]
	),
	chart(
		'CustomersByOrders',
		CustomersByOrders,
		{ classes: [{ from: 1, to: 1, customers: 6 }, { from: 2, to: 4, customers: 3 }, { from: 5, to: Infinity, customers: 1 }] },
		[
			['1', '6', '60.0%'],
			['2–4', '3', '30.0%'],
			['5+', '1', '10.0%']
		]
	),
	chart(
		'ProductsByCustomers',
		ProductsByCustomers,
		{ classes: [{ from: 1, to: 1, products: 1 }, { from: 2, to: 4, products: 3 }] },
		[
			['1', '1', '25.0%'],
			['2–4', '3', '75.0%']
		]
	),
	chart(
		'PredictionsOverTime',
		PredictionsOverTime,
		{ period: 'week', periods: [{ from: '2024-04-29', predictions: 4, shown: 1, meanConfidence: 0.75 }, { from: '2024-05-06', predictions: 2, shown: 2, meanConfidence: 0.8 }] },
		[
			['2024-04-29', '4', '1', '75.0%'],
			['2024-05-06', '2', '2', '80.0%']
		]
	),
	chart(
		'AudienceCurves',
		AudienceCurves,
		{ answer: audience, customers: 100, threshold: 0.5, pays: 0.15, onpick: () => undefined },
		[
			['10%', '80', '80', '25.0%', '15.0%', '35.0%', '1.00', '80.0%', '80.00'],
			['20%', '40', '40', '40.0%', '30.0%', '50.0%', '1.60', '40.0%', '100.00'],
			['50%', '20', '20', '60.0%', '50.0%', '70.0%', '2.40', '20.0%', '60.00'],
			['90%', '0', '0', '–', '–', '–', '–', '0.0%', '0.00']
		]
	),
	chart(
		'TrainingPrecision',
		TrainingPrecision,
		{ precision: { first: Float32Array.of(0.25, 0.5), latest: Float32Array.of(0.5, 0.75) }, products: ['Ink', 'Paper'] },
		[
			['Paper', '0.750', '+0.250'],
			['Ink', '0.500', '+0.250']
		]
	)
];

describe.each(charts)('$name', ({ show, rows }) => {
	it('has a name, and a table twin with the same numbers', async () => {
		const screen = await show();
		const figure = screen.getByRole('figure');
		await expect.element(figure).toHaveAccessibleName();
		await screen.getByRole('button', { name: 'Show as table' }).click();
		const cells = [...screen.container.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
		expect(cells).toEqual(rows);
		await screen.getByRole('button', { name: 'Show as chart' }).click();
		expect(screen.container.querySelector('svg, .bar')).not.toBeNull();
		expect(screen.container.querySelector('table')).toBeNull();
	});

	it('is exported as this picture', async () => {
		const screen = await show();
		expect(await marksAt640(screen.container)).toMatchSnapshot();
	});
});

describe('what a chart draws', () => {
	it('bars end where the numbers say', async () => {
		const screen = await render(ProbabilityBars, { title: 'T', rows: products, threshold: 0.4 });
		const bars = [...screen.container.querySelectorAll<SVGRectElement>('rect.mark')];
		const rail = screen.container.querySelector('rect.rail')?.getBoundingClientRect().width ?? 0;
		for (const [i, share] of [0.42, 0.058].entries())
			await expect.poll(() => bars[i].getBoundingClientRect().width / rail).toBeCloseTo(share / 0.5, 2);
		// From a half on, a full rail is a sure thing.
		await screen.rerender({ rows: [{ ...products[0], probability: 0.87 }, products[1]] });
		await expect.poll(() => bars[0].getBoundingClientRect().width / rail).toBeCloseTo(0.87, 2);
	});

	it('impacts go to the right when they raise and to the left when they lower, with sign and arrow', async () => {
		const screen = await render(ImpactBars, { title: 'T', rows: impacts, format: points, unit: 'percentage points' });
		const [up, down, none] = [...screen.container.querySelectorAll('li')].map((li) => {
			const svg = li.querySelector('svg')?.getBoundingClientRect();
			const bar = li.querySelector('rect')?.getBoundingClientRect();
			if (!svg || !bar) throw new Error('no bar');
			const middle = svg.left + svg.width / 2;
			return { left: bar.left - middle, right: bar.right - middle, text: li.querySelector('.value')?.textContent?.replace(/\s+/g, ' ').trim() };
		});
		expect(up.left).toBeCloseTo(0, 0);
		expect(up.right).toBeGreaterThan(10);
		expect(down.right).toBeCloseTo(0, 0);
		expect(down.left).toBeLessThan(-2);
		expect(up.right / -down.left).toBeCloseTo(17 / 5, 1);
		expect([up.text, down.text, none.text]).toEqual([
			'▲ +17.0 percentage points, raises it',
			'▼ −5.0 percentage points, lowers it',
			'– 0.0 percentage points, no effect'
		]);
	});

	it('is walked along with the arrow keys, and says each point', async () => {
		const screen = await render(ReliabilityDiagram, { bins: evaluation.reliability });
		const chart = screen.getByRole('slider');
		await userEvent.tab();
		await userEvent.tab();
		await userEvent.tab();
		await expect.element(chart).toHaveFocus();
		await userEvent.keyboard('{ArrowRight}');
		await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('Predicted 10.0%, bought 12.0%'));
		await userEvent.keyboard('{End}');
		await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('Predicted 42.0%'));
		await expect.element(screen.getByText(/Predicted 42.0%/)).toBeVisible();
	});

	it('periods and classes are walked along, and say what they count', async () => {
		const said = async (component: Component<never>, props: object, key: string) => {
			const screen = await render(component as Component, props as Record<string, unknown>);
			const plot = screen.getByRole('slider');
			plot.element().focus();
			await userEvent.keyboard(key);
			const text = plot.element().getAttribute('aria-valuetext');
			await screen.unmount();
			return text;
		};
		const classes = [{ from: 1, to: 1, customers: 6 }, { from: 2, to: 4, customers: 2 }];
		expect(await said(CustomersByOrders as Component<never>, { classes }, '{Home}')).toBe('6 customers with 1 order (75%)');
		expect(await said(CustomersByOrders as Component<never>, { classes }, '{End}')).toBe('2 customers with 2–4 orders (25%)');
		const periods = [{ from: '2024-05-06', predictions: 2, shown: 1, meanConfidence: 0.8 }];
		expect(await said(PredictionsOverTime as Component<never>, { period: 'day', periods }, '{Home}')).toBe('From 6 May 2024: 2 predictions, 1 shown as ads');
	});

	it('has room between the labels of its axis, on a phone, too', async () => {
		const periods = Array.from({ length: 26 }, (_, i) => ({ from: new Date(Date.UTC(2024, 9 + i, 1)).toISOString().slice(0, 10), predictions: 1, shown: 0, meanConfidence: 0.5 }));
		for (const period of ['week', 'month'] as const) {
			const screen = await render(PredictionsOverTime, { period, periods });
			screen.container.style.inlineSize = '380px';
			const labels = () => [...screen.container.querySelectorAll('.grid text[text-anchor=middle]')].filter(({ textContent }) => textContent).map((label) => label.getBoundingClientRect());
			await expect.poll(() => Math.max(...labels().map(({ right }) => right)) - screen.container.getBoundingClientRect().left).toBeLessThan(385);
			expect(labels().length).toBeGreaterThan(1);
			labels().reduce((before, label) => (expect(label.left).toBeGreaterThan(before.right), label));
			await screen.unmount();
		}
	});

	it('of a hundred dots as many are filled as the chance is in a hundred', async () => {
		const screen = await render(DotArray, { share: 0.284, what: 'such predictions come true' });
		const filled = screen.container.querySelector('.on')?.getAttribute('d') ?? '';
		expect(filled.match(/M/g)).toHaveLength(28);
		await expect.element(screen.getByRole('img')).toHaveAccessibleName('28%: about 28 in 100 such predictions come true');
	});

	it('lets a product be picked', async () => {
		const picked: string[] = [];
		const screen = await render(ProbabilityBars, { title: 'T', rows: products, selected: 'Ink', onselect: (p: string) => picked.push(p) });
		await expect.element(screen.getByRole('button', { name: /Ink/ })).toHaveAttribute('aria-pressed', 'true');
		await screen.getByRole('button', { name: /Paper/ }).click();
		expect(picked).toEqual(['Paper']);
	});
});
