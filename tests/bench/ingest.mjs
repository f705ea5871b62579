// Seconds from a File to typed columns with customer aggregates in headless Chromium, beside pandas and DuckDB.
// usage: node tests/bench/ingest.mjs ONLINE_RETAIL.csv[.gz] [--json] [--rounds 5] [--copies 2]
//   or:  node tests/bench/ingest.mjs --rows 10000000 [--customers 200000] [--json]: a large file, made on the fly
//   [--pandas SCRIPT.py [--python PYTHON]] [--duckdb SCRIPT.mjs --duckdb-home FOLDER_WITH_DUCKDB]
// The file may also be named by LIKELY_DATA. A script gets the path of the CSV and prints {"s": seconds, "rows": n}.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArguments, chromiumPath } from '../chromium.js';
import { measureLarge } from './ingest/large.mjs';
import { serveIsolated } from './site.mjs';

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		json: { type: 'boolean' },
		rounds: { type: 'string', default: '5' },
		copies: { type: 'string', default: '2' },
		rows: { type: 'string' },
		customers: { type: 'string', default: '200000' },
		pandas: { type: 'string' },
		python: { type: 'string', default: 'python3' },
		duckdb: { type: 'string' },
		'duckdb-home': { type: 'string', default: process.cwd() }
	}
});
const say = (/** @type {string} */ text) => options.json || console.log(text);
const given = positionals[0] ?? process.env.LIKELY_DATA;
if (!options.rows && (!given || !existsSync(given))) {
	console.error('Name the Online Retail CSV (plain or gzip) as an argument or in LIKELY_DATA.');
	process.exit(2);
}

/** The file unpacked and its rows repeated, under one header. */
function repeated(/** @type {string} */ folder) {
	const packed = readFileSync(resolve(given ?? ''));
	const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed) : packed;
	const rows = bytes.subarray(bytes.indexOf(10) + 1);
	const path = join(folder, 'orders.csv');
	writeFileSync(path, Buffer.concat([bytes, ...Array.from({ length: Number(options.copies) - 1 }, () => rows)]));
	return path;
}

/** What an engine's script prints, or undefined where it cannot run here. */
function anchor(/** @type {string} */ tool, /** @type {string | undefined} */ script, /** @type {string} */ csv) {
	if (!script || !existsSync(script)) return undefined;
	try {
		return JSON.parse(execFileSync(tool, [resolve(script), csv], { encoding: 'utf8', cwd: options['duckdb-home'], stdio: ['ignore', 'pipe', 'ignore'] }));
	} catch {
		return undefined;
	}
}

async function serve() {
	const root = resolve(import.meta.dirname, 'ingest');
	const outDir = resolve(import.meta.dirname, '../../node_modules/.cache/likely', `bench-ingest-${process.pid}`);
	await build({ configFile: false, root, base: './', logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4000, rolldownOptions: { input: [join(root, 'index.html'), join(root, 'large.html')] } } });
	const { url, close } = await serveIsolated(outDir);
	return {
		url,
		close: () => {
			close();
			rmSync(outDir, { recursive: true, force: true });
		}
	};
}

