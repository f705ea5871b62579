import { createEngine } from '../../../src/lib/browser/worker/client.js';
import type { Inspection } from '../../../src/lib/browser/worker/engine.js';

/** The longest task of this page so far, in milliseconds; 0 where none took more than 50. */
let longest = 0;
new PerformanceObserver((list) => {
	for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: 'longtask' });

const seconds = (from: number): number => Number(((performance.now() - from) / 1000).toFixed(3));

function chosen(): File {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('no file was chosen');
	return file;
}

const open = {
	engine: undefined as ReturnType<typeof createEngine> | undefined,
	mapping: undefined as Inspection['mapping'] | undefined
};

/** The way of a file through the real engine, as the Data page goes it: read and understood, */
async function inspect() {
	open.engine = createEngine(`${location.origin}/`);
	longest = 0;
	let reports = 0;
	let backwards = false;
	let before = 0;
	const start = performance.now();
	const { mapping } = await open.engine.inspect(chosen(), ({ stage, done }) => {
		if (stage !== 'reading') return;
		reports++;
		backwards ||= done < before;
		before = done;
	});
	open.mapping = mapping;
	return { inspect_s: seconds(start), reports, backwards };
}

/** cleaned and looked at, */
async function preview() {
	if (!open.engine || !open.mapping) throw new Error('inspect comes first');
	const start = performance.now();
	const { quality } = await open.engine.preview(open.mapping);
	const { rows, used, customers, orders, products } = quality;
	return { rows, used, customers, orders, products, preview_s: seconds(start) };
}

/** and stored. */
async function accept() {
	const start = performance.now();
	await open.engine?.accept('Large');
	return { accept_s: seconds(start), longest_task_ms: Math.round(longest) };
}

/** Seconds until a new worker has the project that was stored last. */
async function reload() {
	const engine = createEngine(`${location.origin}/`);
	await engine.projects();
	const start = performance.now();
	const project = await engine.resume();
	return { reload_s: seconds(start), reloaded: project?.name };
}

/** Milliseconds from a cancel in the middle of reading until the work has ended. */
async function cancel() {
	const engine = createEngine(`${location.origin}/`);
	let asked = 0;
	const reading = engine.inspect(chosen(), ({ done, total }) => {
		if (asked || done < total / 5) return;
		asked = performance.now();
		void engine.cancel();
	});
	return reading.then(
		() => ({ cancel_ms: null }),
		(error: unknown) => ({ cancel_ms: Math.round(performance.now() - asked), cancelled: String(error) })
	);
}

/** Seconds for the book and the features of as many invented lines and customers, in a worker. */
function features(lines: number, customers: number): Promise<unknown> {
	const worker = new Worker(new URL('./features.ts', import.meta.url), { type: 'module' });
	return new Promise((resolve, reject) => {
		worker.onmessage = ({ data }) => {
			if (data === 'ready') return worker.postMessage({ lines, customers });
			worker.terminate();
			resolve(data);
		};
		worker.onerror = (event) => reject(new Error(event.message));
	});
}

Object.assign(window, { inspect, preview, accept, reload, cancel, features });
