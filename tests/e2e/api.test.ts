import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import type { Site } from './site.js';
import { firstVisit, untilControlled } from './steps.js';

describe('the API of the page', () => {
	let site: Site;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		({ site, context, page } = await firstVisit());
		await untilControlled(page);
		await site.open(page, 'api/');
	});
	afterAll(() => site?.close());

	it('tries out every operation, and each answers', async () => {
		for (const name of ['GET /predict', 'POST /predict', 'GET /customers', 'GET /products', 'GET /models', 'GET /embed']) {
			const panel = page.locator('section', { has: page.getByRole('heading', { name }) });
			await panel.getByRole('button', { name: `Send ${name}` }).click();
			expect([name, await panel.locator('.badge').textContent()]).toEqual([name, '200']);
		}
		await page.getByText('"hypothetical": true').waitFor();
	});

	it('says what is wrong', async () => {
		const panel = page.locator('section', { has: page.getByRole('heading', { name: 'GET /predict' }) });
		await panel.getByLabel('customer_id').fill('Nobody');
		await panel.getByRole('button', { name: 'Send GET /predict' }).click();
		await panel.getByText('There is no customer Nobody').waitFor();
	});

	it('describes itself, and answers in the address bar', async () => {
		const tab = await context.newPage();
		expect(await (await tab.goto(`${site.url}openapi.json`))?.json()).toMatchObject({ openapi: '3.1.0' });
		expect(await (await tab.goto(`${site.url}customers?limit=1`))?.json()).toMatchObject({ total: 793 });
		expect((await tab.goto(`${site.url}customers/`))?.headers()['content-type']).toContain('text/html');
		await tab.close();
	});

	it('shows a card in a frame without any script, to pages of this site only', async () => {
		await site.open(page, 'embed/');
		const frame = page.frameLocator('iframe');
		await frame.getByRole('heading', { name: 'AA-10480' }).waitFor();
		expect(await frame.locator('script').count()).toBe(0);
		const response = await page.request.get(`${site.url}embed/`);
		expect(response.headers()['content-security-policy']).toContain("frame-ancestors 'self'");
	});
});