const median = (/** @type {number[]} */ values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ratio = (/** @type {number} */ a, /** @type {number | null} */ b) => (b ? Number((a / b).toFixed(2)) : null);

const folder = mkdtempSync(join(tmpdir(), 'likely-ingest-'));
const site = await serve();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
try {
	if (options.rows) {
		const large = await measureLarge(browser, site.url, { rows: Number(options.rows), customers: Number(options.customers), folder });
		if (options.json) console.log(JSON.stringify(large));
		else sayLarge(large);
	} else await compare();
} finally {
	await browser.close();
	site.close();
	rmSync(folder, { recursive: true, force: true });
}

function sayLarge(/** @type {Awaited<ReturnType<typeof measureLarge>>} */ large) {
	const { bytes, rows, used, customers, inspect_s, preview_s, accept_s, peak_memory_mb, longest_task_ms, reload_s, reload_times_faster, cancel_ms, features } = large;
	say(`${(bytes / 1e6).toFixed(0)} MB, ${rows} rows, ${used} used, ${customers} customers`);
	say(`read and understood in ${inspect_s} s, cleaned and looked at in ${preview_s} s, stored in ${accept_s} s`);
	say(`memory of the page's process at most ${peak_memory_mb ?? 'unknown'} MB; longest task of the page ${longest_task_ms || 'under 50'} ms`);
	say(`opened again in ${reload_s} s, ${reload_times_faster} times faster than read and cleaned; cancelled within ${cancel_ms} ms`);
	say(`${features.lines} lines of ${features.customers} customers: sorted in ${features.book_s} s, features in ${features.features_s} s`);
}

async function compare() {
	const csv = repeated(folder);
	const load = loadavg()[0];
	if (load > 1) say(`The machine is busy (load ${load.toFixed(1)}): figures are larger than they need be.`);
	const page = await browser.newPage();
	await page.goto(site.url);
	await page.setInputFiles('input', csv);
	const [ours, alone, pandas, duckdb] = [/** @type {any[]} */ ([]), /** @type {any[]} */ ([]), /** @type {any[]} */ ([]), /** @type {any[]} */ ([])];
	for (let round = 0; round < Number(options.rounds); round++) {
		ours.push(await page.evaluate(() => /** @type {any} */ (window).run()));
		alone.push(await page.evaluate(() => /** @type {any} */ (window).run(true)));
		pandas.push(anchor(options.python, options.pandas, csv));
		duckdb.push(anchor(process.execPath, options.duckdb, csv));
	}
	const seconds = (/** @type {any[]} */ runs) => (runs.every(Boolean) ? median(runs.map(({ s }) => s)) : null);
	const of = (/** @type {string} */ name) => median(ours.map((run) => run[name]));
	const bytes = statSync(csv).size;
	const result = {
		bytes,
		rows: of('rows'),
		used: of('used'),
		customers: of('customers'),
		s: of('s'),
		stages_s: { read: of('read_s'), guess: of('guess_s'), lines: of('lines_s'), aggregate: of('aggregate_s') },
		alone: { s: seconds(alone), read_s: median(alone.map((run) => run.read_s)) },
		mb_per_s: Number((bytes / 1e6 / of('s')).toFixed(1)),
		longest_gap_ms: of('longest_gap_ms'),
		pandas_s: seconds(pandas),
		duckdb_s: seconds(duckdb),
		times_pandas: ratio(of('s'), seconds(pandas)),
		times_duckdb: ratio(of('s'), seconds(duckdb)),
		all_s: { ours: ours.map(({ s }) => s), pandas: pandas.map((run) => run?.s), duckdb: duckdb.map((run) => run?.s) },
		pandas: pandas[0]?.engine ?? null,
		rounds: ours.length,
		load_before: Number(load.toFixed(2)),
		load_after: Number(loadavg()[0].toFixed(2)),
		cores: cpus().length,
		cpu: cpus()[0]?.model,
		chromium: browser.version()
	};
	if (options.json) console.log(JSON.stringify(result));
	else {
		const { read, guess, lines, aggregate } = result.stages_s;
		say(`${(bytes / 1e6).toFixed(0)} MB, ${result.rows} rows, ${result.used} used, ${result.customers} customers; medians of ${result.rounds}`);
		say(`Likely  ${result.s} s (read ${read}, guess columns ${guess}, clean ${lines}, aggregate ${aggregate}); page held up at most ${result.longest_gap_ms} ms`);
		say(`        ${result.alone.s} s with one worker alone (read ${result.alone.read_s})`);
		say(`pandas  ${result.pandas_s ?? 'not here'}${result.times_pandas ? ` s: Likely takes ${result.times_pandas} times as long` : ''}`);
		say(`DuckDB  ${result.duckdb_s ?? 'not here'}${result.times_duckdb ? ` s: Likely takes ${result.times_duckdb} times as long` : ''}`);
	}
}
