import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { Keyboard } from './keyboard.js';
import { Site } from './site.js';
import type { Observed } from './site.js';

describe('the history, with the keyboard alone', () => {
	let site: Site;
	let context: BrowserContext;
	let page: Page;
	let observed: Observed;
	const keys = new Keyboard(() => page);

	beforeAll(async () => {
		site = await Site.open();
		context = await site.visitor();
		({ page, observed } = await site.visit(context, 'data/'));
		await page.waitForLoadState('networkidle');
		await keys.to(/^Open with its models/, 2);
		await page.keyboard.press('Enter');
		await page.waitForURL(/customers/);
	});
	afterAll(() => site?.close());

	const total = (text: string) => page.getByText(text, { exact: true }).waitFor();
	const detail = (name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
	async function saved(button: RegExp): Promise<string> {
		await keys.to(button);
		const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
		return readFileSync(await download.path(), 'utf8');
	}

	it('keeps predictions from where they are looked at', async () => {
		for (const customer of ['C-1130', 'C-0002']) {
			await site.open(page, `what-if/?id=${customer}`);
			await detail('What the model makes of it');
			await keys.press(/^Keep this prediction$/);
			await page.getByText(`Kept: ${customer}`).waitFor();
		}
		await site.open(page, 'history/');
		await total('2 predictions');
		await detail(/^C-0002: /);
	});

	it('is searched, filtered and sorted, and its rows are walked', async () => {
		await keys.write(/^Search$/, 'c-1130');
		await total('1 prediction');
		await keys.write(/^Search$/, '');
		await page.keyboard.press('Backspace');
		await total('2 predictions');
		await keys.to(/^Show$/);
		await page.keyboard.type('Hyp');
		await page.getByText('Nothing matches').waitFor();
		await page.keyboard.press('Home');
		await total('2 predictions');
		await keys.to(/^Order$/);
		await page.keyboard.type('Likeliest');
		await keys.to(/^C-\d+ .+%/);
		expect(await keys.focused()).toMatch(/^C-1130 /);
		await page.keyboard.press('End');
		expect(await keys.focused()).toMatch(/^C-0002 /);
		await page.keyboard.press('Home');
		await page.keyboard.press('Enter');
		await detail(/^C-1130: /);
	});

	it('takes a note and tags', async () => {
		await keys.to(/^Note$/);
		await page.keyboard.type('Called on Monday');
		await keys.to(/^Tags$/);
		await page.keyboard.type('autumn, mail');
		await page.keyboard.press('Tab');
		await page.getByText(/^Tags kept: C-1130, /).waitFor();
		await keys.back(/^Search$/);
		await page.keyboard.type('autumn monday');
		await total('1 prediction');
		await page.keyboard.press('Control+A');
		await page.keyboard.press('Backspace');
		await total('2 predictions');
	});

	it('asks the model of today, and compares two', async () => {
		await keys.press(/^Ask the model of today$/);
		await page.getByText(/with the same parameters, 0\.0 points against then\. The verdict stays\./).waitFor();
		await keys.to(/^Compare with$/);
		await page.keyboard.type('c-0002');
		await page.getByRole('option', { name: /^C-0002, / }).waitFor();
		await page.keyboard.press('Enter');
		await detail('Two predictions beside each other');
	});

	it('loses a prediction, and has it back', async () => {
		await keys.back(/^Remove$/);
		await page.keyboard.press('Enter');
		await total('1 prediction');
		// The next Tab goes on from here, not from the top of the page.
		await keys.to(/./);
		expect(await keys.focused()).toBe('Predictions');
		// The newest message stands last.
		await keys.back(/^Undo: Removed: C-1130, /);
		await page.keyboard.press('Enter');
		await total('2 predictions');
	});

	it('leaves as CSV and JSON, and comes back from either', async () => {
		const files = { csv: await saved(/^Export CSV$/), json: await saved(/^Export JSON$/) };
		for (const [kind, text] of Object.entries(files)) {
			// Long before it is pressed: what is heard of a dialog is told to the browser first.
			const asked = page.waitForEvent('filechooser');
			await keys.press(/^Remove all$/);
			await page.getByText('Nothing kept yet').waitFor();
			await keys.press(/^Import$/);
			await (await asked).setFiles({ name: `kept.${kind}`, mimeType: 'text/plain', buffer: Buffer.from(text) });
			await total('2 predictions');
		}
		const byCustomer = (text: string) => (JSON.parse(text) as { customer: string }[]).sort((a, b) => (a.customer < b.customer ? -1 : 1));
		expect(byCustomer(await saved(/^Export JSON$/))).toEqual(byCustomer(files.json));
		expect(files.json).toContain('Called on Monday');
	});

	it('says what all predictions show together', async () => {
		await keys.to(/^Predictions$/);
		await page.keyboard.press('ArrowRight');
		await detail('Whom you asked about');
		await keys.to(/^Predictions per day$/);
		await page.keyboard.press('Home');
		expect(await page.getByRole('slider', { name: 'Predictions per day' }).getAttribute('aria-valuetext')).toMatch(/: 2 predictions, 1 shown as ads$/);
		for (const name of ['Impacts by parameter', 'Directions by parameter', 'Verdicts by product']) await detail(name);
	});

	it('made no error on the way', () => {
		expect(observed.errors).toEqual([]);
	});
});
