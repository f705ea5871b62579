import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { readProject } from '../../src/lib/core/project/file.js';
import { likely } from '../cli/run.js';
import { smallCsv } from '../fixtures/shop-csv.js';
import type { Site } from './site.js';
import { chooseFile, firstVisit, useData } from './steps.js';

/** What was learned, without when and how fast. */
function learned(bytes: Uint8Array) {
	const { models, question, seed } = readProject(bytes);
	return { question, seed, models: models.map(({ family, model, curve, report, facts, validationLogLoss }) => ({ family, model, curve, report, facts, validationLogLoss })) };
}

/** Every number, text and flag within a value, by its path. What trees consist of is to be the same to the bit: no double. */
function leaves(value: unknown, path = ''): [path: string, leaf: unknown][] {
	if (value instanceof Float64Array) return leaves([...value], path);
	if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return [[path, value]];
	return Object.entries(value).flatMap(([key, own]) => leaves(own, `${path}/${key}`));
}

describe('the page and the command line, with the same orders and seed', () => {
	const folder = mkdtempSync(join(tmpdir(), 'likely-same-'));
	// So many products that the page offers a ranking, too.
	const csv = smallCsv(120, 32);
	let site: Site;
	let context: BrowserContext;
	let page: Page;

	beforeAll(async () => {
		writeFileSync(join(folder, 'orders.csv'), csv);
		({ site, context, page } = await firstVisit('data/'));
		await chooseFile(page, csv);
		await useData(page);
		await page.getByRole('radio', { name: /Boosted trees/ }).check();
		await page.getByRole('button', { name: /^Train/ }).click();
		await page.getByRole('heading', { name: /Is it better than a best-seller list/ }).first().waitFor({ timeout: 90_000 });
	});
	afterAll(async () => {
		await context?.close();
		await site?.close();
		rmSync(folder, { recursive: true });
	});

	const saved = async (button: string | RegExp) => {
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).first().click()]);
		return readFileSync(await download.path());
	};

	// The last digit of a logarithm is each engine's own, and so is that of the calibration and of means.
	it('learn the same trees, to the bit, and the same calibration and report to eleven digits', { timeout: 120_000 }, async () => {
		await page.goto(`${site.url}data/`);
		const here = learned(await saved(/^Export /));
		const { status, stderr } = await likely(folder, 'train', 'orders.csv', '--model', 'boosted', '--out', 'shop.likely', '--quiet');
		expect([status, stderr]).toEqual([0, '']);
		const there = learned(readFileSync(join(folder, 'shop.likely')));
		expect(here.models.map(({ family }) => family)).toEqual(['popularity', 'boosted']);
		const [ours, theirs] = [leaves(here), leaves(there)];
		expect(ours.map(([path]) => path)).toEqual(theirs.map(([path]) => path));
		for (const [at, [path, leaf]] of ours.entries()) {
			const other = theirs[at][1];
			if (typeof leaf !== 'number' || typeof other !== 'number' || Number.isInteger(leaf)) expect(leaf, path).toEqual(other);
			else if (!Object.is(leaf, other)) expect(Math.abs(leaf - other), path).toBeLessThan(1e-11 * Math.max(1, Math.abs(other)));
		}
	});

	it('rank the same products for everybody, and the page shows a customer their list', { timeout: 120_000 }, async () => {
		await page.goto(`${site.url}customer/?id=C7`);
		await page.getByRole('button', { name: 'Rank products for everybody' }).click();
		const list = page.locator('section', { hasText: 'Most likely in the next order' }).getByRole('listitem');
		await list.first().waitFor({ timeout: 60_000 });
		const shown = await list.locator('.product').allTextContents();
		await page.getByRole('link', { name: 'All customers' }).click();
		const text = (await saved('Download all lists as CSV')).toString();
		const lists = new Map<string, string[]>();
		for (const line of text.trim().split('\r\n').slice(1)) {
			const [customer, , product] = line.split(',');
			lists.set(customer, [...(lists.get(customer) ?? []), product]);
		}
		expect(lists.size).toBe(120);
		expect(shown).toEqual(lists.get('C7')?.slice(0, 10));
		const { status } = await likely(folder, 'rank', 'orders.csv', '--question', 'next-order', '--past-only', '--top', '20', '--out', 'ranked.jsonl', '--quiet');
		expect(status).toBe(0);
		const lines = readFileSync(join(folder, 'ranked.jsonl'), 'utf8').trim().split('\n').map((line): { customer_id: string; products: string[] } => JSON.parse(line));
		expect(Object.fromEntries(lines.map(({ customer_id, products }) => [customer_id, products]))).toEqual(Object.fromEntries(lists));
	});
});
