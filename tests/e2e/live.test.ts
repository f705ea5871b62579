import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { smallCsv } from '../fixtures/shop-csv.js';
import type { Observed, Site } from './site.js';
import { csvFile, firstVisit, useData } from './steps.js';

describe('orders that come in while the page is open', () => {
	let site: Site;
	let context: BrowserContext;
	let page: Page;
	let observed: Observed;

	beforeAll(async () => {
		({ site, context, page, observed } = await firstVisit('live/'));
	});
	afterAll(() => site?.close());

	const taken = async () => Number((await page.locator('.stat', { hasText: 'Orders taken in' }).locator('.value').innerText()).replace(/\D/g, ''));

	it('flow from the simulated shop with no set-up, and change verdicts', async () => {
		await page.getByRole('button', { name: 'Open the office shop' }).click();
		await page.getByLabel('Speed').selectOption('1,000 a second');
		await page.getByRole('button', { name: 'Start', exact: true }).click();
		await page.getByRole('listitem').filter({ hasText: /[▲▼]/ }).first().waitFor();
		await expect.poll(taken, { timeout: 20_000 }).toBeGreaterThan(300);
		await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
		await page.getByRole('heading', { name: /worth training anew|still fits/ }).or(page.getByText(/worth training anew|The model still fits/)).first().waitFor();
	});

	it('are still there, once each, when the tab was closed', async () => {
		await expect.poll(async () => (await page.locator('.stat', { hasText: 'In the last second' }).locator('.value').innerText()).trim(), { timeout: 20_000 }).toBe('0');
		const before = await taken();
		await page.close();
		({ page, observed } = await site.visit(context, 'live/'));
		await page.getByRole('button', { name: 'Listen' }).click();
		await expect.poll(taken, { timeout: 20_000 }).toBe(before);
	});

	it('can be posted by any page of this site', async () => {
		const before = await taken();
		const post = (order: string) =>
			page.evaluate(async (id) => {
				const body = JSON.stringify({ customer: 'C-0001', order: id, date: '2025-12-30', lines: [{ product: 'Coffee', amount: 9 }] });
				const response = await fetch('/orders', { method: 'POST', body });
				return response.status;
			}, order);
		await page.evaluate(() => navigator.serviceWorker.ready);
		expect(await post('P-1')).toBe(202);
		await expect.poll(taken, { timeout: 20_000 }).toBe(before + 1);
		expect(await post('P-1')).toBe(202);
		expect(await post('P-2')).toBe(202);
		await expect.poll(taken, { timeout: 20_000 }).toBe(before + 2);
	});

	it('become a part of the data', async () => {
		const orders = await taken();
		await page.getByRole('button', { name: /^Add .* to the data and train$/ }).click();
		await page.waitForURL(/model/);
		await page.getByText(`${orders.toLocaleString('en')} orders added`).first().waitFor();
		expect(observed.errors).toEqual([]);
	});

	it('of a newer export are told from those that are there', async () => {
		const csv = smallCsv();
		await site.open(page, 'data/');
		await page.getByLabel('Choose files').setInputFiles(csvFile(csv));
		await useData(page);
		await site.open(page, 'data/');
		await page.getByLabel('Choose a newer export').setInputFiles(csvFile(`${csv}n1,2013-12-03,C7,North,P3,5,No\n`));
		await page.getByText('1 new order').waitFor();
		await page.getByRole('button', { name: 'Take them in' }).click();
		await page.getByText('1 order added to').waitFor();
		expect(observed.errors).toEqual([]);
	});
});
