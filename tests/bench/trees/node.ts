import { readFileSync } from 'node:fs';
import { ThreadPool } from '../../../src/cli/pool.js';
import { fitSeconds, measure } from './measure.js';
import type { Learner } from './measure.js';
import { randomTable, shapes } from './table.js';
import type { Shape } from './table.js';

const [kind, learner, ...rest] = process.argv.slice(2) as [string, Learner, ...string[]];
const pool = new ThreadPool(new URL('./task-worker.mjs', import.meta.url), 2);
const read = (path: string) => {
	const { buffer, byteOffset, byteLength } = readFileSync(path);
	return buffer.slice(byteOffset, byteOffset + byteLength);
};

/** Of this process, its threads included. */
const cpuSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** One shape from files: node.mjs shape LEARNER SHAPE X Y. One table made here: node.mjs slope LEARNER ROWS LABELS TREES. */
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
	const shape: Shape = { rows, features: 12, labels, trees };
	return { s: await fitSeconds(learner, shape, randomTable(shape), pool) };
}

console.log(JSON.stringify(await run()));
pool.cancel();
