// Training speed of the sigmoid network in headless Chromium, beside stock TensorFlow.js and PyTorch, in one run.
// usage: node tests/bench/networks.mjs [--json] [--rounds 3]
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArguments, chromiumPath } from '../chromium.js';
import { serveIsolated } from './site.mjs';

const json = process.argv.includes('--json');
const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 3;
const tasks = [
	{ batch: 128, rows: 8000, inputs: 12, hidden: 64, products: 20, epochs: 5 },
	{ batch: 512, rows: 8000, inputs: 12, hidden: 64, products: 20, epochs: 5 },
	{ batch: 1024, rows: 40000, inputs: 12, hidden: 128, products: 50, epochs: 3 }
];
const say = (/** @type {string} */ text) => json || console.log(text);

/** A Python that has PyTorch, or undefined. */
function python() {
	for (const name of [process.env.PYTHON, '/usr/bin/python3', 'python3'])
		try {
			if (!name) continue;
			execFileSync(name, ['-c', 'import torch'], { stdio: 'ignore' });
			return name;
		} catch {
			continue;
		}
	return undefined;
}

/**
 * @param {string | undefined} name
 * @param {typeof tasks[number]} task
 */
function pytorch(name, { batch, rows, inputs, hidden, products, epochs }) {
	if (!name) return undefined;
	const script = join(import.meta.dirname, 'networks/pytorch.py');
	const sizes = [batch, rows, inputs, hidden, products, epochs, Math.min(2, cpus().length)].map(String);
	return JSON.parse(execFileSync(name, [script, ...sizes], { encoding: 'utf8' }));
}

async function serve() {
	const root = resolve(import.meta.dirname, 'networks');
	const outDir = resolve(import.meta.dirname, '../../node_modules/.cache/likely', `bench-${process.pid}`);
	await build({ configFile: false, root, base: './', logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2023' } });
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

const site = await serve();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
try {
	const page = await browser.newPage();
	await page.goto(site.url);
	/** @type {(kind: string, task: object) => Promise<any>} */
	const call = (kind, task) => page.evaluate((c) => /** @type {any} */ (window).run(c), { kind, task });
	const torchPython = python();
	if (!torchPython) say('PyTorch is not installed here (Debian: apt-get install python3-torch): measured without it');
	const shapes = [];
	for (const task of tasks) {
		const ours = [];
		const torch = [];
		for (let round = 0; round < rounds; round++) {
			torch.push(pytorch(torchPython, task));
			ours.push(await call('ours', task));
		}
		const stock = await call('stock', task);
		const { worst, steps, first, last } = await call('compare', task);
		const oursRate = median(ours.map((o) => o.rows_per_s));
		const torchRate = torchPython ? median(torch.map((t) => t.rows_per_s)) : null;
		const shape = {
			layers: [task.inputs, task.hidden, task.hidden, task.products],
			batch: task.batch,
			rows: task.rows,
			rows_per_s: oursRate,
			torch_rows_per_s: torchRate,
			ratio: torchRate ? Number((oursRate / torchRate).toFixed(2)) : null,
			stock_rows_per_s: stock.rows_per_s,
			loss_difference: worst,
			loss_steps: steps,
			loss_first: first,
			loss_last: last,
			frames_per_s: median(ours.map((o) => o.frames_per_s)),
			backend: ours[0].backend,
			isolated: ours[0].isolated
		};
		shapes.push(shape);
		say(
			`${shape.layers.join('-')}, batch ${shape.batch}: ${oursRate} rows/s; PyTorch ${torchRate ?? '-'} (ratio ${shape.ratio ?? '-'}); ` +
				`stock TensorFlow.js ${shape.stock_rows_per_s}; largest loss difference ${worst.toExponential(1)} over ${steps} steps; ` +
				`${shape.frames_per_s} frames/s`
		);
	}
	const leaked = await call('leaks', tasks[0]);
	say(`after ${leaked.steps} steps: ${leaked.tensors} tensors and ${leaked.bytes} bytes more than before`);
	if (json)
		console.log(
			JSON.stringify({ cpu: cpus()[0]?.model, cores: cpus().length, chromium: browser.version(), rounds, shapes, leaked })
		);
} finally {
	await browser.close();
	site.close();
}
