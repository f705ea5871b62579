import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { smallCsv } from '../fixtures/shop-csv.js';
import type { Observed, Site } from './site.js';
import { chooseFile, firstVisit, pressDemo, useData } from './steps.js';

describe('the whole journey on the built site', () => {
	let site: Site;
	let page: Page;
	let observed: Observed;

	beforeAll(async () => {
		({ site, page, observed } = await firstVisit());
	});
	afterAll(() => site?.close());

	const menu = async (name: string) => {
		await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
		await page.locator('nav a[aria-current=page]', { hasText: name }).waitFor();
	};
	const heading = (name: string | RegExp) => page.getByRole('heading', { name }).first();

	it('shows the Superstore answer for AA-10480 on the first visit, without a click and without a script', async () => {
		await heading(/AA-10480 will most likely buy next/).waitFor();
		await page.getByText('Is it any better than a best-seller list?').waitFor();
		// Nothing tells Superstore's customers apart: the page says so, and leads to a shop whose customers have habits.
		await page.getByText('the same for every customer').waitFor();
		expect(await page.getByRole('link', { name: 'See what tells there' }).getAttribute('href')).toMatch(/office-shop\/$/);
		const plain = await site.visitor({ javaScriptEnabled: false });
		const still = await plain.newPage();
		await still.goto(site.url);
		expect(await still.getByRole('heading', { name: /AA-10480 will most likely buy next/ }).count()).toBe(1);
		await plain.close();
	});

	it('shows a second shop in place of the first, by keyboard, and opens its customer', async () => {
		const other = page.getByRole('navigation', { name: 'Examples' }).getByRole('link', { name: /Office shop/ });
		await other.press('Enter');
		await heading(/C-0210 will most likely buy next/).waitFor();
		await page.getByText(/\d of 15 products reach 70%/).waitFor();
		await heading(/^Why \d\d\.\d% for/).waitFor();
		expect(await other.evaluate((link) => link === document.activeElement && link.getAttribute('aria-current'))).toBe('page');
		await page.getByRole('link', { name: 'Open C-0210' }).click();
		await heading(/C-0210/).waitFor();
		await page.getByTitle(/Office shop/).waitFor();
	});

	it('goes on with the shop that the start page shows', async () => {
		const visitor = await site.visitor();
		const tab = await visitor.newPage();
		await tab.goto(`${site.url}office-shop/`);
		// Before its scripts run, a link opens a page that knows nothing of this one.
		await tab.locator('.part[data-alive]').first().waitFor({ state: 'attached' });
		await tab.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Customers' }).click();
		await tab.getByTitle(/Office shop/).waitFor();
		await visitor.close();
	});

	it('opens the demo with its models and finds AA-10480', async () => {
		await menu('Data');
		await pressDemo(page);
		await page.getByRole('searchbox').fill('AA-10480');
		await page.getByRole('link', { name: /AA-10480/ }).first().click();
		await heading(/AA-10480/).waitFor();
		await page.getByText('Binders').first().waitFor();
	});

	it('keeps a prediction and finds it in the history after a reload', async () => {
		await page.getByRole('button', { name: /Keep this prediction/ }).click();
		await menu('History');
		await page.getByRole('button', { name: /AA-10480/ }).first().waitFor();
		await site.open(page);
		await page.getByRole('button', { name: /AA-10480/ }).first().waitFor();
	});

	it('takes an own file, shows what it made of it, and stores it', async () => {
		await menu('Data');
		await chooseFile(page, smallCsv());
		await heading(/Does this look right/).waitFor();
		expect(await page.getByLabel('Meaning of Customer ID').inputValue()).toBe('customer');
		await useData(page, 'My shop');
	});

	it('trains both models, with progress, and says whether they beat popularity', async () => {
		await page.getByRole('radio', { name: /Try all/ }).check();
		await page.getByRole('button', { name: /^Train/ }).click();
		await page.getByRole('progressbar').first().waitFor();
		await heading(/Is it better than a best-seller list/).waitFor({ timeout: 90_000 });
		for (const name of [/Random forest/, /Neural network/]) await page.getByRole('tab', { name }).waitFor();
	});

	it('still has data and models after a reload', async () => {
		await site.open(page);
		await heading(/Is it better than a best-seller list/).waitFor();
		await menu('Customers');
		await page.getByRole('searchbox').fill('C17');
		await page.getByRole('link', { name: /C17\b/ }).first().waitFor();
	});

	it('moves probabilities and impacts with a slider, by keyboard', async () => {
		await site.open(page, 'what-if/?id=C7');
		await heading('What the model makes of it').waitFor();
		const big = page.locator('.headline .big');
		const before = await big.textContent();
		await page.getByRole('tab', { name: 'Orders and returns' }).focus();
		await page.keyboard.press('ArrowRight');
		const slider = page.getByRole('slider').first();
		await slider.focus();
		for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
		// More orders may tell a model nothing; none at all tells every one.
		await page.keyboard.press('Home');
		await page.getByText(/Hypothetical/).first().waitFor();
		await expect.poll(() => big.textContent()).not.toBe(before);
		await heading('What fixed rules make of it').waitFor();
		expect(await page.getByText(/[▲▼–]/).count()).toBeGreaterThan(2);
	});

	it('shows reach and precision while the threshold moves', async () => {
		await menu('Audiences');
		const slider = page.getByRole('slider').first();
		await slider.focus();
		await page.keyboard.press('Home');
		await page.getByText('Customers reached').first().waitFor();
		await page.getByRole('button', { name: 'CSV, a line per ad' }).waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV, a line per ad' }).click()]);
		expect(download.suggestedFilename()).toMatch(/\.csv$/);
	});

	it('chooses as far as a budget goes and by what pays, and takes back a threshold that every page had', async () => {
		const figures = page.locator('.figures');
		await page.getByRole('radio', { name: /The best so many/ }).check();
		await page.getByRole('spinbutton', { name: 'How many ads' }).fill('25');
		await figures.getByText(/^25$/).waitFor();
		await page.getByRole('spinbutton', { name: 'An ad costs' }).fill('2');
		await page.getByRole('spinbutton', { name: 'A purchase earns' }).fill('10');
		await page.getByRole('radio', { name: /What pays/ }).check();
		await page.getByText(/An ad pays from a probability of 20\.0%/).waitFor();
		await figures.getByText(/Showing everything to everyone: .* To nobody: 0\./).waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV, a line per ad' }).click()]);
		const [header, ...lines] = readFileSync(await download.path(), 'utf8').trim().split(/\r?\n/);
		expect(header).toMatch(/^customer_id,product,probability,/);
		expect(Math.min(...lines.map((line) => Number(line.split(',')[2])))).toBeGreaterThanOrEqual(0.2);

		await page.getByRole('radio', { name: /Likely enough/ }).check();
		const everywhere = page.getByRole('button', { name: /^Use \d+% everywhere$/ });
		await everywhere.click();
		await expect.poll(() => everywhere.isDisabled()).toBe(true);
		await page.getByRole('button', { name: 'Undo' }).last().click();
		await expect.poll(() => everywhere.isEnabled()).toBe(true);
	});

	it('made no error, and asked nobody but its own site for anything', () => {
		expect(observed.errors).toEqual([]);
		const own = observed.requests.filter(({ url }) => url.startsWith(site.url) || /^(blob|data):/.test(url));
		expect(observed.requests.filter((request) => !own.includes(request))).toEqual([]);
		expect(observed.requests.filter(({ method, data }) => method !== 'GET' || data !== null)).toEqual([]);
	});
});

