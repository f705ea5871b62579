import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { smallCsv } from '../fixtures/shop-csv.js';
import type { Site } from './site.js';
import { chooseFile, firstVisit, pressDemo, untilControlled, useData } from './steps.js';

describe('a passphrase for what is stored', () => {
	let site: Site;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		({ site, context, page } = await firstVisit('data/'));
		await untilControlled(page);
		await pressDemo(page);
		await site.open(page, 'data/');
		await chooseFile(page, smallCsv(20));
		await useData(page, 'Secret shop');
	});
	afterAll(() => site?.close());

	const predictStatus = (from: Page) => from.evaluate(async (url) => (await fetch(url)).status, `${site.url}predict?customer_id=C1`);
	/** What the database holds, its bytes read as letters. */
	const raw = () =>
		page.evaluate(async () => {
			const db = await new Promise<IDBDatabase>((resolve) => {
				const request = indexedDB.open('likely');
				request.onsuccess = () => resolve(request.result);
			});
			let text = '';
			for (const table of db.objectStoreNames) {
				const rows = await new Promise<unknown[]>((resolve) => {
					const request = db.transaction(table).objectStore(table).getAll();
					request.onsuccess = () => resolve(request.result);
				});
				text += JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
			}
			db.close();
			return text;
		});

	it('encrypts everything, and everything goes on', async () => {
		expect(await raw()).toMatch(/Secret shop/);
		await site.open(page, 'privacy/');
		await page.locator('input[type=password]').first().fill('correct horse battery');
		await page.getByLabel('Once more').fill('correct horse battery');
		await page.getByRole('button', { name: 'Encrypt what is stored' }).click();
		await page.getByText('Everything that is stored is encrypted now.').waitFor();
		const text = await raw();
		expect(text).not.toMatch(/Secret shop|AA-10480|Binders/);
		expect(text.length).toBeGreaterThan(100_000);
		expect(await predictStatus(page)).toBe(409);
	});

	it('asks for it after a reload, and /predict says 423 until then', async () => {
		await site.open(page, 'data/');
		await page.getByRole('heading', { name: 'Locked' }).waitFor();
		expect(await page.getByText('Secret shop').count()).toBe(0);
		await expect.poll(() => predictStatus(page)).toBe(423);
		await page.locator('input[type=password]').fill('wrong horse battery');
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('This is not the passphrase.').waitFor();
		await page.locator('input[type=password]').fill('correct horse battery');
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('Secret shop').first().waitFor();
		expect(await predictStatus(page)).toBe(409);
	});

	it('opens in a second tab while the first is unlocked, and locks both', async () => {
		const { page: second } = await site.visit(context, 'data/');
		await second.getByText('Secret shop').first().waitFor();
		await site.open(second, 'privacy/');
		await second.getByRole('button', { name: 'Lock now' }).click();
		await page.getByRole('heading', { name: 'Locked' }).waitFor();
		await expect.poll(() => predictStatus(page)).toBe(423);
		await second.close();
	});

	it('locks when nobody touched it for the set time', async () => {
		await page.locator('input[type=password]').fill('correct horse battery');
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('Secret shop').first().waitFor();
		await page.evaluate(() => localStorage.setItem('likely.active', String(Date.now() - 16 * 60_000)));
		await page.getByRole('heading', { name: 'Locked' }).waitFor();
	});

	it('is removed with it, and what was stored can be read again', async () => {
		await page.locator('input[type=password]').fill('correct horse battery');
		await page.getByRole('button', { name: 'Unlock' }).click();
		await page.getByText('Secret shop').first().waitFor();
		await page.getByRole('contentinfo').getByRole('link', { name: /Check that/ }).click();
		await page.getByLabel('Passphrase now').fill('correct horse battery');
		await page.getByRole('button', { name: 'Remove it' }).click();
		await page.getByText('The passphrase was removed').waitFor();
		expect(await raw()).toMatch(/Secret shop/);
		await site.open(page, 'data/');
		await page.getByText('Secret shop').first().waitFor();
	});
});
