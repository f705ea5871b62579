import { chromium } from 'playwright-core';
import { serveSite } from '../../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../../chromium.js';

/**
 * @typedef {{ file: string, site: string, rate: number, seconds: number, customers: number, products: number }} Run
 * `shown`, `answered`: milliseconds from another page's message to the screen, and to the answer that its orders are
 * kept and their customers predicted anew. `longTasks`: of the page's main thread, those over 50 ms.
 * @typedef {{ sent: number, taken: number, changed: number, answered: number[], shown: number[], longTasks: number[] }} Seen
 */

/**
 * Sends orders at a steady rate from another page of the site, whether or not the last were answered.
 * @param {Run} run
 */
export async function measurePage({ file, site, rate, seconds, customers, products }) {
	const server = await serveSite({ folder: site });
	const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
	try {
		const context = await browser.newContext();
		const page = await context.newPage();
		await page.goto(`${server.url}data/`);
		await page.locator('input[type=file]').first().setInputFiles(file);
		await page.waitForURL(/customers/, { timeout: 300_000, waitUntil: 'commit' });
		await page.goto(`${server.url}live/`);
		await page.getByRole('button', { name: 'Listen' }).click();
		const taken = page.locator('.stat', { hasText: 'Orders taken in' }).locator('.value');
		await taken.waitFor({ timeout: 120_000 });
		await page.evaluate(watchProbes);
		const sender = await context.newPage();
		await sender.goto(`${server.url}about/`);
		await page.bringToFront();
		const { answered, sent } = await sender.evaluate(sendOrders, { rate, seconds, customers, products });
		await page.waitForTimeout(1000);
		const { shown, longTasks } = await page.evaluate(() => /** @type {{ seen: Pick<Seen, 'shown' | 'longTasks'> }} */ (/** @type {unknown} */ (window)).seen);
		const quantiles = (/** @type {string} */ name, /** @type {number[]} */ values) => {
			const sorted = values.toSorted((a, b) => a - b);
			const of = (/** @type {number} */ q) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]);
			return { [`${name}P50`]: of(0.5), [`${name}P95`]: of(0.95), [`${name}P99`]: of(0.99), [`${name}Slowest`]: of(1), [`${name}Count`]: sorted.length };
		};
		return {
			rate,
			seconds,
			sent,
			taken: Number((await taken.innerText()).replace(/\D/g, '')),
			...quantiles('answered', answered),
			...quantiles('shown', shown),
			longTasks: longTasks.length,
			longest: Math.round(Math.max(0, ...longTasks))
		};
	} finally {
		await browser.close();
		await server.close();
	}
}

/** In the page: notes how old each probe is when the screen with it is painted, and tasks over 50 ms. */
function watchProbes() {
	/** @type {{ shown: number[], longTasks: number[] }} */
	const seen = { shown: [], longTasks: [] };
	Object.assign(window, { seen });
	const known = new Set();
	new MutationObserver(() => {
		const fresh = [...document.querySelectorAll('ol a')].map(({ textContent }) => textContent).filter((name) => name?.startsWith('Probe ') && !known.has(name));
		for (const name of fresh) known.add(name);
		if (fresh.length) requestAnimationFrame(() => setTimeout(() => fresh.forEach((name) => seen.shown.push(Date.now() - Number(name?.slice(6))))));
	}).observe(document.body, { childList: true, subtree: true, characterData: true });
	new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.longTasks.push(duration))).observe({ type: 'longtask' });
}

/**
 * In another page: so many orders a second, in messages of a twentieth of a second each; the last order of each is a
 * probe, a new customer whose name is the moment.
 * @param {Pick<Run, 'rate' | 'seconds' | 'customers' | 'products'>} run
 */
async function sendOrders({ rate, seconds, customers, products }) {
	const channel = new BroadcastChannel('likely-orders');
	/** @type {Map<number, number>} */
	const sentAt = new Map();
	/** @type {number[]} */
	const answered = [];
	channel.onmessage = ({ data }) => {
		const at = sentAt.get(data.id);
		if (at === undefined) return;
		if (data.problem) throw new Error(data.problem);
		answered.push(performance.now() - at);
	};
	const beat = 50;
	const many = Math.round((rate * beat) / 1000);
	let state = 1;
	const random = (/** @type {number} */ below) => (state = (state * 16807) % 2147483647) % below;
	const begun = performance.now();
	let sent = 0;
	for (let i = 0; i < (seconds * 1000) / beat; i++) {
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + i * beat - performance.now())));
		const lines = () => Array.from({ length: 1 + random(3) }, () => ({ product: `P${random(products)}`, amount: 5 + random(100) }));
		const orders = Array.from({ length: many }, (_, k) => ({
			customer: k < many - 1 ? `C${random(customers)}` : `Probe ${Date.now()}`,
			order: `L${i}-${k}`,
			date: new Date(Date.UTC(2013, 10, 2) + i * 1000).toISOString(),
			lines: lines(),
			attributes: { region: 'North' }
		}));
		sentAt.set(i, performance.now());
		sent += orders.length;
		channel.postMessage({ id: i, orders });
	}
	for (let waited = 0; answered.length < sentAt.size && waited < 10_000; waited += 100) await new Promise((resolve) => setTimeout(resolve, 100));
	channel.close();
	return { sent, answered };
}
