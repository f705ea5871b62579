// From a slider's input event to the painted chart: Chromium, the built site, real mouse and keyboard events.
// usage: node tests/bench/what-if.mjs [--json] [--family forest|boosted|renewal|neighbours] [--size 17|200] [--moves 120] [--site FOLDER]
// Needs the built site (npm run build). Sliders are moved as by a hand: `keys` are pressed 60 to 160 ms apart, `held` is a key
// that repeats 30 times a second, neither waiting for the page, and `drag` a mouse that moves on 16 ms after the browser has
// handed the move before over; the newest wins. (Keys pressed the moment that the one before is painted would all come at the
// same point of the screen's beat; a hand's come at any.) `one`: impacts of the product that is looked at, probabilities of
// all; `all`: impacts of all products too. Times begin when the browser took the event that moved the slider. begun: the page
// handles it; painted: its main thread has handed the frame with the answer over; presented: the frame is on the screen
// (Chromium's own EventLatency, from drags of their own, since writing a trace takes time; only where the page answered every
// input by itself). A screen of 60 frames a second makes an event wait for its next beat, up to 16.7 ms, and that counts;
// next_frame is the share of inputs whose answer is in the very next frame. Unlimited frames show the work alone.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
		family: { type: 'string', default: 'forest' },
		size: { type: 'string' },
		moves: { type: 'string', default: '120' },
		site: { type: 'string' }
	}
});
const root = resolve(import.meta.dirname, '../..');
const site = resolve(options.site ?? join(root, 'build'));
const folder = join(root, 'node_modules/.cache/likely', `bench-what-if-${process.pid}`);
const say = (/** @type {string} */ text) => options.json || console.log(text);
const cases = [
	// The order rhythm needs days, which the shop with 8 parameters has none of.
	{ parameters: options.family === 'renewal' ? 12 : 8, customers: 2000, products: 17, trees: 100, goal: 16 },
	{ parameters: 12, customers: 1000, products: 200, trees: 100, goal: 50 }
];

/** Bundles what makes the project files. */
async function maker() {
	return importScript(join(import.meta.dirname, 'what-if/project.ts'), folder, true);
}

const quantile = (/** @type {number[]} */ values, /** @type {number} */ q) => {
	const sorted = values.toSorted((a, b) => a - b);
	return Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]?.toFixed(1));
};

/** How many inputs, how often the worker was asked, and p50 and p95 of the steps, in ms. */
function summary(/** @type {any} */ { times, inputs, asks, inOrder }, /** @type {number[]} */ presented) {
	const of = (/** @type {string} */ step) => times.map((/** @type {any} */ time) => time[step]);
	return {
		inputs,
		asks,
		in_order: inOrder,
		measured: times.length,
		begun_p50: quantile(of('begun'), 0.5),
		begun_p95: quantile(of('begun'), 0.95),
		painted_p50: quantile(of('painted'), 0.5),
		painted_p95: quantile(of('painted'), 0.95),
		presented_p50: asks || !presented.length ? null : quantile(presented, 0.5),
		presented_p95: asks || !presented.length ? null : quantile(presented, 0.95),
		next_frame: Number((times.filter((/** @type {any} */ { next }) => next).length / times.length).toFixed(3))
	};
}

/** Milliseconds from the browser's taking an event to the screen, of those of a type that moved a slider between the marks, from a trace. */
function presentedIn(/** @type {string} */ trace, /** @type {string} */ type) {
	/** @type {any[]} */
	const events = JSON.parse(readFileSync(trace, 'utf8')).traceEvents.toSorted((/** @type {any} */ a, /** @type {any} */ b) => a.ts - b.ts);
	/** When the events were taken that moved a slider, while it was measured. */
	const moved = new Set();
	let on = false;
	for (const { name, ts } of events) {
		if (name === 'measure-on' || name === 'measure-off') on = name === 'measure-on';
		else if (name === 'moved' && on) moved.add(Math.round(ts / 1000)).add(Math.round(ts / 1000) + 1);
	}
	const open = new Map();
	/** @type {number[]} */
	const found = [];
	for (const { name, ph, ts, pid, id2, args } of events) {
		const key = `${pid} ${id2?.local}`;
		if (name === 'EventLatency' && ph === 'b') open.set(key, { ts, type: args.event_latency.event_type, drawn: false });
		const event = open.get(key);
		if (event && name === 'StartDrawToSwapStart') event.drawn = true;
		if (name !== 'EventLatency' || ph !== 'e' || !event) continue;
		open.delete(key);
		if (event.drawn && event.type === type && moved.has(Math.round(event.ts / 1000))) found.push((ts - event.ts) / 1000);
	}
	return found;
}

