import type { Ingested } from './worker.js';

/** Reads the chosen file once in a fresh worker, with helpers or alone; meanwhile watches how long the page itself is held up. */
async function run(alone = false): Promise<Ingested & { longest_gap_ms: number }> {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('no file was chosen');
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
	await new Promise((ready) => (worker.onmessage = ready));
	let longest = 0;
	let last = performance.now();
	const watch = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last - 10);
		last = now;
	}, 10);
	const answer = await new Promise<Ingested | { error: string }>((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage({ file, alone });
	});
	clearInterval(watch);
	worker.terminate();
	if ('error' in answer) throw new Error(answer.error);
	return { ...answer, longest_gap_ms: Math.round(longest) };
}

Object.assign(window, { run });
