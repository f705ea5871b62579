import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { serveSite } from '../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../chromium.js';
import { untilControlled } from './steps.js';

interface Answer {
	readonly status: number;
	readonly type: string | null;
	readonly body: { readonly [name: string]: unknown };
}

describe.each([
	['a host that sends the headers', { isolated: true }],
	['a plain host', { isolated: false }]
])('after one visit, from %s', (_, options) => {
	let site: Awaited<ReturnType<typeof serveSite>>;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		site = await serveSite({ folder: resolve(import.meta.dirname, '../../build'), ...options });
		browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
		page = await (await browser.newContext()).newPage();
		await page.goto(site.url);
		await untilControlled(page);
	});
	afterAll(async () => {
		await browser?.close();
		await site?.close();
	});

	const ask = (query: string): Promise<Answer> =>
		page.evaluate(async (url) => {
			const response = await fetch(url);
			return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
		}, `${site.url}predict?${query}`);

	it('/predict answers a page of the site', async () => {
		const answer = await ask('customer_id=AA-10480');
		expect(answer).toMatchObject({ status: 200, type: 'application/json', body: { customer_id: 'AA-10480', as_of: '2017-12-31' } });
		expect(answer.body.products).toHaveLength(17);
		expect(await ask('customer_id=AA-10480&explain=1&product=Binders')).toMatchObject({
			body: { products: [{ product: 'Binders', impacts: expect.anything() }] }
		});
		expect(await ask('customer_id=Nobody')).toMatchObject({ status: 404, type: 'application/problem+json' });
		expect(await ask('customer=AA-10480')).toMatchObject({ status: 400 });
	});

	it('/predict answers in the address bar', async () => {
		const tab = await page.context().newPage();
		const response = await tab.goto(`${site.url}predict?customer_id=AA-10480`);
		expect(response?.fromServiceWorker()).toBe(true);
		expect(await response?.json()).toMatchObject({ customer_id: 'AA-10480' });
		await tab.close();
	});

	it('every page opens without a network, isolated, and an unknown one says so', async () => {
		await site.close();
		const tab = await page.context().newPage();
		for (const path of ['', 'data/', 'customers/', 'model/', 'what-if/', 'history/']) {
			const response = await tab.goto(site.url + path);
			expect([path, response?.status(), response?.fromServiceWorker()]).toEqual([path, 200, true]);
			await tab.getByRole('navigation').first().waitFor();
			expect(await tab.evaluate(() => crossOriginIsolated)).toBe(true);
		}
		expect((await tab.goto(`${site.url}data`))?.url()).toBe(`${site.url}data/`);
		expect((await tab.goto(`${site.url}nowhere/`))?.status()).toBe(404);
		expect(await ask('customer_id=AA-10480')).toMatchObject({ status: 200 });
	});
});
