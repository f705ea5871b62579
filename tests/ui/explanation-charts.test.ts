import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import type { Component } from 'svelte';
import type { DependenceAnswer } from '../../src/lib/core/project/cards.js';
import Explained from '../../src/lib/ui/customer/Explained.svelte';
import Beeswarm from '../../src/lib/ui/charts/Beeswarm.svelte';
import Dependence from '../../src/lib/ui/charts/Dependence.svelte';
import ImpactMatrix from '../../src/lib/ui/charts/ImpactMatrix.svelte';
import IntervalDots from '../../src/lib/ui/charts/IntervalDots.svelte';
import PairDots from '../../src/lib/ui/charts/PairDots.svelte';
import StackedBars from '../../src/lib/ui/charts/StackedBars.svelte';
import Waterfall from '../../src/lib/ui/charts/Waterfall.svelte';
import { pictureOf } from '../../src/lib/ui/charts/picture.js';
import { impactRows } from '../../src/lib/ui/words/impact-rows.js';
import { signed } from '../../src/lib/ui/words/numbers.js';
import { matrixCells, partOfOwn } from '../../src/lib/ui/words/matrix-cells.js';
import { parameterNames } from '../../src/lib/ui/words/parameters.js';
import { explanationOf, features } from './fake-engine.js';
import { marksAt640 } from './marks.js';

// Charts ask the page for their room.
document.body.style.setProperty('container', 'page / inline-size');

const rows = impactRows(explanationOf('Ink', 0.42).impacts, parameterNames(features, ['Ink']));
const waterfall = { title: 'Why Ink', baseline: 0.3, probability: 0.42, rows, names: { baseline: 'typical customer', customer: 'C1' } };
const matrix = {
	title: 'Impacts',
	reading: 'r',
	signed: true,
	parameters: [
		{ name: 'total_orders', label: 'Total orders' },
		{ name: 'return_rate', label: 'Return rate' }
	],
	rows: [
		{ product: 'Ink', probability: 0.42, cells: [{ impact: 0.17 }, { impact: -0.05 }] },
		{ product: 'Paper', probability: 0.2, cells: [{ impact: 0 }, { impact: 0.01 }] }
	]
};
const swarm = {
	title: 'Dots',
	customers: ['A', 'B', 'C', 'D'],
	rows: [
		{ parameter: 'total_orders', label: 'Total orders', importance: 0.05, impacts: [-0.1, 0.1, 0.1, 0], ranks: [0, 1, NaN, 0.5], value: (i: number) => [1, 9, NaN, 5][i] },
		{ parameter: 'return_rate', label: 'Return rate', importance: 0.01, impacts: [0.02, 0, 0, -0.02], ranks: [0, 0.3, 0.6, 1], value: (i: number) => i }
	],
	say: (row: { value: (i: number) => number | string }, i: number) => String(row.value(i))
};
const answer: DependenceAnswer = {
	product: 'Ink',
	parameter: 'total_orders',
	feature: features.customer[0],
	grid: Float64Array.of(0, 1, 2, 6),
	mean: Float64Array.of(0.1, 0.2, 0.3, 0.3),
	low: Float64Array.of(0.05, 0.1, 0.2, 0.2),
	high: Float64Array.of(0.2, 0.3, 0.4, 0.4),
	lines: Float32Array.of(0.1, 0.2, 0.3, 0.3, 0.1, 0.15, 0.2, 0.25),
	customers: ['A', 'B'],
	at: Float64Array.of(1, 2),
	own: { value: 6, probability: 0.35, line: Float32Array.of(0.12, 0.22, 0.33, 0.35) },
	with: [],
	histogram: { edges: Float64Array.of(-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5), counts: Uint32Array.of(40, 30, 10, 0, 0, 0, 0), missing: 0, outside: 0, rows: 80 },
	sample: 50
};
const pair = { title: 'A and B', what: 'Product', a: 'A', b: 'B', rows: [{ name: 'Ink', a: 0.42, b: 0.3 }, { name: 'Paper', a: 0.1, b: 0.2 }] };
const intervals = {
	title: 'Segments',
	reading: 'r',
	who: 'Segment',
	what: 'Excess',
	around: true,
	format: (v: number) => signed(v, 2),
	rows: [
		{ key: 'n', label: 'North', note: '40 customers', value: 0.1, low: 0.02, high: 0.2 },
		{ key: 's', label: 'South', value: -0.05, low: -0.1, high: 0.02, faint: true }
	]
};

