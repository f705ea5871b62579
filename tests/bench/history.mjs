// Whether 10,000 kept predictions leave the page its 60 frames: the longest task of the main thread, step by step, in Chromium.
// usage: node tests/bench/history.mjs [--json] [--records 10000] [--site FOLDER]
// Needs the built site (npm run build). Predictions of the office shop are kept as a visitor keeps them, exported, multiplied with
// other customers, times and probabilities, and imported; then the list is scrolled, searched, sorted, and so on.
// longest: milliseconds of the longest task of 50 or more in that step; 0 where there was none.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serveSite } from '../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../chromium.js';

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, records: { type: 'string', default: '10000' }, site: { type: 'string' } } });
const root = resolve(import.meta.dirname, '../..');
const site = resolve(options.site ?? join(root, 'build'));
const folder = join(root, 'node_modules/.cache/likely', `bench-history-${process.pid}`);
if (!existsSync(join(site, 'index.html'))) throw new Error('There is no built site: npm run build');
mkdirSync(folder, { recursive: true });
const server = await serveSite({ folder: site });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
/** @type {{ step: string, milliseconds: number, longest: number }[]} */
const steps = [];
try {
	const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
	await page.addInitScript(`window.tasks = []; new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });`);
	const step = async (/** @type {string} */ name, /** @type {() => Promise<unknown>} */ go) => {
		await page.evaluate('tasks.length = 0');
		const began = performance.now();
		await go();
		const milliseconds = Math.round(performance.now() - began);
		// A task is told of after it is over.
		await page.waitForTimeout(400);
		const longest = Math.round(Number(await page.evaluate('Math.max(0, ...tasks)')));
		steps.push({ step: name, milliseconds, longest });
		if (!options.json) console.log(`${name.padEnd(24)} ${String(milliseconds).padStart(6)} ms, longest task ${longest || 'under 50'}`);
	};
	const saved = async (/** @type {string} */ button, /** @type {string} */ name) => {
		const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.getByRole('button', { name: button }).click()]);
		await download.saveAs(join(folder, name));
		return join(folder, name);
	};
	await page.goto(`${server.url}data/`);
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: 'Open with its models' }).nth(1).click();
	await page.waitForURL(/customers/, { waitUntil: 'commit' });
	for (const id of ['C-1130', 'C-1001', 'C-1200']) {
		await page.goto(`${server.url}what-if/?id=${id}`);
		await page.getByRole('button', { name: 'Keep this prediction' }).click({ timeout: 60_000 });
		await page.getByText(`Kept: ${id}`).waitFor();
	}
	await page.goto(`${server.url}history/`);
	const kept = JSON.parse(readFileSync(await saved('Export JSON', 'kept.json'), 'utf8'));
	const total = Number(options.records);
	const many = Array.from({ length: total }, (_, i) => {
		const record = kept[i % kept.length];
		const probability = ((i * 7919) % 10007) / 10007;
		const shown = probability >= record.threshold;
		const time = new Date(Date.UTC(2024, 2, 1) + i * 3_700_000).toISOString();
		return { ...record, id: `many-${i}`, time, customer: `C-${1000 + ((i * 31) % 1500)}`, probability, shown, confidence: shown ? probability : 1 - probability };
	});
	writeFileSync(join(folder, 'many.json'), JSON.stringify(many));
	const shown = (/** @type {number} */ n) => page.getByText(`${n.toLocaleString('en')} predictions`).first().waitFor({ timeout: 120_000 });
	const all = total + kept.length;
	await step('import', async () => {
		await page.locator('input[type=file]').first().setInputFiles(join(folder, 'many.json'));
		await shown(all);
	});
	await step('open again', async () => {
		await page.reload();
		await shown(all);
	});
	const line = await page.locator('.line').first().boundingBox();
	await page.mouse.move((line?.x ?? 0) + 80, (line?.y ?? 0) + 80);
	await step('scroll', async () => {
		for (let i = 0; i < 100; i++) {
			await page.mouse.wheel(0, 600);
			await page.waitForTimeout(16);
		}
	});
	await step('choose', () => page.locator('.line').nth(3).click());
	await step('search', () => page.getByRole('searchbox').pressSequentially('toner C-11', { delay: 40 }));
	await step('search nothing', () => page.getByRole('searchbox').fill(''));
	for (const label of ['Likeliest first', 'By customer', 'Newest first']) await step(`sort: ${label}`, () => page.getByLabel('Order').selectOption({ label }));
	await step('filter', () => page.getByLabel('Show').first().selectOption({ label: 'Shown as ad' }));
	await step('filter nothing', () => page.getByLabel('Show').first().selectOption({ label: 'Everything' }));
	await step('remove one', async () => {
		await page.getByRole('button', { name: 'Remove', exact: true }).click();
		await shown(all - 1);
	});
	await step('undo', async () => {
		await page.getByRole('button', { name: 'Undo' }).first().click();
		await shown(all);
	});
	await step('all together', async () => {
		await page.getByRole('tab', { name: 'All together' }).click();
		await page.getByRole('heading', { name: 'Verdicts by product' }).waitFor();
	});
	await step('what came of them', async () => {
		await page.getByRole('tab', { name: 'What came of them' }).click();
		await page.getByRole('heading', { name: 'One by one' }).waitFor();
	});
	await page.getByRole('tab', { name: 'Predictions', exact: true }).click();
	await step('export CSV', () => saved('Export CSV', 'many.csv'));
	await step('export JSON', () => saved('Export JSON', 'again.json'));
	await step('remove all', async () => {
		await page.getByRole('button', { name: 'Remove all' }).click();
		await page.getByText('Nothing kept yet').waitFor({ timeout: 120_000 });
	});
	await step('undo all', async () => {
		await page.getByRole('button', { name: 'Undo' }).first().click();
		await shown(all);
	});
	if (options.json) console.log(JSON.stringify({ node: process.version, chromium: browser.version(), records: all, load: loadavg()[0], steps }));
} finally {
	await browser.close();
	await server.close();
	rmSync(folder, { recursive: true, force: true });
}