/** Opens a project file as a visitor does, and a customer's single values. */
async function open(/** @type {import('playwright-core').Browser} */ browser, /** @type {string} */ url, /** @type {string} */ file, /** @type {string} */ show) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
	await context.addInitScript({ path: join(import.meta.dirname, 'what-if/watch.js') });
	const page = await context.newPage();
	await page.goto(`${url}data/`);
	await page.waitForLoadState('networkidle');
	await page.locator('input[type=file]').first().setInputFiles(file);
	await page.waitForURL(/customers/, { timeout: 60_000, waitUntil: 'commit' });
	await page.goto(`${url}what-if/?show=${show}`);
	await page.getByRole('tab', { name: 'Single values' }).click({ timeout: 120_000 });
	// What is out of sight costs less: the chart of the impacts begins in the middle of the window, below that of the probabilities.
	await page.locator('.stack figure').nth(1).evaluate((figure) => scrollBy({ top: figure.getBoundingClientRect().top - innerHeight / 2, behavior: 'instant' }));
	return page;
}

/** A page whose sliders change one text and nothing else: no page paints sooner on this machine. */
async function bare(/** @type {import('playwright-core').Browser} */ browser) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
	await context.addInitScript({ path: join(import.meta.dirname, 'what-if/watch.js') });
	const page = await context.newPage();
	await page.route('**', (route) => route.fulfill({ path: join(import.meta.dirname, 'what-if/bare.html') }));
	await page.goto('http://localhost/');
	return page;
}

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** Milliseconds between a held key's repeats. */
const REPEAT = 1000 / 30;
const sleep = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
const quiet = (/** @type {Page} */ page) => page.evaluate('whenQuiet()');

/** Does something again and again at a fixed rate, however long each takes. */
async function atRate(/** @type {number} */ times, /** @type {number} */ every, /** @type {(i: number) => Promise<void>} */ act) {
	const began = performance.now();
	const acts = [];
	for (let i = 0; i < times; i++) {
		acts.push(act(i));
		await sleep(Math.max(0, began + (i + 1) * every - performance.now()));
	}
	await Promise.all(acts);
}

/** @type {Record<'keys' | 'held' | 'drag', (page: Page, slider: Locator, moves: number) => Promise<void>>} */
const ways = {
	async keys(page, _, moves) {
		for (let i = 0; i < moves; i++) {
			await page.keyboard.press(i % 12 < 6 ? 'PageUp' : 'PageDown');
			await sleep(60 + ((i * 37) % 100));
		}
	},
	async held(page, _, moves) {
		for (let done = 0; done < moves; done += 8) {
			const key = done % 16 ? 'ArrowLeft' : 'ArrowRight';
			await atRate(Math.min(8, moves - done), REPEAT, () => page.keyboard.down(key));
			await page.keyboard.up(key);
		}
	},
	async drag(page, slider, moves) {
		const box = await slider.boundingBox();
		if (!box) return;
		const at = (/** @type {number} */ share) => box.x + 8 + share * (box.width - 16);
		for (let i = 0; i < moves; i++) {
			await page.mouse.move(at(0.1 + 0.8 * Math.abs(Math.sin(i / 8))), box.y + box.height / 2);
			await sleep(16);
		}
	}
};