describe('files that are no good', () => {
	let site: Site;
	let page: Page;

	beforeAll(async () => {
		({ site, page } = await firstVisit('data/'));
		await chooseFile(page, smallCsv());
		await useData(page);
	});
	afterAll(() => site?.close());

	const dates = (text: string) => smallCsv(20).replaceAll(/\d{4}-\d\d-\d\d/g, text);
	const oneOf = (pattern: RegExp, to: string) => smallCsv(20).replaceAll(pattern, to);
	const bad: readonly (readonly [string, string | Buffer])[] = [
		['an empty file', ''],
		['a header alone', 'Customer ID,Product,Order Date\n'],
		['not a table', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82])],
		['no customer column', 'colour,weight\nred,1.5\nblue,2.5\ngreen,3.5\n'],
		['one customer', oneOf(/,C\d+,/g, ',C1,')],
		['one product', oneOf(/,P\d+,/g, ',P1,')],
		['dates that cannot be read', dates('someday')]
	];

	it.each(bad)('%s: says what to do, and what was stored is still there', async (_, content) => {
		await site.open(page, 'data/');
		await chooseFile(page, content, 'bad.csv');
		const notice = page.getByRole('alert').first();
		await notice.waitFor();
		expect(((await notice.textContent()) ?? '').trim().length).toBeGreaterThan(40);
		await site.open(page, 'data/');
		await page.getByText('orders').first().waitFor();
		await page.getByRole('button', { name: /^Open / }).first().click();
		await page.waitForURL(/customers|model/);
	});

	it('reads a file that is not UTF-8, and one with text where an amount belongs', async () => {
		await site.open(page, 'data/');
		const text = smallCsv(20).replaceAll('North', 'Nördlich').replace(/,\d+\.\d\d,/, ',oops,');
		await chooseFile(page, Buffer.from(text, 'latin1'), 'latin1.csv');
		await page.getByText('Nördlich').first().waitFor();
		await page.getByText(/set aside/i).first().waitFor();
	});
});
