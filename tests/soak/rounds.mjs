import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSite } from '../../src/cli/host.mjs';
import { actions, follow } from './actions.mjs';
import { startKillable } from './killable.mjs';
import { storedState } from './stored.mjs';

const passphrase = 'correct horse battery';
/** Projects that are kept: more would only take time to look at. */
const most = 2;
/** What is killed, a third of the rounds each. */
const phases = { import: ['import'], training: ['train'], saving: ['rename', 'orders', 'absorb', 'remove', 'passphrase'] };

/**
 * Kills the browser `times` times at moments drawn by `seed`, while it imports, trains and saves, and opens the same
 * profile again: what the page had said to be done has to be there, whole, and the page has to open every project. The
 * first thing that does not hold is thrown. `moments` counts the kills: before the page had stored anything of what it
 * did, after it had but before it said so, and after it said so, while it may still write.
 * @param {{ times: number, seed: number, folder: string, customers?: number, say?: (text: string) => void }} options
 * @returns {Promise<{ kills: number, during: Record<string, number>, moments: Record<string, Record<'before' | 'stored' | 'said', number>> }>}
 */
export async function killAtRandom({ times, seed, folder, customers = 120, say = () => {} }) {
	const server = await serveSite({ folder });
	const profile = mkdtempSync(join(tmpdir(), 'likely-kills-'));
	const random = draws(seed);
	/** @type {Record<string, number>} */
	const during = {};
	/** @type {Record<string, Record<'before' | 'stored' | 'said', number>>} */
	const moments = {};
	/** How long each lasts here, by those that got to their end. @type {Record<string, number>} */
	const lasts = {};
	const csv = shopCsv(random, customers);
	let browser = await startKillable(profile);
	try {
		/** @type {import('./stored.mjs').Stored} */
		let before = { projects: [], history: 0, journal: 0, locked: false, wrong: [] };
		for (let round = 0; round < times; round++) {
			const { page, kill } = browser;
			await open(page, `${server.url}data/`);
			if (before.projects.length > most) {
				await removeAll(page);
				await open(page, `${server.url}data/`);
				before = await storedState(page);
			}
			const { phase, name } = choose(random, before);
			const { run, milliseconds, mayEndOtherwise } = actions[name];
			// One in three is killed anywhere, one about its end, where it writes, and one ends first and may still write.
			const aim = Math.floor(3 * random());
			const patient = aim === 2;
			const share = random();
			const timeout = Math.floor(patient ? 180_000 : (aim === 1 ? 0.8 + 0.3 * share : share) * (lasts[name] ?? milliseconds));
			const begun = performance.now();
			const timer = setTimeout(() => void kill(), timeout);
			const isDone = await run({ page, round, csv, passphrase }).then(
				() => true,
				async (error) => {
					if (patient && !mayEndOtherwise) await giveUp(page, `round ${round}, ${name} got to no end`, error);
					return false;
				}
			);
			const lasted = Math.round(performance.now() - begun);
			clearTimeout(timer);
			if (isDone) lasts[name] = lasted;
			if (isDone && patient) await new Promise((resolve) => setTimeout(resolve, share * 300));
			await kill();
			during[name] = (during[name] ?? 0) + 1;
			browser = await startKillable(profile);
			const at = `round ${round}, ${name} killed after ${lasted} ms${isDone ? ', done' : ''}`;
			try {
				await open(browser.page, `${server.url}data/`);
				const after = await storedState(browser.page);
				check(after, before, name, isDone);
				const moment = isDone ? 'said' : isSame(before, after) ? 'before' : 'stored';
				(moments[phase] ??= { before: 0, stored: 0, said: 0 })[moment]++;
				await openAll(browser.page, after);
				before = await storedState(browser.page);
				say(`${at}, ${moment}: ${before.projects.length} projects, ${before.projects.reduce((sum, { models }) => sum + models, 0)} models`);
			} catch (error) {
				await giveUp(browser.page, at, error);
			}
		}
		return { kills: times, during, moments };
	} finally {
		await browser.kill();
		await server.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
}

/**
 * Throws, and leaves a picture of the page.
 * @param {import('playwright-core').Page} page
 * @param {string} at
 * @param {unknown} error
 */
async function giveUp(page, at, error) {
	await page.screenshot({ path: join(tmpdir(), `likely-kills-${process.pid}.png`) }).catch(() => {});
	throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

/**
 * @param {() => number} random
 * @param {import('./stored.mjs').Stored} before
 */
function choose(random, { projects }) {
	const drawn = Object.entries(phases)[Math.floor(3 * random())];
	const [phase, names] = projects.length ? drawn : ['import', phases.import];
	return { phase, name: names[Math.floor(random() * names.length)] };
}

/**
 * Whether nothing was stored in between.
 * @param {import('./stored.mjs').Stored} before
 * @param {import('./stored.mjs').Stored} after
 */
function isSame(before, after) {
	return JSON.stringify(before) === JSON.stringify(after);
}

/**
 * Removes what is stored, but the first, in peace, and opens that: where none is open, pages open a demo.
 * @param {import('playwright-core').Page} page
 */
async function removeAll(page) {
	const remove = page.getByRole('button', { name: /^Remove / });
	for (let left = (await storedState(page)).projects.length; left > 1; left = (await storedState(page)).projects.length) {
		await remove.last().click();
		await page.getByRole('button', { name: 'Dismiss' }).first().click();
		while ((await storedState(page)).projects.length === left) await new Promise((resolve) => setTimeout(resolve, 50));
	}
	await page.getByRole('button', { name: /^Open (?!with its models)/ }).click();
	await page.waitForURL(/customers/);
}

/**
 * Goes to a page and through the lock, where there is one, until what is stored is shown.
 * @param {import('playwright-core').Page} page
 * @param {string} url
 */
async function open(page, url) {
	await page.goto(url);
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true));
	const locked = page.getByRole('heading', { name: 'Locked' });
	const state = await storedState(page);
	const shown = state.projects.length ? page.getByText('Stored in this browser').first() : page.locator('input[type=file]').first();
	if (state.locked) {
		await Promise.race([locked.waitFor(), shown.waitFor({ state: 'attached' })]);
		if (await locked.count()) {
			await page.locator('input[type=password]').fill(passphrase);
			await page.getByRole('button', { name: 'Unlock' }).click();
		}
	}
	await shown.waitFor({ state: 'attached' });
}