const stack = {
	title: 'Verdicts',
	reading: 'r',
	who: 'Product',
	kinds: [
		{ label: 'shown', tone: 'accent' },
		{ label: 'not shown', tone: 'quiet' }
	],
	tick: 'by chance',
	format: (value: number) => (Number.isNaN(value) ? '–' : String(value)),
	say: (row: { label: string }) => row.label,
	columns: [{ label: 'Share', value: (row: { parts: number[] }) => `${(100 * row.parts[0]) / (row.parts[0] + row.parts[1])}%` }],
	rows: [
		{ key: 'i', label: 'Ink', parts: [3, 1], tick: 2 },
		{ key: 'p', label: 'Paper', parts: [0, 2] }
	]
};

const charts: { name: string; component: Component<never>; props: Record<string, unknown>; cells: string[][] }[] = [
	{
		name: 'Waterfall',
		component: Waterfall as Component<never>,
		props: waterfall,
		cells: [
			['typical customer', '30.0%', '–', '30.0%', '–'],
			['Total orders', '30.0%', '+17.0', '47.0%', 'raises it'],
			['Return rate', '47.0%', '−5.0', '42.0%', 'lowers it'],
			['Ink: purchases in the last 6 months', '42.0%', '0.0', '42.0%', 'no effect'],
			['C1', '42.0%', '–', '42.0%', '–']
		]
	},
	{
		name: 'ImpactMatrix',
		component: ImpactMatrix as Component<never>,
		props: matrix,
		cells: [
			['Ink', 'Total orders', '+17.0'],
			['Ink', 'Return rate', '−5.0'],
			['Paper', 'Total orders', '0.0'],
			['Paper', 'Return rate', '+1.0']
		]
	},
	{
		name: 'Beeswarm',
		component: Beeswarm as Component<never>,
		props: swarm,
		cells: [
			['Total orders', 'A', '1', '−10.0'],
			['Total orders', 'B', '9', '+10.0'],
			['Total orders', 'C', 'NaN', '+10.0'],
			['Total orders', 'D', '5', '0.0'],
			['Return rate', 'A', '0', '+2.0'],
			['Return rate', 'B', '1', '0.0'],
			['Return rate', 'C', '2', '0.0'],
			['Return rate', 'D', '3', '−2.0']
		]
	},
	{
		name: 'Dependence',
		component: Dependence as Component<never>,
		props: { answer, label: 'Total orders', who: 'C1' },
		cells: [
			['0 orders', '12.0%', '10.0%', '5.0%', '20.0%', '40'],
			['1 order', '22.0%', '20.0%', '10.0%', '30.0%', '30'],
			['2 orders', '33.0%', '30.0%', '20.0%', '40.0%', '10'],
			['6 orders', '35.0%', '30.0%', '20.0%', '40.0%', '0']
		]
	},
	{
		name: 'PairDots',
		component: PairDots as Component<never>,
		props: pair,
		cells: [
			['Ink', '42.0%', '30.0%', '+12.0'],
			['Paper', '10.0%', '20.0%', '−10.0']
		]
	},
	{
		name: 'IntervalDots',
		component: IntervalDots as Component<never>,
		props: intervals,
		cells: [
			['North', '+0.10', '+0.02', '+0.20'],
			['South', '−0.05', '−0.10', '+0.02']
		]
	},
	{
		name: 'StackedBars',
		component: StackedBars as Component<never>,
		props: stack,
		cells: [
			['Ink', '3', '1', '2', '75%'],
			['Paper', '0', '2', '–', '0%']
		]
	}
];

