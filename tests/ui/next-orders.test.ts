import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { LikelyError } from '../../src/lib/core/errors.js';
import type { Progress } from '../../src/lib/core/progress.js';
import type { NextOrdersSummary } from '../../src/lib/core/project/next-orders.js';
import { App } from '../../src/lib/state/app.svelte.js';
import type { Engine } from '../../src/lib/state/engine.js';
import NextOrder from '../../src/lib/ui/next-order/NextOrder.svelte';
import NextOrders from '../../src/lib/ui/next-order/NextOrders.svelte';
import { fakeEngine, project } from './fake-engine.js';
import { memoryHistory } from './memory-history.js';
import WithApp from './WithApp.svelte';

const summary: NextOrdersSummary = { customers: 200, top: 20, fresh: 0.41, seconds: 12 };
const list = [
	{ product: 'Ink', orders: 3, last: 19_700 },
	{ product: 'Paper', orders: 0 }
];

function show(shown: typeof NextOrder | typeof NextOrders, given: Record<string, unknown>, overrides: Partial<Engine>) {
	const engine = fakeEngine(overrides);
	const app = new App(async () => engine, async () => memoryHistory());
	return render(WithApp, { props: { app, Shown: shown as unknown as Component<Record<string, unknown>>, given } });
}

describe('the next order of one customer', () => {
	it('is ranked on demand for everybody, can be stopped, and then shows what is known and what is new', async () => {
		let ranked = false;
		let report: (progress: Progress) => void = () => undefined;
		const runs: { done: (answer: NextOrdersSummary) => void; fail: (error: unknown) => void }[] = [];
		const cancel = vi.fn(async () => runs[0].fail(new LikelyError('cancelled')));
		const screen = await show(NextOrder, { customer: 'C1', project: 'p1' }, {
			nextOrdersSummary: async () => (ranked ? summary : undefined),
			nextOrder: async (customer) => (ranked && customer === 'C1' ? list : undefined),
			rankNextOrders: (_, heard) =>
				new Promise((done, fail) => {
					report = heard;
					runs.push({ done, fail });
				}),
			cancel
		});
		const start = screen.getByRole('button', { name: 'Rank products for everybody' });
		await start.click();
		await vi.waitFor(() => expect(runs).toHaveLength(1));
		report({ stage: 'nextbasket/fitting', done: 1, total: 4 });
		await expect.element(screen.getByRole('progressbar', { name: 'Growing trees and training networks over customers and products' })).toHaveAttribute('value', '0.25');
		await screen.getByRole('button', { name: 'Cancel' }).click();
		expect(cancel).toHaveBeenCalledOnce();
		await start.click();
		await vi.waitFor(() => expect(runs).toHaveLength(2));
		ranked = true;
		runs[1].done(summary);
		const items = screen.getByRole('listitem');
		await expect.element(items.nth(0)).toHaveTextContent(/^Ink in 3 orders so far, last on/);
		await expect.element(items.nth(1)).toHaveTextContent('Paper new to this customer');
		await expect.element(start).not.toBeInTheDocument();
	});

	it('is there at once where it was ranked before, and says why it is no probability', async () => {
		const screen = await show(NextOrder, { customer: 'C1', project: 'p1' }, { nextOrdersSummary: async () => summary, nextOrder: async () => list });
		await expect.element(screen.getByRole('listitem').nth(0)).toHaveTextContent('Ink');
		await screen.getByText('Why this differs from the probabilities').click();
		await expect.element(screen.getByText(/says nothing about how likely/)).toBeVisible();
	});

	it('is learned from held-out baskets, too, where the file has some and that is asked for, and anew if need be', async () => {
		const rankNextOrders = vi.fn(async () => summary);
		const screen = await show(NextOrder, { customer: 'C1', project: 'p1' }, {
			rankingModes: async () => ['past-only', 'train-future'],
			nextOrdersSummary: async () => summary,
			nextOrder: async () => list,
			rankNextOrders
		});
		const anew = screen.getByRole('button', { name: 'Rank anew' });
		await anew.click();
		await vi.waitFor(() => expect(rankNextOrders).toHaveBeenLastCalledWith('past-only', expect.anything()));
		await screen.getByRole('checkbox', { name: /what training customers bought next/ }).click();
		await anew.click();
		await vi.waitFor(() => expect(rankNextOrders).toHaveBeenLastCalledWith('train-future', expect.anything()));
	});

	it('names what went wrong', async () => {
		const screen = await show(NextOrder, { customer: 'C1', project: 'p1' }, {
			nextOrdersSummary: async () => undefined,
			rankNextOrders: () => Promise.reject(new LikelyError('rank.too_few', { customers: 1 }))
		});
		await screen.getByRole('button', { name: 'Rank products for everybody' }).click();
		await expect.element(screen.getByText(/Only 1 customers have two orders or more/)).toBeVisible();
	});
});

describe('the next orders of everybody', () => {
	it('are summed up, and saved as a file', async () => {
		const nextOrdersFile = vi.fn(async () => ({ text: 'customer_id\r\n', rows: 4000 }));
		const screen = await show(NextOrders, { card: project }, { nextOrdersSummary: async () => summary, nextOrdersFile });
		await expect.element(screen.getByText(/200 customers, 20 products each/)).toBeVisible();
		await expect.element(screen.getByText(/41% of the products are new/)).toBeVisible();
		const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
		await screen.getByRole('button', { name: 'Download all lists as CSV' }).click();
		await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
		expect(nextOrdersFile).toHaveBeenCalledOnce();
		saved.mockRestore();
	});
});
