import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { violations } from './axe.js';
import type { Keyboard } from './keyboard.js';
import { openOfficeShop } from './office-shop.js';
import type { OfficeShop } from './office-shop.js';

describe('why and what if, with the keyboard alone', () => {
	let shop: OfficeShop;
	let page: Page;
	let keys: Keyboard;

	beforeAll(async () => {
		shop = await openOfficeShop();
		({ page, keys } = shop);
	});
	afterAll(() => shop?.site.close());

	const big = () => page.locator('.headline .big').textContent();

	it('adds an order, sees everything follow, and takes it back', async () => {
		await shop.site.open(page, 'what-if/?id=C-1130');
		await page.getByRole('heading', { name: 'What the model makes of it' }).waitFor();
		const before = await big();
		await keys.press(/^Add an order of/);
		await page.getByRole('region', { name: 'What these changes move' }).waitFor();
		await expect.poll(big).not.toBe(before);
		for (const text of ['Total orders', 'Total spent', 'Average order value', 'Days since the last order'])
			expect(await page.getByRole('region', { name: 'What these changes move' }).textContent()).toContain(text);
		await keys.to(/^returned$/);
		await page.keyboard.press('Space');
		await page.getByText(/moved with 1 change/).waitFor();
		await keys.back(/^Undo$/);
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await expect.poll(big).toBe(before);
	});

	it('adds up, and compares with the customer of last quarter', async () => {
		await keys.to(/^Compared with/);
		await page.keyboard.type('This customer last');
		await page.getByRole('term').filter({ hasText: 'this customer 90 days ago' }).waitFor();
		const figures = await page.locator('.sum').first().locator('dd').allTextContents();
		const [from, change, now] = figures.map((figure) => parseFloat(figure.replace('−', '-')));
		expect(from + change).toBeCloseTo(now, 0);
		await page.keyboard.press('Home');
	});

	it('compares with another customer, and with one that is edited, saved, found again and removed', async () => {
		const compared = (name: string) => page.getByRole('term').filter({ hasText: name }).first().waitFor();
		await keys.back(/^Keep this prediction$/);
		await keys.to(/^Compared with$/);
		await page.keyboard.type('Another');
		await keys.to(/^Compared with customer$/);
		await page.keyboard.type('C-0002');
		await page.getByRole('option', { name: 'C-0002' }).waitFor();
		await page.keyboard.press('Enter');
		await compared('customer C-0002');
		await keys.press(/^Edit and save$/);
		await keys.to(/^Total orders$/, 2);
		await page.keyboard.press('End');
		await compared('customer C-0002, edited');
		await keys.to(/^Name$/);
		await page.keyboard.type('Our best');
		await page.keyboard.press('Enter');
		await page.getByText('Saved as “Our best”').waitFor();
		await keys.back(/^Compared with$/);
		await page.keyboard.press('Home');
		await compared('typical customer');
		await page.keyboard.type('Our best');
		await compared('customer C-0002, edited');
		await keys.press(/^Remove “Our best”$/);
		await page.getByText('“Our best” removed.').waitFor();
		await keys.back(/^Compared with$/);
		await page.keyboard.press('Home');
		await compared('typical customer');
	});

	it('walks through the ways to look', async () => {
		await keys.to(/^Why$/);
		await page.keyboard.press('ArrowRight');
		const plot = page.getByRole('slider', { name: /^Probability of/ });
		await plot.waitFor();
		await keys.to(/^Probability of/);
		await page.keyboard.press('End');
		expect(await plot.getAttribute('aria-valuetext')).toMatch(/training example/);
		await keys.back(/^One parameter$/);
		await page.keyboard.press('ArrowRight');
		await page.getByRole('grid').waitFor();
		await keys.to(/points$/);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowRight');
		expect(await keys.focused()).toMatch(/, .+: [+−\d.]+ points$/);
	});

	it('asks what it would take, and applies an answer', async () => {
		await keys.back(/^Every product$/);
		await page.keyboard.press('ArrowRight');
		await keys.to(/^To reach, %$/);
		const now = parseFloat((await big()) ?? '');
		await page.keyboard.press('Control+A');
		await page.keyboard.type(String(Math.max(1, Math.floor(now) - 3)));
		await page.keyboard.press('Enter');
		const apply = page.getByRole('button', { name: /^Apply/ }).first();
		await apply.waitFor({ timeout: 60_000 });
		await keys.press(/^Apply/);
		await expect.poll(async () => parseFloat((await big()) ?? '')).toBeLessThan(now);
		await page.getByText(/^Done:/).waitFor();
	});

	it('keeps what is frozen, and says when there is no way', async () => {
		await keys.back(/^To reach, %$/);
		await page.keyboard.press('Control+A');
		await page.keyboard.type('99');
		await keys.press(/^What may change/);
		await keys.press(/^One change$/);
		await keys.to(/^Total orders$/);
		await page.keyboard.press('Space');
		await page.getByText('orders and returns, at most 1 at once, 1 kept').waitFor();
		await keys.back(/^Search$/);
		await page.keyboard.press('Enter');
		await page.getByText('None found.').waitFor({ timeout: 60_000 });
	});

	it('works out on the Model page what matters, customer by customer, and exports it', async () => {
		await shop.site.open(page, 'model/');
		await page.getByRole('heading', { name: '4. What has it learned?' }).waitFor();
		await keys.press(/^Work it out$/);
		await page.getByRole('heading', { name: /^Customer by customer/ }).waitFor({ timeout: 100_000 });
		await keys.to(/customers by impact$/);
		await page.keyboard.press('End');
		expect(await page.getByRole('slider', { name: /customers by impact$/ }).first().getAttribute('aria-valuetext')).toMatch(/^C-\d+: .+, \+[\d.]+ points$/);
		await keys.back(/^Export Customer by customer/);
		await page.keyboard.press('Enter');
		await keys.to(/^SVG, a drawing of/);
		const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
		expect(download.suggestedFilename()).toMatch(/^customer-by-customer.*\.svg$/);
	});

	it('made no error on the way', () => {
		expect(shop.observed.errors).toEqual([]);
	});
});

