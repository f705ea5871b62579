import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { smallCsv } from '../fixtures/shop-csv.js';
import { Site } from './site.js';
import { chooseFile, firstVisit, pressDemo, untilControlled, useData } from './steps.js';

/** Presses the button and reads what came of each attempt. */
async function attempts(page: Page): Promise<Record<string, string>> {
	await page.getByRole('button', { name: 'Try to send' }).click();
	await page.getByText(/ways are shut/).waitFor({ timeout: 60_000 });
	const items = page.locator('li:has(.badge)');
	const pairs = await items.evaluateAll((list) =>
		list.map((item) => [item.querySelector('strong')?.textContent ?? '', item.querySelector('.badge')?.textContent ?? ''])
	);
	return Object.fromEntries(pairs);
}

const shut = {
	'Fetch from the page': 'Blocked',
	'Fetch from the background worker': 'Blocked',
	'Beacon (what trackers send when a page closes)': 'Blocked',
	'Picture with data in its address': 'Blocked',
	WebSocket: 'Blocked',
	'Script of another site': 'Blocked',
	'Frame of another site': 'Blocked',
	'Form sent to another site': 'Blocked',
	'Video call channel (WebRTC)': 'Removed'
};

describe('the privacy page', () => {
	let site: Site;
	let page: Page;
	beforeAll(async () => {
		({ site, page } = await firstVisit('data/'));
		await untilControlled(page);
		await pressDemo(page);
		await page.getByRole('navigation').getByRole('link', { name: 'Data', exact: true }).click();
		await page.waitForURL(/data/);
		await page.getByText('Bring a table of past orders').waitFor();
		await chooseFile(page, smallCsv(20));
		await useData(page);
		await page.getByRole('contentinfo').getByRole('link', { name: /Check that/ }).click();
		await page.getByRole('heading', { level: 1, name: 'Privacy' }).waitFor();
	});
	afterAll(() => site?.close());

	it('counts requests of page, worker and service worker, all to this site', async () => {
		for (const by of ['The page', 'Background worker', 'Offline worker']) await page.getByRole('cell', { name: by }).first().waitFor();
		await page.getByText('Not one.').waitFor();
		const hosts = await page.locator('tbody th').allTextContents();
		expect(hosts.slice(0, 3)).toEqual(['This site', 'This site', 'This site']);
	});

	it('shows that nothing can be sent, and names what no policy covers', async () => {
		expect(await attempts(page)).toEqual({
			...shut,
			'Look-up of another site’s name (DNS prefetch)': 'Not covered',
			'Leaving for another page': 'Not covered'
		});
	});

	it('binds a worker of a plain host before the service worker is in charge', async () => {
		const plain = await Site.open({ isolated: false });
		const visitor = await plain.visitor({ serviceWorkers: 'block' });
		const { page: first } = await plain.visit(visitor, 'privacy/');
		expect(await attempts(first)).toMatchObject(shut);
		await visitor.close();
		await plain.close();
	});

	it('lists what is stored, deletes everything, and nothing is left', async () => {
		await page.getByRole('cell', { name: 'Database likely, table chunks' }).waitFor();
		await page.getByRole('cell', { name: /Cache likely-/ }).waitFor();
		await page.getByRole('row', { name: /^Orders and models [\d.]+ MB \d+ pieces/ }).waitFor();
		await page.getByRole('row', { name: /^This site, for offline use [\d.]+ MB \d+ files/ }).waitFor();
		await page.getByRole('button', { name: 'Delete everything…' }).click();
		await page.getByRole('button', { name: /Yes, delete everything/ }).click();
		await page.waitForURL(/deleted=1/);
		await page.getByText('Everything is deleted').waitFor();
		const left = await page.evaluate(async () => ({
			databases: (await indexedDB.databases()).map(({ name }) => name),
			caches: await caches.keys(),
			workers: (await navigator.serviceWorker.getRegistrations()).length,
			local: Object.keys(localStorage)
		}));
		expect(left).toEqual({ databases: [], caches: [], workers: 0, local: [] });
	});

	it('starts afresh afterwards', async () => {
		await page.getByRole('link', { name: 'Start afresh' }).click();
		await page.getByRole('heading', { name: /AA-10480 will most likely buy next/ }).waitFor();
	});

	it('says what a window without a database or a service worker does not give, and goes on', async () => {
		const poor = await site.visitor({ serviceWorkers: 'block' });
		await poor.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
		const { page: tab } = await site.visit(poor, 'data/');
		await tab.getByText('This window keeps nothing').waitFor();
		await site.open(tab, 'privacy/');
		await tab.getByRole('listitem').filter({ hasText: 'No storage.' }).waitFor();
		expect(await tab.getByRole('listitem').filter({ hasText: 'No memory shared between cores.' }).count()).toBe(0);
		await poor.close();
	});
});
