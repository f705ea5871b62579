// The forest and the boosted trees, in Node and in headless Chromium with two workers each, beside scikit-learn and
// XGBoost on the same tables in one run.
// usage: node tests/bench/trees.mjs [--json] [--shapes small,medium,large] [--data FOLDER] [--python PYTHON]
//   [--skip sklearn,xgboost,node,chromium] [--slopes] [--memory] [--predict]
// FOLDER holds X_{rows}.bin (float32) and Y_{rows}.bin (uint8), row-major; without it they are made (needs numpy).
// --slopes: how the fit time in Node grows with rows (to 500,000), labels and trees.
// --memory: what a fit takes beside its model, per further cell of the binned table, with 1, 2, 4 and 8 workers (Node on Linux).
// --predict: seconds of one thread in Node for 100,000 rows × 50 products × 50 trees.
// With --shapes '' only these are measured.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArguments, chromiumPath } from '../chromium.js';
import { serveIsolated } from './site.mjs';

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		shapes: { type: 'string', default: 'small,medium,large' },
		data: { type: 'string' },
		python: { type: 'string' },
		skip: { type: 'string', default: '' },
		slopes: { type: 'boolean' },
		memory: { type: 'boolean' },
		predict: { type: 'boolean' }
	}
});
const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/likely', `bench-trees-${process.pid}`);
const skipped = new Set(options.skip.split(','));
const shapes = options.shapes.split(',').filter(Boolean);
const rows = /** @type {Record<string, number>} */ ({ small: 793, medium: 10_000, large: 50_000 });
const anchor = join(import.meta.dirname, 'trees/anchor.py');
const say = (/** @type {string} */ text) => options.json || console.log(text);
const run = async (/** @type {string} */ file, /** @type {string[]} */ ...given) =>
	JSON.parse((await promisify(execFile)(file, given, { maxBuffer: 1 << 26 })).stdout);

/** The first Python that has the modules, or undefined. */
function python(/** @type {string} */ modules) {
	for (const name of [options.python, process.env.PYTHON, '/usr/bin/python3', 'python3'])
		try {
			if (!name) continue;
			execFileSync(name, ['-c', `import ${modules}`], { stdio: 'ignore' });
			return name;
		} catch {
			continue;
		}
	return undefined;
}

/** Bundles what runs in Node and what runs in the page. */
async function bundle() {
	const common = { configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ('error') };
	const input = {
		node: join(import.meta.dirname, 'trees/node.ts'),
		'task-worker': join(root, 'src/cli/task-worker.ts')
	};
	await build({
		...common,
		root,
		tsconfig: join(root, 'src/lib/core/tsconfig.json'),
		ssr: { noExternal: true },
		build: {
			ssr: true,
			target: 'node20',
			outDir: join(folder, 'node'),
			rolldownOptions: { input, output: { entryFileNames: '[name].mjs' } }
		}
	});
	await build({
		...common,
		root: join(import.meta.dirname, 'trees'),
		base: './',
		worker: { format: 'es' },
		build: { outDir: join(folder, 'page'), emptyOutDir: true, target: 'es2023' }
	});
}

/** Seconds at each size, and the slope of log time over log size; 1 is linear growth. */
async function slope(/** @type {string} */ name, /** @type {string} */ learner, /** @type {number[][]} */ sizes, /** @type {number} */ axis) {
	const points = [];
	for (const size of sizes) {
		const { s } = await run(process.execPath, join(folder, 'node/node.mjs'), 'slope', learner, ...size.map(String));
		points.push({ size: size[axis], s: Number(s.toFixed(3)) });
	}
	const logs = points.map(({ size, s }) => [Math.log(size), Math.log(s)]);
	const mean = (/** @type {number} */ i) => logs.reduce((sum, log) => sum + log[i], 0) / logs.length;
	const [mx, my] = [mean(0), mean(1)];
	const fitted = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
	say(`${learner} over ${name}: slope ${fitted.toFixed(2)}  ${points.map(({ size, s }) => `${size}: ${s} s`).join(', ')}`);
	return { learner, over: name, slope: Number(fitted.toFixed(3)), points };
}

/**
 * What a fit takes beside its model, with more and more workers: at two sizes, so that what grows with the table is told
 * from what an engine and its threads take in any case.
 */
async function memory(/** @type {string} */ learner) {
	const points = [];
	for (const workers of [1, 2, 4, 8]) {
		const at = async (/** @type {string} */ rows) =>
			run(process.execPath, '--expose-gc', join(folder, 'node/node.mjs'), 'memory', learner, rows, '16', '4', String(workers));
		const measured = [await at('250000'), await at('1000000')];
		const [few, many] = measured.map(({ working_mb }) => working_mb);
		const each = Number((((many - few) * 1e6) / (750_000 * 12)).toFixed(2));
		points.push({ workers, bytes_per_cell: each, fixed_mb: Number((few - (each * 250_000 * 12) / 1e6).toFixed(1)), measured });
		say(`${learner}, × 12, 16 labels, workers: ${workers}, bytes per cell from 250,000 to 1,000,000 rows: ${each}`);
	}
	return { learner, rows: [250_000, 1_000_000], columns: 12, points };
}

