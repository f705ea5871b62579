// How long /predict takes in Chromium, answered by the service worker from a stored shop of many customers: after a fresh
// start of the worker, and warm; plain, explained, and for somebody made up.
// usage: npm run bench:predict -- [--json] [--customers 100000] [--products 20] [--family forest] [--site build]
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { importScript } from '../bundle.mjs';
import { serveSite } from '../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../chromium.js';

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		customers: { type: 'string', default: '100000' },
		products: { type: 'string', default: '20' },
		family: { type: 'string', default: 'forest' },
		asks: { type: 'string', default: '200' },
		site: { type: 'string' }
	}
});
const root = resolve(import.meta.dirname, '../..');
const site = resolve(options.site ?? join(root, 'build'));
const folder = join(root, 'node_modules/.cache/likely', `bench-predict-${process.pid}`);
const say = (/** @type {string} */ text) => options.json || console.log(text);
const rounded = (/** @type {number} */ ms) => Number(ms.toFixed(1));
const quantile = (/** @type {number[]} */ values, /** @type {number} */ q) => {
	const sorted = values.toSorted((a, b) => a - b);
	return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]);
};

async function projectFile() {
	const { largeFile } = await importScript(join(import.meta.dirname, 'large/shop.ts'), folder, true);
	const bytes = await largeFile({ customers: Number(options.customers), products: Number(options.products), family: options.family, learn: 5000 });
	const file = join(folder, 'large.likely');
	writeFileSync(file, bytes);
	say(`${options.customers} customers x ${options.products} products, ${options.family}: ${(bytes.length / 1e6).toFixed(0)} MB`);
	return file;
}

/**
 * Milliseconds of one request after another, from the page's fetch to the whole answer; stops at the first that fails.
 * @param {import('playwright-core').Page} page
 * @param {readonly { path: string, body?: string }[]} asked
 * @returns {Promise<number[]>}
 */
function timesOf(page, asked) {
	return page.evaluate(async (list) => {
		const times = [];
		for (const { path, body } of list) {
			const start = performance.now();
			const response = await fetch(path, body === undefined ? {} : { method: 'POST', body });
			const text = await response.text();
			times.push(performance.now() - start);
			if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
		}
		return times;
	}, asked);
}

/** Whether what answers are made from is stored for every project, in the page. */
function hasAnswers() {
	return new Promise((resolve, reject) => {
		const opened = indexedDB.open('likely');
		opened.onerror = () => reject(opened.error);
		opened.onsuccess = () => {
			const asked = opened.result.transaction('summaries').objectStore('summaries').getAll();
			asked.onsuccess = () => {
				opened.result.close();
				resolve(asked.result.every(({ areas }) => Object.keys(areas).some((area) => area.startsWith('answers'))));
			};
		};
	});
}

if (!existsSync(join(site, 'index.html'))) throw new Error('There is no built site: npm run build');
mkdirSync(folder, { recursive: true });
const server = await serveSite({ folder: site });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
try {
	const file = await projectFile();
	const context = await browser.newContext();
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	await devtools.send('ServiceWorker.enable');
	await page.goto(`${server.url}data/`);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	/** Opens the file: milliseconds until its project is there. */
	const open = async () => {
		const start = performance.now();
		await page.locator('input[type=file]').first().setInputFiles(file);
		await page.waitForURL(/customers/, { timeout: 300_000, waitUntil: 'commit' });
		return { start, ms: rounded(performance.now() - start) };
	};
	const { ms: opening } = await open();
	// Away from the page before it keeps what answers are made from: the first one is worked out of the orders.
	await page.goto(`${server.url}about/`);
	const asks = Number(options.asks);
	const customer = (/** @type {number} */ i) => `C${(i * 7919) % Number(options.customers)}`;
	const get = (/** @type {string} */ more) => Array.from({ length: asks }, (_, i) => ({ path: `/predict?customer_id=${customer(i)}${more}` }));
	const orders = JSON.stringify({ orders: [{ date: '2013-06-01', lines: [{ product: 'P3' }] }, { date: '2013-09-01', lines: [{ product: 'P4' }] }] });
	const posts = Array.from({ length: Math.min(asks, 50) }, () => ({ path: '/predict', body: orders }));
	const cold = async (/** @type {readonly { path: string, body?: string }[]} */ asked) => {
		await devtools.send('ServiceWorker.stopAllWorkers');
		return rounded((await timesOf(page, asked))[0]);
	};
	const untilKept = async () => {
		while (!(await page.evaluate(hasAnswers))) await page.waitForTimeout(50);
	};
	/** Opens the file once more and stays: until it is open, until everybody is listed, and until answers are kept. */
	const again = async () => {
		await page.goto(`${server.url}data/`);
		const { start, ms } = await open();
		await page.locator('a[href*="/customer/?id="]').first().waitFor({ timeout: 300_000 });
		const listed = rounded(performance.now() - start);
		await untilKept();
		return { again_ms: ms, listed_ms: listed, kept_ms: rounded(performance.now() - start) };
	};
	const first = await cold(get('').slice(0, 1));
	await untilKept();
	const result = {
		customers: Number(options.customers),
		products: Number(options.products),
		family: options.family,
		opening_ms: opening,
		first_without_ms: first,
		cold_ms: [await cold(get('').slice(0, 1)), await cold(get('').slice(1, 2)), await cold(get('').slice(2, 3))],
		cold_explain_ms: await cold(get('&explain=1').slice(3, 4)),
		...warm('get', await timesOf(page, get(''))),
		...warm('explain', await timesOf(page, get('&explain=1'))),
		cold_post_ms: await cold(posts.slice(0, 1)),
		...warm('post', await timesOf(page, posts)),
		products_ms: rounded((await timesOf(page, [{ path: '/products' }]))[0]),
		...(await again()),
		load: rounded(loadavg()[0])
	};
	if (options.json) console.log(JSON.stringify({ node: process.version, chromium: browser.version(), result }));
	else say(JSON.stringify(result, null, '\t'));
} finally {
	await browser.close();
	await server.close();
	rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} name
 * @param {number[]} times
 */
function warm(name, times) {
	const settled = times.slice(5);
	return { [`${name}_p50_ms`]: quantile(settled, 0.5), [`${name}_p95_ms`]: quantile(settled, 0.95) };
}