/** Moves a few sliders in one way and says what was seen. Before and after it the page is quiet. */
async function moved(/** @type {Page} */ page, /** @type {keyof typeof ways} */ way, /** @type {number} */ moves) {
	const sliders = page.locator('.knobs input[type=range]');
	const count = Math.min(6, await sliders.count());
	/** @type {any[]} */
	const parts = [];
	for (let s = 0; s < count; s++) {
		const slider = sliders.nth(s);
		await slider.evaluate((one) => one.focus({ preventScroll: true }));
		await slider.evaluate((one) => one.closest('.knobs')?.scrollTo({ top: one.getBoundingClientRect().top - 400, behavior: 'instant' }));
		for (const key of ['Home', 'PageUp', 'PageUp']) await page.keyboard.press(key);
		const box = await slider.boundingBox();
		if (way === 'drag' && box) {
			await page.mouse.move(box.x + 8 + 0.1 * (box.width - 16), box.y + box.height / 2);
			await page.mouse.down();
		}
		await quiet(page);
		await page.evaluate('takeSeen(), performance.mark("measure-on") && undefined');
		await ways[way](page, slider, Math.ceil(moves / count));
		await quiet(page);
		parts.push(await page.evaluate('performance.mark("measure-off"), takeSeen()'));
		if (way === 'drag') await page.mouse.up();
	}
	return {
		times: parts.flatMap(({ times }) => times),
		inputs: parts.reduce((sum, { inputs }) => sum + inputs, 0),
		asks: parts.reduce((sum, { asks }) => sum + asks, 0),
		inOrder: parts.every(({ inOrder }) => inOrder)
	};
}

/** What was seen of each way of moving: as the page times it, then in a trace. */
async function move(/** @type {Page} */ page, /** @type {number} */ moves) {
	const trace = join(folder, 'trace.json');
	const browser = page.context().browser();
	/** @type {Record<string, ReturnType<typeof summary>>} */
	const found = {};
	for (const way of /** @type {const} */ (['keys', 'held', 'drag'])) {
		const seen = await moved(page, way, moves);
		// Chromium counts some keys to a frame long after the one that showed them.
		if (way !== 'drag') found[way] = summary(seen, []);
		else {
			await browser?.startTracing(page, { path: trace, categories: ['cc', 'benchmark', 'input', 'blink.user_timing'] });
			await moved(page, way, moves / 2);
			await browser?.stopTracing();
			found[way] = summary(seen, presentedIn(trace, 'MOUSE_DRAGGED'));
		}
	}
	return found;
}

if (!existsSync(join(site, 'index.html'))) throw new Error('There is no built site: npm run build');
mkdirSync(folder, { recursive: true });
const results = [];
const server = await serveSite({ folder: site });
const free = ['--disable-gpu-vsync', '--disable-frame-rate-limit'];
let version = '';
try {
	const { projectFile } = await maker();
	for (const { goal, ...given } of cases) {
		if (options.size && Number(options.size) !== given.products) continue;
		const file = join(folder, `bench-${given.products}.likely`);
		writeFileSync(file, await projectFile({ family: options.family, ...given }));
		for (const [frames, flags] of /** @type {const} */ ([['60 frames a second', []], ['unlimited frames', free]])) {
			const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments, ...flags] });
			version = browser.version();
			for (const [explained, show] of [['one', 'why'], ['all', 'products'], ['nothing', '']]) {
				const page = show ? await open(browser, server.url, file, show) : await bare(browser);
				const found = { family: options.family, ...given, frames, explained, goal_ms: goal, ...(await move(page, Number(options.moves))), load: loadavg()[0] };
				await page.context().close();
				results.push(found);
				say(`${given.parameters} parameters x ${given.products} products, impacts of ${explained}, ${frames} (goal ${goal} ms, load ${found.load.toFixed(1)})`);
				for (const way of ['keys', 'held', 'drag']) say(`  ${way}: ${JSON.stringify(found[way])}`);
			}
			await browser.close();
		}
	}
	if (options.json) console.log(JSON.stringify({ node: process.version, chromium: version, results }));
} finally {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
}