/** Seconds for 100,000 rows × 50 products × 50 trees. */
async function predict(/** @type {string} */ learner) {
	const { s, cpu_s } = await run(process.execPath, join(folder, 'node/node.mjs'), 'predict', learner, '100000', '50', '50');
	const each = Number(((cpu_s / (100_000 * 50 * 50)) * 1e9).toFixed(2));
	say(`${learner}, 100,000 rows × 50 products × 50 trees: ${s} s, processor ${cpu_s} s, ${each} ns per row and tree`);
	return { learner, s, cpu_s, cpu_ns_per_row_and_tree: each };
}

mkdirSync(folder, { recursive: true });
const results = [];
const slopes = [];
const memories = [];
const predictions = [];
let browser;
let site;
try {
	await bundle();
	const data = resolve(options.data ?? folder);
	const numpy = python('numpy');
	if (!shapes.every((shape) => existsSync(join(data, `X_${rows[shape]}.bin`)))) {
		if (!numpy) throw new Error('the tables need numpy (Debian: apt-get install python3-numpy), or name a folder with --data');
		execFileSync(numpy, [anchor, 'tables', data, ...shapes]);
	}
	site = await serveIsolated(join(folder, 'page'), data);
	browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
	for (const shape of shapes)
		for (const [learner, other] of [['boosted', 'xgboost'], ['forest', 'sklearn']]) {
			const load = loadavg()[0];
			const files = ['X', 'Y'].map((name) => join(data, `${name}_${rows[shape]}.bin`));
			const node = skipped.has('node') ? null : await run(process.execPath, join(folder, 'node/node.mjs'), 'shape', learner, shape, ...files);
			let page = null;
			if (!skipped.has('chromium')) {
				const tab = await browser.newPage();
				await tab.goto(site.url);
				page = await tab.evaluate((call) => /** @type {any} */ (window).run(call), { learner, shape });
				await tab.close();
			}
			const tool = skipped.has(other) ? undefined : python(`sklearn, ${other}`);
			const theirs = tool ? await run(tool, anchor, other, data, shape) : null;
			const times = (/** @type {any} */ ours) => (ours && theirs ? Number((theirs.fit_s / ours.fit_s).toFixed(2)) : null);
			const shapTimes = (/** @type {any} */ ours) =>
				ours && theirs?.path_shap_us_per_row ? Number((theirs.path_shap_us_per_row / ours.path_shap_us_per_row).toFixed(2)) : null;
			const cpuTimes = node && theirs ? Number((theirs.fit_cpu_s / node.fit_cpu_s).toFixed(2)) : null;
			const ours = page ?? node;
			const result = {
				shape,
				learner,
				node,
				chromium: page,
				[other]: theirs,
				times_faster: { node: times(node), chromium: times(page), node_cpu: cpuTimes },
				path_shap_times_faster: { node: shapTimes(node), chromium: shapTimes(page) },
				ap_difference: ours && theirs ? Number((ours.ap - theirs.ap).toFixed(4)) : null,
				load
			};
			results.push(result);
			say(`${shape} ${learner} (load ${load.toFixed(1)})`);
			for (const [name, found] of [['node', node], ['chromium', page], [other, theirs]])
				if (found) say(`  ${String(name).padEnd(9)} ${JSON.stringify(found)}`);
			say(`  times faster: node ${result.times_faster.node ?? '-'}, chromium ${result.times_faster.chromium ?? '-'}, by processor time ${cpuTimes ?? '-'}; AP ${result.ap_difference ?? '-'}`);
			const { path_shap_times_faster: shap } = result;
			if (shap.node || shap.chromium) say(`  path-dependent SHAP per row, times faster: node ${shap.node ?? '-'}, chromium ${shap.chromium ?? '-'}`);
		}
	if (options.slopes)
		for (const learner of ['forest', 'boosted']) {
			slopes.push(await slope('rows', learner, [31_250, 62_500, 125_000, 250_000, 500_000].map((n) => [n, 2, 20]), 0));
			slopes.push(await slope('labels', learner, [4, 8, 16, 32].map((k) => [8000, k, 50]), 1));
			slopes.push(await slope('trees', learner, [50, 100, 200, 400].map((t) => [8000, 4, t]), 2));
		}
	if (options.memory) for (const learner of ['forest', 'boosted']) memories.push(await memory(learner));
	if (options.predict) for (const learner of ['forest', 'boosted']) predictions.push(await predict(learner));
	if (options.json) {
		const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, chromium: browser.version() };
		console.log(JSON.stringify({ ...machine, results, slopes, memories, predictions }));
	}
} finally {
	await browser?.close();
	site?.close();
	rmSync(folder, { recursive: true, force: true });
}
