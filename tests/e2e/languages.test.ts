import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { catalogues, readCatalogue } from '../../src/words/catalogue.js';
import { violations } from './axe.js';
import { Site } from './site.js';
import { openDemo } from './steps.js';

const paths = ['', 'data/', 'model/', 'customers/', 'customer/?id=AA-10480', 'audiences/', 'what-if/?id=AA-10480', 'history/', 'about/', 'privacy/', 'live/'];
const sticksOut = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Words that English sentences hardly do without and German ones do not have. */
const english = /\b(the|with|which|their|your|are|this|from|that|have|customers?|orders?)\b/i;

/** What a person reads on a page, without what is data, code or a language's own name. */
const reading = (page: Page) =>
	page.evaluate(() => {
		const body = document.body.cloneNode(true) as HTMLElement;
		for (const part of body.querySelectorAll('script, style, code, pre, option, input, textarea, [lang]')) part.remove();
		const texts: string[] = [];
		const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? '');
		for (const part of body.querySelectorAll('[aria-label], [title], [placeholder]'))
			for (const name of ['aria-label', 'title', 'placeholder']) texts.push(part.getAttribute(name) ?? '');
		return texts.filter(Boolean);
	});

describe('languages', () => {
	let site: Site;
	beforeAll(async () => {
		site = await Site.open();
	});
	afterAll(() => site?.close());

	it('greet in German who reads German, on every page, without a word of English and nothing cut off at 320 pixels', async () => {
		const context = await site.visitor({ locale: 'de-AT', viewport: { width: 320, height: 640 } });
		const page = await openDemo(site, context, 'Mit fertigen Modellen öffnen');
		const sentences = [...readCatalogue(catalogues.de).values()].flatMap(({ forms, translation }) => (forms[0].length > 14 && !/[{<#]/.test(forms[0]) && forms[0] !== translation[0] ? [forms[0]] : []));
		expect(sentences.length).toBeGreaterThan(800);
		for (const path of paths) {
			await site.open(page, path);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			await page.waitForLoadState('networkidle');
			expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
			const texts = await reading(page);
			expect(texts.filter((text) => english.test(text) || sentences.some((sentence) => text.includes(sentence))), path).toEqual([]);
			expect(await sticksOut(page), path).toBeLessThanOrEqual(0);
		}
		await context.close();
	});

	it('change at a press, keep the choice, and write numbers and dates as the language does', async () => {
		const context = await site.visitor({ locale: 'en-US', viewport: { width: 390, height: 844 } });
		const page = await openDemo(site, context);
		await site.open(page, 'customer/?id=AA-10480');
		await page.getByText('1,157.98').waitFor();
		const german = page.getByRole('button', { name: 'Deutsch' });
		expect(await german.getAttribute('lang')).toBe('de');
		await german.focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Letzte Bestellungen' }).waitFor();
		await page.getByText('1.157,98').waitFor();
		await page.getByText('26. Aug. 2016').waitFor();
		expect(await page.title()).toBe('Kunde AA-10480 · Likely');
		await site.open(page);
		await page.getByText('1.157,98').waitFor();
		expect(await page.evaluate(() => document.documentElement.dataset.speaking)).toBeUndefined();
		await page.getByRole('button', { name: 'English' }).click();
		await page.getByText('1,157.98').waitFor();
		expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
		await context.close();
	});

	it('that run from right to left find room, and axes stay', async () => {
		const context = await site.visitor({ viewport: { width: 390, height: 844 }, bypassCSP: true });
		const page = await openDemo(site, context);
		for (const path of paths) {
			await page.setViewportSize({ width: 390, height: 844 });
			await site.open(page, path);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			await page.evaluate(() => (document.documentElement.dir = 'rtl'));
			await page.waitForLoadState('networkidle');
			expect(await sticksOut(page), path).toBeLessThanOrEqual(0);
			expect(await violations(page), path).toEqual([]);
			await page.setViewportSize({ width: 1600, height: 900 });
			expect(await sticksOut(page), path).toBeLessThanOrEqual(0);
			expect(await page.evaluate(() => [...document.querySelectorAll('main svg, main input[type=range]')].every((one) => getComputedStyle(one).direction === 'ltr')), path).toBe(true);
		}
		await context.close();
	});
});

describe('the page, as the visitor’s system wants it', () => {
	let site: Site;
	beforeAll(async () => {
		site = await Site.open();
	});
	afterAll(() => site?.close());

	it('at 200 % zoom on a small screen has everything, and scrolls one way only', async () => {
		const context = await site.visitor({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
		const page = await openDemo(site, context);
		for (const path of ['', 'model/', 'audiences/', 'what-if/?id=AA-10480']) {
			await site.open(page, path);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			await page.waitForLoadState('networkidle');
			expect(await sticksOut(page), path).toBeLessThanOrEqual(0);
			// What stays on the screen leaves at least half of it to the page.
			const fixed = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position)).reduce((sum, one) => sum + one.getBoundingClientRect().height * Number(one.getBoundingClientRect().width > innerWidth / 2), 0));
			expect(fixed, path).toBeLessThan(200);
		}
		// A style sheet of the visitor's own makes letters larger, of which the screen's size says nothing.
		await site.open(page, 'model/');
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
		expect(await sticksOut(page)).toBeLessThanOrEqual(0);
		await context.close();
	});

	it('in forced colours keeps marks, shows what is chosen and where the focus is', async () => {
		const context = await site.visitor({ forcedColors: 'active' });
		const page = await openDemo(site, context);
		await site.open(page, 'customer/?id=AA-10480');
		const mark = page.locator('main svg .mark').first();
		await mark.waitFor();
		expect(await mark.evaluate((one) => getComputedStyle(one).forcedColorAdjust)).toBe('none');
		const chosen = (name: string) => page.getByRole('button', { name, exact: true }).evaluate((one) => getComputedStyle(one).textDecorationLine);
		expect([await chosen('Bars'), await chosen('Waterfall')]).toEqual(['underline', 'none']);
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe('solid');
		await context.close();
	});
});
