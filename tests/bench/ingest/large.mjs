// A large file of orders, made on the fly, through the real engine in Chromium: seconds, peak memory, longest task of the page.
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES_PER_ORDER = 5;
const PRODUCTS = 3000;
const regions = ['North', 'South', 'East', 'West'];
const kinds = ['Ballpoint pen, blue', 'Printer paper A4', 'Envelope', 'Ring binder', 'Desk lamp', 'Ink cartridge', 'Sticky notes', 'Stapler'];

/** Mulberry32: the same file for the same rows. */
function seeded(/** @type {number} */ seed) {
	let state = seed;
	return (/** @type {number} */ limit) => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
	};
}

/**
 * Writes a CSV of about 100 bytes a line, some of them quoted.
 * @param {string} path
 * @param {number} rows
 * @param {number} customers
 */
async function writeOrders(path, rows, customers) {
	const draw = seeded(rows);
	const file = createWriteStream(path);
	file.write('Order ID,Order Date,Customer ID,Product ID,Product Name,Category,Quantity,Unit Price,Region\n');
	const start = Date.UTC(2023, 0, 1);
	let text = '';
	let order = '';
	for (let row = 0; row < rows; row++) {
		if (row % LINES_PER_ORDER === 0) {
			const date = new Date(start + Math.floor((row / rows) * 730 * 86_400) * 1000).toISOString();
			const customer = draw(customers);
			order = `SO-${10_000_000 + row / LINES_PER_ORDER},${date.slice(0, 10)} ${date.slice(11, 19)},CUST-${100_000 + customer},`;
		}
		const product = Math.floor((draw(PRODUCTS) * draw(1000)) / 1000);
		const kind = kinds[product % kinds.length];
		const name = kind.includes(',') ? `"${kind} no. ${product}"` : `${kind} no. ${product}`;
		text += `${order}SKU-${1000 + product},${name},${kind.split(' ')[0]},${1 + draw(9)},${(1 + (product % 900) / 10).toFixed(2)},${regions[product % 4]}\n`;
		if (text.length > 1 << 22) {
			if (!file.write(text)) await once(file, 'drain');
			text = '';
		}
	}
	file.end(text);
	await once(file, 'finish');
}

/** The most memory (bytes) that any of the browser's renderers has had since the last call; null where the system does not say. */
async function peakMemory(/** @type {import('playwright-core').Browser} */ browser) {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	await session.detach();
	const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
		const path = `/proc/${id}/status`;
		const found = existsSync(path) && /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'));
		try {
			writeFileSync(`/proc/${id}/clear_refs`, '5');
		} catch {
			// Then the figure is since the process began.
		}
		return found ? Number(found[1]) * 1024 : 0;
	});
	return Math.max(...peaks) || null;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the site that was built for the benchmark
 * @param {{ rows: number, customers: number, folder: string }} file
 */
export async function measureLarge(browser, url, { rows, customers, folder }) {
	const csv = join(folder, 'large.csv');
	await writeOrders(csv, rows, customers);
	const context = await browser.newContext();
	const page = await context.newPage();
	const visit = async () => {
		await page.goto(`${url}large.html`);
		await page.setInputFiles('input', csv);
	};
	const run = (/** @type {string} */ name, /** @type {number[]} */ ...args) =>
		page.evaluate(([called, given]) => /** @type {any} */ (window)[called](...given), /** @type {[string, number[]]} */ ([name, args]));
	await visit();
	await peakMemory(browser);
	/** @type {Record<string, number>} */
	const peak_mb = {};
	/** @type {any} */
	const loaded = {};
	for (const step of ['inspect', 'preview', 'accept']) {
		Object.assign(loaded, await run(step));
		const bytes = await peakMemory(browser);
		if (bytes) peak_mb[step] = Math.round(bytes / 1e6);
	}
	await visit();
	const reloaded = await run('reload');
	await visit();
	const cancelled = await run('cancel');
	await visit();
	const features = await run('features', 5_000_000, 200_000);
	await context.close();
	const parse_s = Number((loaded.inspect_s + loaded.preview_s).toFixed(3));
	return {
		bytes: statSync(csv).size,
		...loaded,
		peak_mb,
		peak_memory_mb: Object.keys(peak_mb).length ? Math.max(...Object.values(peak_mb)) : null,
		parse_s,
		...reloaded,
		reload_times_faster: Number((parse_s / reloaded.reload_s).toFixed(1)),
		...cancelled,
		features
	};
}
