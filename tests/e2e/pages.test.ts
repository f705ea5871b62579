import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { violations } from './axe.js';
import { openAt, Site } from './site.js';
import { openDemo } from './steps.js';

const paths = [
	'',
	'office-shop/',
	'data/',
	'model/',
	'customers/',
	'customer/?id=AA-10480',
	'audiences/',
	'what-if/?id=AA-10480',
	'history/',
	'about/',
	'privacy/',
	'api/',
	'embed/',
	'live/'
];

declare global {
	interface Window {
		shifted: number;
	}
}

/** What sticks out of the page sideways. */
function sideways(): string[] {
	const over = document.documentElement.scrollWidth - innerWidth;
	if (over <= 0) return [];
	const out = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
	return [`${over} px`, ...out.map(({ tagName, className, textContent }) => `${tagName} ${String(className)}: ${(textContent ?? '').trim().slice(0, 40)}`)];
}

describe('every page', () => {
	let site: Site;
	beforeAll(async () => {
		site = await Site.open();
	});
	afterAll(() => site?.close());

	it('of the start sends at most 120 kB of script, and 160 kB of everything, before the answer shows', async () => {
		const context = await site.visitor({ serviceWorkers: 'block' });
		const page = await context.newPage();
		const sent: Promise<{ type: string; size: number }>[] = [];
		page.on('requestfinished', (request) =>
			sent.push(Promise.all([request.response(), request.sizes()]).then(async ([response, sizes]) => {
				const type = request.resourceType();
				// As gzip, though the host may know a denser form.
				const size = type === 'script' && response ? gzipSync(await response.body()).length : sizes.responseBodySize;
				return { type, size };
			}))
		);
		await openAt(page, site.url);
		await page.waitForLoadState('networkidle');
		const all = await Promise.all(sent);
		const sum = (list: typeof all) => list.reduce((total, { size }) => total + size, 0);
		const scripts = all.filter(({ type }) => type === 'script');
		expect(scripts.length).toBeGreaterThan(3);
		expect(sum(scripts)).toBeLessThan(120_000);
		expect(sum(all)).toBeLessThan(160_000);
		await context.close();
	});

	it('of the start answers a press that came before its scripts, once they are there', async () => {
		const context = await site.visitor({ serviceWorkers: 'block' });
		const page = await context.newPage();
		let arrive = () => {};
		const arrived = new Promise<void>((done) => (arrive = done));
		await page.route(/\/_app\/.*\.js$/, (route) => arrived.then(() => route.continue()));
		await page.goto(site.url, { waitUntil: 'commit' });
		const third = page.locator('.stage').getByRole('listitem').nth(2).getByRole('button');
		const product = await third.locator('.name').textContent();
		await third.press('Enter');
		expect(await page.getByRole('heading', { name: `for ${product}` }).count()).toBe(0);
		arrive();
		await page.getByRole('heading', { name: `for ${product}` }).waitFor();
		await context.close();
	});

	describe.each([
		['on a phone, dark', 390, 'dark'],
		['on a desk, light', 1280, 'light']
	] as const)('%s', (_, width, colorScheme) => {
		let context: BrowserContext;
		beforeAll(async () => {
			context = await site.visitor({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
			await context.addInitScript(() => {
				window.shifted = 0;
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries() as (PerformanceEntry & { hadRecentInput: boolean; value: number })[])
						if (!entry.hadRecentInput) window.shifted += entry.value;
				}).observe({ type: 'layout-shift', buffered: true });
			});
			await (await openDemo(site, context)).close();
		});
		afterAll(() => context?.close());

		it.each(paths)('/%s: nothing that axe objects to, nothing cut off, nothing that jumps, no error', async (path) => {
			const { page, observed } = await site.visit(context, path);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			await page.waitForLoadState('networkidle');
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
			expect(await page.evaluate(() => window.shifted)).toBeLessThan(0.1);
			expect(observed.errors).toEqual([]);
			// A style sheet of the visitor's own may make letters twice as large.
			await page.addStyleTag({ content: 'html { font-size: 200% }' });
			for (const narrow of width < 400 ? [320, width] : [1024]) {
				await page.setViewportSize({ width: narrow, height: 844 });
				expect(await page.evaluate(sideways), `letters twice as large, ${narrow} px`).toEqual([]);
			}
			await page.close();
		});
	});
});
