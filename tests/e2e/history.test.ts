import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Keyboard } from './keyboard.js';
import { openOfficeShop } from './office-shop.js';
import type { OfficeShop } from './office-shop.js';

describe('the history, with the keyboard alone', () => {
	let shop: OfficeShop;
	let page: Page;
	let keys: Keyboard;

	beforeAll(async () => {
		shop = await openOfficeShop();
		({ page, keys } = shop);
	});
	afterAll(() => shop?.site.close());

	const total = (text: string) => page.getByText(text, { exact: true }).waitFor();
	/** What C-1130 was asked about. */
	let product = '';
	const detail = (name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
	async function saved(button: RegExp): Promise<string> {
		await keys.to(button);
		const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
		return readFileSync(await download.path(), 'utf8');
	}

	it('keeps predictions from where they are looked at', async () => {
		for (const customer of ['C-1130', 'C-0002']) {
			await shop.site.open(page, `what-if/?id=${customer}`);
			await detail('What the model makes of it');
			await keys.press(/^Keep this prediction$/);
			await page.getByText(`Kept: ${customer}`).waitFor();
		}
		await shop.site.open(page, 'history/');
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
		product = (await page.getByRole('heading', { name: /^C-1130: / }).innerText()).slice('C-1130: '.length);
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

	it('waits for newer orders, and holds the predictions against them by itself', async () => {
		await keys.back(/^All together$/);
		await page.keyboard.press('ArrowRight');
		await page.getByText('0 predictions are over; 2 still wait for newer orders, 0 cannot be checked.').waitFor();
		const asked = page.waitForEvent('filechooser');
		await shop.site.open(page, 'data/');
		await keys.press(/^Choose a newer export$/);
		const [header, ...lines] = [
			'order_id,order_date,customer_id,region,segment,product,quantity,unit_price,amount,returned',
			`N-1,2025-01-09,C-1130,East,Consumer,${product},1,20.00,20.00,no`,
			'N-2,2025-03-31,C-0001,East,Consumer,Coffee,1,20.00,20.00,no'
		];
		await (await asked).setFiles({ name: 'newer.csv', mimeType: 'text/csv', buffer: Buffer.from([header, ...lines].join('\n')) });
		await keys.press(/^Take them in$/);
		await page.getByText(/^2 orders added to /).waitFor();
		await shop.site.open(page, 'history/');
		await keys.to(/^Predictions$/);
		await page.keyboard.press('End');
		await page.getByText('2 predictions are over; 0 still wait for newer orders, 0 cannot be checked.').waitFor();
		const rows = await page.getByRole('table', { name: 'Outcomes' }).getByRole('row').allInnerTexts();
		expect(rows.slice(1).map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
			['C-0002', expect.any(String), expect.any(String), '', 'not bought', '–'],
			['C-1130', product, expect.any(String), 'shown', 'bought', '9 Jan 2025']
		]);
		await page.getByText(/^1 of 1; \d+% to \d+% in the long run$/).waitFor();
	});

	it('asks another model that answers since', async () => {
		await shop.site.open(page, 'model/');
		await keys.press(/^Use Random forest$/);
		await page.getByText('Predictions now come from: Random forest.').waitFor();
		await shop.site.open(page, 'history/');
		await detail(/^C-0002: /);
		await page.getByText('Another model answers now. Ask it again to see the difference.').waitFor();
		await keys.press(/^Ask the model of today$/);
		await page.getByText(/^\d.*% from Random forest with the same parameters, [+−][\d.]+ points against then\. The verdict (stays|turns)\.$/).waitFor();
	});

	it('made no error on the way', () => {
		expect(shop.observed.errors).toEqual([]);
	});
});
