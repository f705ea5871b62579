import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { smallCsv } from '../fixtures/shop-csv.js';
import { openAt } from './site.js';
import { WatchedSite } from './watched-site.js';
import { chooseFile, pressDemo, untilControlled, useData } from './steps.js';

/** Words of the data that the session brings along: none may stand in anything that leaves. */
const marks = /Zorbas|Quibble|C17|AA-10480|Binders/;
const csv = smallCsv(60).replaceAll('North', 'Zorbas').replaceAll(/\bP1\b/g, 'Quibble');

describe('a full session', () => {
	let site: WatchedSite;
	let page: Page;
	const inPage: { url: string; method: string; data: string | null }[] = [];
	beforeAll(async () => {
		site = await WatchedSite.open();
		site.context.on('request', (request) => inPage.push({ url: request.url(), method: request.method(), data: request.postData() }));
		page = await site.context.newPage();
		await openAt(page, site.url);
	});
	afterAll(() => site?.close());

	const menu = async (name: string) => {
		await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
		await page.locator('nav a[aria-current=page]', { hasText: name }).waitFor();
	};

	it('works through demo, own file, training, prediction, what-if, history and export', async () => {
		await menu('Data');
		await pressDemo(page);
		await page.getByRole('searchbox').fill('AA-10480');
		await page.getByRole('link', { name: /AA-10480/ }).first().click();
		await page.getByRole('button', { name: /Keep this prediction/ }).click();
		await menu('Data');
		await chooseFile(page, csv);
		await useData(page, 'Zorbas shop');
		await page.getByRole('button', { name: /^Train/ }).click();
		await page.getByRole('heading', { name: /Is it better than a best-seller list/ }).first().waitFor({ timeout: 90_000 });
		await menu('Customers');
		await page.getByRole('searchbox').fill('C17');
		await page.getByRole('link', { name: /C17\b/ }).first().click();
		await page.getByText('Quibble').first().waitFor();
		await menu('Audiences');
		await page.getByRole('slider').first().focus();
		await page.keyboard.press('Home');
		const [list] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV, a line per ad' }).click()]);
		expect(list.suggestedFilename()).toMatch(/\.csv$/);
		await menu('Data');
		const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Export/ }).first().click()]);
		expect(file.suggestedFilename()).toMatch(/\.likely$/);
		await openAt(page, `${site.url}what-if/?id=C7`);
		await page.locator('.headline .big').waitFor();
	});

	it('asks the API by fetch and in the address bar, with data in the address and in a body', async () => {
		await untilControlled(page);
		const statuses = await page.evaluate(async () => [
			(await fetch('/predict?customer_id=C17&explain=1')).status,
			(await fetch('/predict', { method: 'POST', body: '{"customer_id":"C17"}' })).status,
			(await fetch('/customers/?search=C17')).status,
			(await fetch('/nowhere?customer=C17')).status,
			(await fetch('/nowhere', { method: 'POST', body: 'C17' })).status
		]);
		expect(statuses).toEqual([200, 200, 200, 404, 405]);
		const tab = await site.context.newPage();
		expect(await (await tab.goto(`${site.url}predict?customer_id=C17`))?.json()).toMatchObject({ customer_id: 'C17' });
		await openAt(tab, `${site.url}customer/?id=C17`);
		await tab.getByRole('heading', { name: /C17/ }).first().waitFor();
		await tab.close();
	});

	it('reached no other host, from nowhere in the browser', () => {
		expect(site.foreign).toEqual([]);
		expect(inPage.filter(({ url }) => !url.startsWith(site.url) && !/^(blob|data):/.test(url))).toEqual([]);
	});

	it('sent its own host nothing but the names of files', () => {
		expect(site.own.length).toBeGreaterThan(20);
		expect(site.own.filter(({ method, body }) => !['GET', 'HEAD'].includes(method) || body !== '')).toEqual([]);
		expect(site.own.filter(({ url }) => url.includes('?'))).toEqual([]);
		expect(site.own.filter(({ url, headers }) => marks.test(url + headers))).toEqual([]);
		// A tab that shows mere JSON has no icon of its own, and the browser looks for one.
		const asked = ['/nowhere', '/favicon.ico'];
		expect(site.own.filter(({ status, url }) => status === 404 && !asked.includes(url)).map(({ url }) => url)).toEqual([]);
	});

	it('would have seen it, had anything left', async () => {
		const other = await site.context.browser()?.newContext({ bypassCSP: true, serviceWorkers: 'block' });
		const open = await other?.newPage();
		await open?.goto(site.url);
		await open?.evaluate(async () => {
			await fetch('https://likely.invalid/?C17', { mode: 'no-cors' }).catch(() => undefined);
			await fetch('/nowhere?C17', { method: 'POST', body: 'C17' });
		});
		expect(site.foreign).toEqual(['likely.invalid:443']);
		expect(site.own.filter(({ body }) => body === 'C17')).toHaveLength(1);
		await other?.close();
	});
});
