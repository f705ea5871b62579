import { readFileSync, writeFileSync } from 'node:fs';
import { ThreadPool } from '../../../src/cli/pool.js';
import { fitSeconds, fitTable, measure, predictSeconds } from './measure.js';
import type { Learner } from './measure.js';
import { randomTable, shapes } from './table.js';
import type { Shape } from './table.js';

const [kind, learner, ...rest] = process.argv.slice(2) as [string, Learner, ...string[]];
const workers = kind === 'memory' ? Number(rest[3]) : 2;
const pool = new ThreadPool(new URL('./task-worker.mjs', import.meta.url), workers);
const read = (path: string) => {
	const { buffer, byteOffset, byteLength } = readFileSync(path);
	return buffer.slice(byteOffset, byteOffset + byteLength);
};

/** Of this process, its threads included. */
const cpuSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** The process's memory now and at its highest since the last reset, in bytes, as Linux counts it. */
function resident(): { readonly now: number; readonly peak: number } {
	const status = readFileSync('/proc/self/status', 'utf8');
	const bytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
	return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

/**
 * What a fit takes beside the model and the out-of-bag answers that it gives, per cell of the binned table, all threads
 * together. The engine and its threads are there before.
 */
async function memory(shape: Shape): Promise<unknown> {
	const table = randomTable(shape);
	const { warm, fit } = fitTable(learner as Learner, shape, table, pool);
	await warm();
	for (let round = 0; round < 3; round++) {
		globalThis.gc?.();
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	const before = resident().now;
	writeFileSync('/proc/self/clear_refs', '5');
	const started = performance.now();
	const { model, outOfFold } = await fit();
	const s = (performance.now() - started) / 1000;
	const { peak } = resident();
	const modelBytes = Object.values(model.encode().buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
	const working = peak - before - modelBytes - (outOfFold?.byteLength ?? 0);
	const mb = (bytes: number) => Number((bytes / 1e6).toFixed(1));
	const cells = shape.rows * shape.features;
	return { s, working_mb: mb(working), model_mb: mb(modelBytes), bytes_per_cell: Number((working / cells).toFixed(2)) };
}

/**
 * One shape from files: node.mjs shape LEARNER SHAPE X Y. A table made here: node.mjs slope LEARNER ROWS LABELS TREES, or
 * memory LEARNER ROWS LABELS TREES WORKERS, or predict LEARNER ROWS LABELS TREES.
 */
async function run(): Promise<unknown> {
	if (kind === 'shape') {
		const [name, x, y] = rest;
		const before = process.memoryUsage().rss;
		let peak = before;
		const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
		const table = { x: new Float32Array(read(x)), y: new Uint8Array(read(y)) };
		const measured = await measure(learner, shapes[name], table, pool, cpuSeconds);
		clearInterval(watch);
		return { ...measured, peak_mb: Math.round((peak - before) / 1e6) };
	}
	const [rows, labels, trees] = rest.map(Number);
	const shape: Shape = { rows, features: 12, labels, trees, rounds: trees };
	if (kind === 'memory') return memory(shape);
	if (kind === 'predict') return predictSeconds(learner, shape, pool, cpuSeconds);
	return { s: await fitSeconds(learner, shape, randomTable(shape), pool) };
}

console.log(JSON.stringify(await run()));
pool.cancel();