/**
 * @param {import('./stored.mjs').Stored} after
 * @param {import('./stored.mjs').Stored} before
 * @param {string} name
 * @param {boolean} isDone
 */
function check(after, before, name, isDone) {
	if (after.wrong.length) throw new Error(after.wrong.join('; '));
	const missing = before.projects.filter(({ id }) => !after.projects.some((project) => project.id === id));
	if (missing.length > (name === 'remove' ? 1 : 0)) throw new Error(`${missing.length} projects are gone`);
	const grown = after.projects.length - before.projects.length;
	if (name === 'import' && isDone && grown < 1) throw new Error('the import was done and is not there');
	if (grown > (name === 'import' ? 1 : 0)) throw new Error(`${grown} projects too many`);
	const models = (/** @type {import('./stored.mjs').Stored} */ state) => state.projects.reduce((sum, project) => sum + project.models, 0);
	if (name === 'train' && isDone && !after.projects.some(({ id, revision }) => before.projects.some((was) => was.id === id && revision > was.revision)))
		throw new Error('the training was done and changed nothing');
	if (name !== 'train' && name !== 'remove' && name !== 'absorb' && models(after) < models(before)) throw new Error('models are gone');
}

/**
 * Opens every project, and asks the one that is open then for its models.
 * @param {import('playwright-core').Page} page
 * @param {import('./stored.mjs').Stored} state
 */
async function openAll(page, { projects }) {
	for (let i = 0; i < projects.length; i++) {
		await page.getByRole('button', { name: /^Open (?!with its models)/ }).nth(i).click();
		await page.waitForURL(/customers/);
		await page.getByRole('heading', { level: 1 }).first().waitFor();
		await noFailure(page);
		const status = await page.evaluate(async () => (await fetch('/models')).status);
		if (status !== 200 && status !== 409) throw new Error(`/models says ${status}`);
		await follow(page, 'data/');
		await page.getByText('Stored in this browser').first().waitFor();
		await noFailure(page);
	}
}

/** @param {import('playwright-core').Page} page */
async function noFailure(page) {
	const alerts = await page.getByRole('alert').allInnerTexts();
	if (alerts.some((text) => text.trim())) throw new Error(`the page says: ${alerts.join(' ')}`);
}

/**
 * Numbers from 0 to 1, the same for the same seed (mulberry32).
 * @param {number} seed
 */
function draws(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * @param {() => number} random
 * @param {number} customers
 */
function shopCsv(random, customers) {
	const lines = ['Order ID,Order Date,Customer ID,Region,Product,Sales,Returned'];
	for (let c = 0; c < customers; c++)
		for (let o = 0; o < 6; o++) {
			const day = new Date(Date.UTC(2012, 0, 1 + Math.floor(random() * 720))).toISOString().slice(0, 10);
			lines.push(`O${c}-${o},${day},C${c},${c % 2 ? 'North' : 'South'},P${Math.floor(5 * random() * random())},${(100 * random()).toFixed(2)},${random() < 0.1 ? 'Yes' : 'No'}`);
		}
	return `${lines.join('\n')}\n`;
}