describe.each(charts)('$name', ({ component, props, cells }) => {
	it('has a name and a table twin with the same numbers', async () => {
		const screen = await render(component as Component, props);
		await expect.element(screen.getByRole('figure')).toHaveAccessibleName();
		await screen.getByRole('button', { name: 'Show as table' }).click();
		const found = [...screen.container.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
		expect(found).toEqual(cells);
	});

	it('is exported as this picture', async () => {
		const screen = await render(component as Component, props);
		expect(await marksAt640(screen.container)).toMatchSnapshot();
	});
});

const number = (element: Element, name: string) => parseFloat(element.getAttribute(name) ?? '');

describe('Waterfall', () => {
	it('begins every bar where the one before ended, and ends at the probability', async () => {
		const screen = await render(Waterfall, waterfall);
		const [up, down] = [...screen.container.querySelectorAll('rect.mark')];
		const [start, end] = [...screen.container.querySelectorAll('circle.mark')];
		const right = (bar: Element) => number(bar, 'x') + number(bar, 'width');
		expect(number(up, 'x')).toBeCloseTo(number(start, 'cx'), 2);
		expect(right(down)).toBeCloseTo(right(up), 2);
		expect(number(down, 'x')).toBeCloseTo(number(end, 'cx'), 2);
		expect(number(up, 'width') / number(down, 'width')).toBeCloseTo(17 / 5, 2);
		expect([up.getAttribute('class'), down.getAttribute('class')]).toEqual([expect.stringContaining('positive'), expect.stringContaining('negative')]);
	});
});

describe('impacts that move', () => {
	it('says how far off impacts can be that are estimated, and only then', async () => {
		const explanation = explanationOf('Ink', 0.42);
		const name = parameterNames(features, ['Ink']);
		const screen = await render(Explained, { explanation, name });
		expect(screen.getByText(/estimated from a sample/).elements()).toEqual([]);
		await screen.rerender({ explanation: { ...explanation, standardError: 0.00385 } });
		await expect.element(screen.getByText(/estimated from a sample: none should be off by more than about 0\.77 points\. Together they still add up exactly\./)).toBeVisible();
	});

	it('are said to be little where all of them together stay below one point', async () => {
		const explanation = explanationOf('Ink', 0.42);
		const name = parameterNames(features, ['Ink']);
		const screen = await render(Explained, { explanation, name });
		expect(screen.getByText(/little to tell apart/).elements()).toEqual([]);
		const sum = explanation.impacts.reduce((total, { impact }) => total + Math.abs(impact), 0);
		await screen.rerender({ explanation: { ...explanation, impacts: explanation.impacts.map((impact) => ({ ...impact, impact: (impact.impact * 0.0099) / sum })) }, name });
		await expect.element(screen.getByText(/little to tell apart/)).toBeVisible();
	});

	describe('and hardly any of them', () => {
		const given = explanationOf('Ink', 0.42);
		const name = parameterNames(features, ['Ink']);
		/** The same with other impacts, a neutral one being below half of the last shown digit. */
		const moved = (...impacts: number[]) => ({
			...given,
			impacts: given.impacts.map((one, i) => ({ ...one, impact: impacts[i], direction: Math.abs(impacts[i]) <= 5e-4 ? ('neutral' as const) : impacts[i] > 0 ? ('positive' as const) : ('negative' as const) }))
		});
		const lines = (container: Element) => [...container.querySelectorAll('li')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
		const more = { name: 'Show the 2 parameters that move it by less than 0.05 points' };

		it('puts those that move next to nothing into one row, from which the keyboard gets them; the table has them all', async () => {
			const screen = await render(Explained, { explanation: moved(0.17, -0.0004, 0.00012), name });
			expect(lines(screen.container)).toEqual([expect.stringMatching(/^Total orders.*\+17\.0/), expect.stringMatching(/^2 weaker ones together −0\.028/)]);
			screen.getByRole('button', more).element().focus();
			await userEvent.keyboard('{Enter}');
			await expect.element(screen.getByRole('button', { name: 'Hide the 2 parameters that move it by less than 0.05 points' })).toHaveFocus();
			expect(lines(screen.container)).toEqual([
				expect.stringMatching(/^Total orders.*\+17\.0/),
				expect.stringMatching(/^Return rate.*−0\.040 percentage points, next to no effect/),
				expect.stringMatching(/^Ink.*\+0\.012/)
			]);
			await userEvent.keyboard('{Enter}');
			expect(lines(screen.container)).toHaveLength(2);
			await screen.getByRole('button', { name: 'Show as table' }).click();
			expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(3);
			await screen.getByRole('button', { name: 'Waterfall' }).click();
			await screen.getByRole('button', { name: 'Show as table' }).click();
			expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(5);
			await screen.getByRole('button', { name: 'Show as chart' }).click();
			expect(lines(screen.container)[2]).toMatch(/^2 weaker ones together −0\.028/);
			await screen.getByRole('button', more).click();
			expect(lines(screen.container)).toHaveLength(5);
		});

		it('says so where none moves it, with their sum; one alone has its own row', async () => {
			const screen = await render(Explained, { explanation: moved(0.0004, 0.0003, 0), name });
			await expect.element(screen.getByText('No parameter moves it by 0.05 points or more.')).toBeVisible();
			expect(lines(screen.container)).toEqual([]);
			await screen.getByRole('button', { name: 'Waterfall' }).click();
			expect(lines(screen.container)[1]).toMatch(/^All 3 together ▲ \+0\.1/);
			await screen.getByRole('button', { name: 'Bars' }).click();
			await screen.rerender({ explanation: moved(0.17, -0.05, 0), name });
			expect(lines(screen.container)).toHaveLength(3);
			expect(screen.getByRole('button', { name: /move it by less/ }).elements()).toEqual([]);
		});

		it('shows one that comes to move it at once, and puts it away when all rest', async () => {
			const screen = await render(Explained, { explanation: moved(0.17, 0.0001, 0), name, steady: true });
			expect(lines(screen.container)[1]).toMatch(/^2 weaker ones/);
			await screen.rerender({ explanation: moved(0.17, -0.05, 0), name, steady: true });
			expect(lines(screen.container)[1]).toMatch(/^Return rate.*−5\.0/);
			await screen.rerender({ explanation: moved(0.17, 0.0001, 0), name, steady: true });
			expect(lines(screen.container)[1]).toMatch(/^Return rate.*\+0\.010/);
			await expect.poll(() => lines(screen.container)[1], { timeout: 10_000 }).toMatch(/^2 weaker ones/);
		});
	});

	it('keep their places until they rest, and then come with the strongest first', async () => {
		const explanation = explanationOf('Ink', 0.42);
		const [first, second, ...others] = explanation.impacts;
		const swapped = { ...explanation, impacts: [{ ...second, impact: 0.3 }, { ...first, impact: 0.01 }, ...others] };
		const name = parameterNames(features, ['Ink']);
		const screen = await render(Explained, { explanation, name, steady: true });
		const shown = () => [...screen.container.querySelectorAll('li')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
		const before = shown();
		expect(before.slice(0, 2)).toEqual([expect.stringMatching(/^Total orders.*\+17\.0/), expect.stringMatching(/^Return rate.*−5\.0/)]);
		await screen.rerender({ explanation: swapped, name, steady: true });
		expect(shown().slice(0, 2)).toEqual([expect.stringMatching(/^Total orders.*\+1\.0/), expect.stringMatching(/^Return rate.*\+30\.0/)]);
		await expect.poll(() => shown()[0], { timeout: 10_000 }).toMatch(/^Return rate/);
	});
});

describe('matrixCells', () => {
	const products = ['Ink', 'Paper'];
	const name = parameterNames(features, products);
	const impact = (parameter: string, impact: number) => ({ parameter, impact, value: 1, baseline: 0, direction: 'positive' as const });

	it('tells what is part of all other purchases from what moves nothing', () => {
		const columns = ['total_orders', 'ink_bought_before', 'other_purchases'];
		expect(matrixCells('Ink', columns, [impact('total_orders', 0), impact('ink_bought_before', 0.2)], name)).toEqual([{ impact: 0 }, { impact: 0.2 }, { instead: 'every purchase stands alone' }]);
		expect(matrixCells('Paper', columns, [impact('total_orders', 0.1), impact('other_purchases', 0.3)], name)).toEqual([
			{ impact: 0.1 },
			{ instead: 'part of “All other purchases”' },
			{ impact: 0.3 }
		]);
	});

	it('puts what was bought of the product itself to all that is known of it', () => {
		const columns = ['purchases_last_6m', 'ink_bought_before'];
		const cells = matrixCells('Ink', columns, [impact('ink_purchases_last_6m', 0.1), impact('other_purchases', 0)], name);
		expect(cells).toEqual([{ impact: 0.1 }, { instead: 'part of “Purchases in the last 6 months”' }]);
		const history = { ...features.customer[0], name: 'ink_bought_before', history: 'Ink' };
		const all = [history, ...features.product];
		expect(products.map((product) => partOfOwn(product, history, all, name))).toEqual(['part of “Purchases in the last 6 months”', undefined]);
		expect(partOfOwn('Ink', history, [history], name)).toBeUndefined();
	});
});

describe('ImpactMatrix', () => {
	it('is walked with the arrow keys, says each cell, and explains a product on Enter', async () => {
		const onselect = vi.fn();
		const screen = await render(ImpactMatrix, { ...matrix, onselect });
		const cell = (name: RegExp) => screen.getByRole('gridcell', { name });
		expect(screen.container.querySelectorAll('[role=gridcell][tabindex="0"]')).toHaveLength(1);
		cell(/Ink, Total orders: \+17.0 points/).element().focus();
		await userEvent.keyboard('{ArrowDown}{ArrowRight}');
		await expect.element(cell(/Paper, Return rate: \+1.0 points/)).toHaveFocus();
		await userEvent.keyboard('{ArrowRight}{ArrowDown}{Enter}');
		expect(onselect).toHaveBeenCalledExactlyOnceWith('Paper');
		await expect.element(cell(/Ink, Return rate/)).toHaveTextContent('▼ −5.0');
		await expect.element(cell(/Paper, Total orders/)).toHaveTextContent('– 0.0');
	});

	it('leaves out parameters that move no product until they are asked for, and says so where none does', async () => {
		const parameters = ['a', 'b', 'c'].map((name) => ({ name, label: name }));
		const rows = (...impacts: number[]) => ['Ink', 'Paper'].map((product, p) => ({ product, cells: impacts.map((impact) => ({ impact: impact * p })) }));
		const screen = await render(ImpactMatrix, { ...matrix, parameters, rows: rows(0.1, 0.0001, 0) });
		const cells = () => screen.container.querySelectorAll('[role=gridcell]').length;
		expect(cells()).toBe(2);
		const more = screen.getByRole('button', { name: 'Show the 2 parameters that move no product by 0.05 points' });
		await more.click();
		expect(cells()).toBe(6);
		screen.getByRole('gridcell', { name: /^Ink, a/ }).element().focus();
		await userEvent.keyboard('{End}');
		await expect.element(screen.getByRole('gridcell', { name: /^Ink, c/ })).toHaveFocus();
		await screen.getByRole('button', { name: /^Hide the 2/ }).click();
		expect(screen.container.querySelectorAll('[role=gridcell][tabindex="0"]')).toHaveLength(1);
		await screen.rerender({ rows: rows(0, 0.0001, 0) });
		await expect.element(screen.getByText('No parameter moves any product by 0.05 points or more.')).toBeVisible();
		expect(cells()).toBe(0);
		await screen.getByRole('button', { name: 'Show as table' }).click();
		expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(6);
	});

	it('leaves a cell empty where a product has no such parameter, and says why: also in the table and the file', async () => {
		const instead = 'part of “All other purchases”';
		const [ink, paper] = matrix.rows;
		const screen = await render(ImpactMatrix, { ...matrix, rows: [ink, { ...paper, cells: [{ instead }, paper.cells[1]] }] });
		const cell = screen.getByRole('gridcell', { name: `Paper, Total orders: ${instead}` });
		await expect.element(cell).toBeVisible();
		expect(cell.element().textContent?.trim()).toBe('');
		await screen.rerender({ rows: [ink, { ...paper, cells: [{ impact: 0.05 }, { instead }] }] });
		await expect.element(screen.getByRole('gridcell', { name: 'Paper, Total orders: +5.0 points' })).toHaveTextContent('▲ +5.0');
		expect(screen.getByRole('gridcell', { name: `Paper, Return rate` }).element().textContent?.trim()).toBe('');
		await screen.getByRole('button', { name: 'Show as table' }).click();
		const lines = [...screen.container.querySelectorAll('tbody tr')].map((line) => [...line.children].map((cell) => cell.textContent?.trim()));
		expect(lines.slice(2)).toEqual([
			['Paper', 'Total orders', '+5.0', ''],
			['Paper', 'Return rate', '', instead]
		]);
	});

	it('tints by strength', async () => {
		const screen = await render(ImpactMatrix, matrix);
		const strengths = [...screen.container.querySelectorAll('[role=gridcell]')].map((cell) => /\b(up|down|none)\b.*?(s\d)?(?: |$)/.exec(cell.className)?.slice(1, 2)[0]);
		expect(strengths).toEqual(['up', 'down', 'none', 'up']);
		expect([...screen.container.querySelectorAll('[role=gridcell]')].map((cell) => /\bs(\d)\b/.exec(cell.className)?.[1])).toEqual(['4', '1', undefined, '0']);
	});
});

describe('Beeswarm', () => {
	it('puts every customer where the impact says, beside each other where they meet', async () => {
		const screen = await render(Beeswarm, swarm);
		const svg = screen.getByRole('slider', { name: /Total orders/ }).element();
		const [a, b, c, d] = [...svg.querySelectorAll('circle.mark')];
		const middle = number(svg.querySelector('line') as Element, 'x1');
		expect(number(d, 'cx')).toBeCloseTo(middle, 3);
		expect(number(b, 'cx') - middle).toBeCloseTo(middle - number(a, 'cx'), 3);
		expect(number(b, 'cx')).toBe(number(c, 'cx'));
		expect(Math.abs(number(b, 'cy') - number(c, 'cy'))).toBeGreaterThan(4);
		expect([a, b, c, d].map((dot) => /q\d|missing/.exec(dot.getAttribute('class') ?? '')?.[0])).toEqual(['q0', 'q4', 'missing', 'q2']);
	});

	it('is walked from the lowest to the highest impact, naming customer, value and impact', async () => {
		const screen = await render(Beeswarm, swarm);
		const row = screen.getByRole('slider', { name: /Total orders/ });
		row.element().focus();
		await userEvent.keyboard('{Home}');
		await expect.element(row).toHaveAttribute('aria-valuetext', 'A: Total orders 1, −10.0 points');
		await userEvent.keyboard('{End}');
		await expect.element(row).toHaveAttribute('aria-valuetext', 'C: Total orders NaN, +10.0 points');
	});
});

describe('Dependence', () => {
	it('draws the mean, the customers and the training rows, and says where the model extrapolates', async () => {
		const screen = await render(Dependence, { answer, label: 'Total orders', who: 'C1' });
		expect(screen.container.querySelectorAll('path.single')).toHaveLength(2);
		const bars = [...screen.container.querySelectorAll('rect.bar')].map((bar) => number(bar, 'height'));
		expect(bars.map((height) => height / bars[0])).toEqual([1, 0.75, 0.25, 0, 0, 0, 0]);
		const [beyond] = screen.container.querySelectorAll('rect.beyond');
		const third = screen.container.querySelectorAll('rect.bar')[3];
		expect(number(beyond, 'x')).toBeCloseTo(number(third, 'x') - 0.5, 1);
		const plot = screen.getByRole('slider');
		plot.element().focus();
		await userEvent.keyboard('{End}');
		await expect.element(plot).toHaveAttribute('aria-valuetext', '6 orders: C1 35.0%, customers on average 30.0%; no training example is there: the model extrapolates.');
		await userEvent.keyboard('{Home}');
		await expect.element(plot).toHaveAttribute('aria-valuetext', expect.stringContaining('40 of 80 training examples are there'));
	});

	it('shows words by their place', async () => {
		const region = { ...features.customer[0], name: 'region', kind: 'category' as const, unit: '', values: ['North', 'South'] };
		const words: DependenceAnswer = {
			...answer,
			feature: region,
			parameter: 'region',
			grid: Float64Array.of(0, 1),
			words: ['North', 'South'],
			mean: Float64Array.of(0.1, 0.2),
			low: Float64Array.of(0.1, 0.2),
			high: Float64Array.of(0.1, 0.2),
			lines: new Float32Array(0),
			customers: [],
			own: { value: 1, probability: 0.2, line: Float32Array.of(0.15, 0.2) },
			histogram: { edges: Float64Array.of(0, 1), counts: Uint32Array.of(5, 10), missing: 0, outside: 0, rows: 15 }
		};
		const screen = await render(Dependence, { answer: words, label: 'Region', who: 'C1' });
		const [north, south] = [...screen.container.querySelectorAll('circle.average')].map((dot) => number(dot, 'cx'));
		expect(number(screen.container.querySelector('circle.here') as Element, 'cx')).toBe(south);
		expect(north).toBeLessThan(south);
		await expect.element(screen.getByText('South', { exact: true })).toBeInTheDocument();
		expect(screen.container.querySelectorAll('rect.beyond')).toHaveLength(0);
		await screen.rerender({ answer: { ...words, histogram: { ...words.histogram, counts: Uint32Array.of(0, 10) } }, label: 'Region', who: 'C1' });
		expect(screen.container.querySelectorAll('rect.beyond')).toHaveLength(1);
	});

	it('tints every part that nobody in training had, also between others', async () => {
		const counts = Uint32Array.of(40, 0, 0, 10, 0, 5, 0);
		const screen = await render(Dependence, { answer: { ...answer, histogram: { ...answer.histogram, counts } }, label: 'Total orders', who: 'C1' });
		const step = number(screen.container.querySelectorAll('rect.bar')[0], 'width') + 1;
		const widths = [...screen.container.querySelectorAll('rect.beyond')].map((part) => number(part, 'width') / step);
		expect(widths.map((width) => Math.round(width * 10) / 10)).toEqual([2, 1, 1]);
	});
});

describe('PairDots and IntervalDots', () => {
	it('stand where the numbers say', async () => {
		const screen = await render(PairDots, pair);
		const [ink] = screen.container.querySelectorAll('li');
		const at = (mark: string) => number(ink.querySelector(mark) as Element, 'cx');
		expect((at('.a') - 1.5) / 97).toBeCloseTo(0.42 / 0.5, 3);
		expect((at('.b') - 1.5) / 97).toBeCloseTo(0.3 / 0.5, 3);
		const dots = await render(IntervalDots, intervals);
		const [north, south] = [...dots.container.querySelectorAll('li')].map((li) => ({
			zero: number(li.querySelector('.zero') as Element, 'x1'),
			low: number(li.querySelector('.interval') as Element, 'x1'),
			dot: number(li.querySelector('.mark') as Element, 'cx'),
			high: number(li.querySelector('.interval') as Element, 'x2')
		}));
		expect(north.dot - north.zero).toBeCloseTo(2 * (south.zero - south.dot), 2);
		expect(north.zero).toBeLessThan(north.low);
		expect(south.zero).toBeLessThan(south.high);
	});
});

describe('the export of a chart', () => {
	async function exported(kind: RegExp): Promise<{ name: string; blob: Blob }> {
		const made: Blob[] = [];
		const create = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (made.push(blob as Blob), 'blob:none'));
		const names: string[] = [];
		const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
			names.push(this.download);
		});
		const screen = await render(Waterfall, { ...waterfall, names: { baseline: '=cmd|calc', customer: 'C1' } });
		await screen.getByRole('button', { name: 'Export Why Ink' }).click();
		await screen.getByRole('button', { name: kind }).click();
		await vi.waitFor(() => expect(made).toHaveLength(1), 10_000);
		create.mockRestore();
		click.mockRestore();
		return { name: names[0], blob: made[0] };
	}

	it('as CSV keeps a spreadsheet from running what is in it', async () => {
		const { name, blob } = await exported(/CSV/);
		expect(name).toBe('why-ink.csv');
		const text = await blob.text();
		expect(text.split('\r\n')[1]).toMatch(/^'=cmd\|calc,0\.3,|^"'=cmd\|calc",0\.3,/);
		expect(text).toContain('Total orders,0.3,');
	});

	it('as SVG stands by itself: marks where they are, texts, and colours that need no style sheet', async () => {
		const { name, blob } = await exported(/SVG/);
		expect(name).toBe('why-ink.svg');
		const svg = new DOMParser().parseFromString(await blob.text(), 'image/svg+xml');
		expect(svg.querySelector('parsererror')).toBeNull();
		const texts = [...svg.querySelectorAll('text')].map((text) => text.textContent);
		expect(texts).toEqual(expect.arrayContaining(['Why Ink', 'Total orders', 'C1', '42.0%']));
		expect(texts.join(' ')).not.toMatch(/Show as table|Export/);
		const bars = [...svg.querySelectorAll('svg svg rect')];
		expect(bars).toHaveLength(3);
		for (const bar of bars) expect(bar.getAttribute('fill')).toMatch(/^rgb\(\d+,\d+,\d+\)$/);
		expect(svg.documentElement.outerHTML).not.toMatch(/var\(|class=|color-mix/);
	});

	it('leaves no gap for what is only on the screen, shows a scrolled table from its beginning, and puts both back', async () => {
		const many = Array.from({ length: 14 }, (_, i) => ({ name: `p${i}`, label: `Parameter ${i}` }));
		const wide = { ...matrix, parameters: many, rows: matrix.rows.map((row) => ({ ...row, cells: many.map(() => ({ impact: 0.01 })) })) };
		const screen = await render(ImpactMatrix, wide);
		screen.container.style.inlineSize = '360px';
		const figure = screen.container.querySelector('figure');
		const scroller = screen.container.querySelector('.scroll');
		if (!figure || !scroller) throw new Error('no figure');
		scroller.scrollLeft = 200;
		const before = figure.getBoundingClientRect().height;
		const texts = [...new DOMParser().parseFromString(pictureOf(figure).svg, 'image/svg+xml').querySelectorAll('text')];
		const at = (name: string, text: string) => Number(texts.find((one) => one.textContent === text)?.getAttribute(name));
		expect(at('x', 'Parameter 0') || at('x', 'Parameter')).toBeGreaterThan(0);
		expect(at('y', 'r') - at('y', 'Impacts')).toBeLessThan(60);
		expect(scroller.scrollLeft).toBe(200);
		expect(figure.getBoundingClientRect().height).toBe(before);
	});

	it('ends a text that is cut short on the screen where it ends there', () => {
		const figure = document.createElement('figure');
		figure.innerHTML = '<h3>T</h3><div style="inline-size: 100px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">Cleaning supplies for offices</div><div style="inline-size: 100px">Pens</div>';
		document.body.append(figure);
		const texts = [...new DOMParser().parseFromString(pictureOf(figure).svg, 'image/svg+xml').querySelectorAll('text')].map(({ textContent }) => textContent);
		figure.remove();
		expect(texts).toEqual(['T', expect.stringMatching(/^Cleaning \w*…$/), 'Pens']);
	});

	it('as PNG is a picture of it, twice as fine', async () => {
		const { name, blob } = await exported(/PNG/);
		expect([name, blob.type]).toEqual(['why-ink.png', 'image/png']);
		const { width, height } = await createImageBitmap(blob);
		expect(width).toBeGreaterThan(600);
		expect(height).toBeGreaterThan(300);
	});
});
