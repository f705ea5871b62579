import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { Site } from './site.js';

describe('an inner page that somebody opens first', () => {
	let site: Site;
	beforeAll(async () => {
		site = await Site.open();
	});
	afterAll(() => site?.close());

	const pages = [
		{ path: 'what-if/', stays: /what-if\/$/, then: 'C-1130' },
		{ path: 'audiences/', stays: /audiences\/$/, then: 'of 1,500' },
		{ path: 'customer/?id=AA-10480', stays: /customer\/\?id=C-0210$/, then: 'Ink cartridges' }
	];
	it.each(pages)('shows Superstore, and the other shop on the same page with one press: $path', async ({ path, stays, then }) => {
		const context: BrowserContext = await site.visitor();
		const { page, observed } = await site.visit(context, path);
		await page.getByText('Every customer gets the same answer').waitFor();
		await page.getByRole('button', { name: 'Show the office shop here' }).click();
		await page.getByText('Every customer gets the same answer').waitFor({ state: 'detached' });
		await page.waitForURL(stays);
		await page.getByRole('main').getByText(then).first().waitFor();
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
		expect(observed.errors).toEqual([]);
		await context.close();
	});

	it.each([360, 390, 1024, 1280])('says in full which shop is open, %i pixels wide', async (width) => {
		const context = await site.visitor({ viewport: { width, height: 800 } });
		const { page } = await site.visit(context, 'customers/');
		const name = page.getByRole('link', { name: 'Demo: Superstore' });
		await name.waitFor();
		expect(await name.evaluate(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => [scrollWidth - clientWidth, scrollHeight - clientHeight])).toEqual([0, 0]);
		await context.close();
	});
});