describe('every view of an explanation', () => {
	let shop: OfficeShop;
	let page: Page;

	beforeAll(async () => {
		shop = await openOfficeShop({ bypassCSP: true });
		({ page } = shop);
	});
	afterAll(() => shop?.site.close());
	const phone = [390, 'dark'] as const;
	const desk = [1280, 'light'] as const;
	/** Looks at the page as it stands, on a phone in the dark and on a desk in the light. */
	const sound = async (...sizes: readonly (typeof phone | typeof desk)[]) => {
		for (const [width, colorScheme] of sizes) {
			await page.setViewportSize({ width, height: 844 });
			await page.emulateMedia({ colorScheme });
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		}
	};
	const pick = async (box: string, customer: string) => {
		await page.getByRole('combobox', { name: box }).fill(customer);
		await page.getByRole('option', { name: customer }).click();
	};
	const open = (name: string) => page.getByRole('tab', { name }).click();

	it('of What if has nothing that axe objects to, and nothing cut off', async () => {
		await shop.site.open(page, 'what-if/?id=C-1130');
		await page.getByRole('button', { name: /^Add an order/ }).click();
		await page.getByRole('region', { name: 'What these changes move' }).waitFor();
		await page.getByRole('button', { name: 'Waterfall' }).click();
		await open('One parameter');
		await page.getByRole('slider', { name: /^Probability of/ }).waitFor();
		await open('Single values');
		await page.getByRole('button', { name: 'Edit and save' }).click();
		await sound(phone, desk);
		await open('Every product');
		await page.getByRole('grid').waitFor();
		await page.getByRole('button', { name: /^Export Impacts/ }).click();
		await sound(phone, desk);
		await open('What would it take?');
		await page.getByText('What may change', { exact: true }).click();
		await page.getByRole('button', { name: 'Search' }).click();
		await page.getByRole('button', { name: /^Apply/ }).or(page.getByText('None found.')).first().waitFor();
		await sound(phone, desk);
		await open('Beside another');
		await pick('The other customer', 'C-0002');
		await page.getByRole('heading', { name: 'C-1130 and C-0002' }).waitFor();
		await page.getByText('All that differs between them').click();
		await sound(phone, desk);
	});

	it('of the Model page, too', async () => {
		await shop.site.open(page, 'model/');
		await page.getByRole('button', { name: 'Work it out' }).click();
		await page.getByRole('heading', { name: /^Customer by customer/ }).waitFor({ timeout: 100_000 });
		await sound(phone);
		await open('For whom it does worse');
		await page.getByRole('heading', { name: 'Segment by segment' }).waitFor();
		await sound(phone);
		await open('Two models side by side');
		await pick('And on one customer', 'C-1130');
		await page.getByRole('button', { name: 'Compare', exact: true }).click();
		await page.getByRole('heading', { name: 'C-1130 under both' }).waitFor();
		await sound(phone);
	});
});
