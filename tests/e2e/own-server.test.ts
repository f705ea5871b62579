import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderServer } from '../fixtures/order-server.js';
import { openAt, Site } from './site.js';
import { untilControlled } from './steps.js';

const order = (id: string, customer = 'C-0001') => ({ customer, order: id, date: '2025-12-30', lines: [{ product: 'Coffee', amount: 9 }] });

describe('orders from a server of one’s own', () => {
	let site: Site;
	let server: OrderServer;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		site = await Site.open();
		server = new OrderServer(site.url);
		await server.listen();
		context = await site.visitor();
		page = await context.newPage();
		await open(page, 'live/?demo=office-shop');
		await untilControlled(page);
	});
	afterAll(async () => {
		await context?.close();
		server?.close();
		await site?.close();
	});

	/** The site as the shop's server hands it on. */
	const open = (tab: Page, path: string) => openAt(tab, server.url + path);
	const taken = async () => Number((await page.locator('.stat', { hasText: 'Orders taken in' }).locator('.value').innerText()).replace(/\D/g, ''));
	const takes = (orders: number) => expect.poll(taken, { timeout: 20_000 }).toBe(orders);

	it('come as events, and go on where they left off after the connection broke', async () => {
		await page.getByRole('button', { name: 'Events' }).click();
		await expect.poll(() => server.streams, { timeout: 20_000 }).toBe(1);
		server.event(1, order('S-1'));
		server.event(2, [order('S-2'), order('S-3', 'Somebody new')]);
		await takes(3);
		server.cut();
		await expect.poll(() => server.streams, { timeout: 20_000 }).toBe(1);
		expect(server.resumed).toEqual([undefined, '2']);
		server.event(2, [order('S-2'), order('S-3', 'Somebody new')]);
		server.event(3, order('S-4'));
		await takes(4);
	});

	it('are watched by one tab; a second one says so', async () => {
		const second = await context.newPage();
		await open(second, 'live/');
		await second.getByRole('button', { name: 'Events' }).click();
		await second.getByText('Another tab watches the orders of this project.').first().waitFor();
		expect(server.streams).toBe(1);
		await second.close();
	});

	it('that make no sense are refused with a word, and the others go on', async () => {
		server.event(4, 'no JSON at all');
		server.event(5, { customer: 'C-0001' });
		await page.getByText(/An order of the message does not fit/).first().waitFor();
		server.event(6, order('S-5'));
		await takes(5);
		await page.getByRole('button', { name: 'Stop', exact: true }).click();
		await page.getByRole('button', { name: 'WebSocket' }).waitFor();
	});

	it('come through a socket, each answered when it is kept; what was not answered comes again and counts once', async () => {
		await page.getByRole('button', { name: 'WebSocket' }).click();
		await expect.poll(() => server.sockets, { timeout: 20_000 }).toBe(1);
		const many = Array.from({ length: 200 }, (_, i) => order(`W-${i}`, `C-${String(1 + (i % 90)).padStart(4, '0')}`));
		for (let i = 0; i < many.length; i += 50) server.message({ orders: many.slice(i, i + 50) });
		await expect.poll(() => server.answers.length, { timeout: 30_000 }).toBe(4);
		expect(server.answers.map(({ accepted }) => accepted)).toEqual([50, 50, 50, 50]);
		await takes(205);
		server.message(many.slice(0, 3));
		server.cut();
		await expect.poll(() => server.sockets, { timeout: 20_000 }).toBe(1);
		server.message(many.slice(0, 3));
		server.message('{"orders": [{}]}');
		server.message(order('W-last'));
		await expect.poll(() => server.answers.at(-1), { timeout: 20_000 }).toEqual({ accepted: 1 });
		expect(server.answers.at(-2)).toEqual({ accepted: 0, problem: 'live.bad_order' });
		await takes(206);
	});

	it('are there, once each, when the page was closed in the middle', async () => {
		server.message(order('W-closed'));
		await page.close();
		page = await context.newPage();
		await open(page, 'live/');
		server.cut();
		await page.getByRole('button', { name: 'WebSocket' }).click();
		await expect.poll(() => server.sockets, { timeout: 20_000 }).toBe(1);
		server.message(order('W-closed'));
		await takes(207);
	});
});
