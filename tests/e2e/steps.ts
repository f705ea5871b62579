import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Site } from './site.js';
import type { Observed } from './site.js';

/** The site, and a visitor with nothing stored before one of its pages. */
export interface Visit {
	readonly site: Site;
	readonly context: BrowserContext;
	readonly page: Page;
	readonly observed: Observed;
}

/** Opens the site, and a path of it for a first visitor. `options`: of the visitor. */
export async function firstVisit(path = '', options?: Parameters<Browser['newContext']>[0]): Promise<Visit> {
	const site = await Site.open();
	const context = await site.visitor(options);
	return { site, context, ...(await site.visit(context, path)) };
}

/** Waits until the service worker answers for the page. */
export async function untilControlled(page: Page): Promise<void> {
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Presses what opens the first demo on the Data page, and waits for its customers. `button`: as it reads in the visitor's language. */
export async function pressDemo(page: Page, button = 'Open with its models'): Promise<void> {
	await page.getByRole('button', { name: button }).first().click();
	await page.waitForURL(/customers/);
}

/** A page of this visitor before the customers of the first demo. */
export async function openDemo(site: Site, context: BrowserContext, button?: string): Promise<Page> {
	const { page } = await site.visit(context, 'data/');
	// A button that is pressed before its script has arrived does nothing.
	await page.waitForLoadState('networkidle');
	await pressDemo(page, button);
	return page;
}

/** A file of orders as a browser is given it. */
export function csvFile(text: string | Buffer, name = 'orders.csv') {
	return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

/** Chooses a file on the Data page. */
export async function chooseFile(page: Page, text: string | Buffer, name?: string): Promise<void> {
	await page.locator('input[type=file]').first().setInputFiles(csvFile(text, name));
}

/** Presses "Use this data", under a name of one's own where it is given, and waits for the Model page. */
export async function useData(page: Page, name?: string): Promise<void> {
	if (name !== undefined) await page.getByLabel('Name of this data').fill(name);
	await page.getByRole('button', { name: 'Use this data' }).click();
	await page.waitForURL(/model/);
}
