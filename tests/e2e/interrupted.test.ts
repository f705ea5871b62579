import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Site } from './site.js';

describe('a tab that is closed while a network learns', () => {
	let site: Site;
	let context: BrowserContext;
	let first: Page;

	beforeAll(async () => {
		site = await Site.open();
		context = await site.visitor();
		const { page } = await site.visit(context, 'model/?demo=office-shop');
		first = page;
	});
	afterAll(() => site.close());

	it('is paused at a press, and stands still', async () => {
		await first.getByRole('radio', { name: /Neural network/ }).check();
		await first.getByRole('button', { name: /^Train/ }).click();
		// The curve is there from the second epoch on: a press before it would leave none to look at.
		await first.getByRole('slider', { name: 'Loss by Epoch' }).waitFor({ timeout: 60_000 });
		await first.getByRole('button', { name: 'Pause' }).click();
		await first.getByText(/^Paused: Neural network/).waitFor();
		expect(await first.getByRole('slider', { name: 'Loss by Epoch' }).isVisible()).toBe(true);
	});

	it('keeps a second tab from training over it', async () => {
		const second = await context.newPage();
		await site.open(second, 'model/');
		await second.getByText('This project is being trained in another tab.').waitFor();
		await second.close();
	});

	it('leaves an offer behind, and the training goes on to its report', async () => {
		await first.close();
		const { page, observed } = await site.visit(context);
		await page.getByRole('link', { name: 'Go on with the interrupted training' }).click();
		await page.getByText('A training was interrupted.').waitFor();
		await page.getByText(/Neural network: it was in epoch \d+/).waitFor();
		await page.getByRole('button', { name: 'Go on with it' }).click();
		await page.getByText(/^Trained\. The report is below/).waitFor({ timeout: 60_000 });
		await page.getByRole('tab', { name: 'Neural network' }).waitFor();
		expect(await page.getByText('A training was interrupted.').count()).toBe(0);
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Markdown' }).click()]);
		expect(download.suggestedFilename()).toBe('office-shop-neural-network-model-card.md');
		expect(observed.errors).toEqual([]);
	});
});
