import type { Call } from './worker.js';

/** Runs one call in a fresh worker; meanwhile counts the frames that the page can draw. */
async function run(call: Call): Promise<Record<string, unknown>> {
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
	const gaps: number[] = [];
	let last = performance.now();
	let frame = requestAnimationFrame(function count(now) {
		gaps.push(now - last);
		last = now;
		frame = requestAnimationFrame(count);
	});
	const started = performance.now();
	const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage(call);
	});
	const seconds = (performance.now() - started) / 1000;
	cancelAnimationFrame(frame);
	worker.terminate();
	if (typeof answer.error === 'string') throw new Error(answer.error);
	return { ...answer, frames_per_s: Math.round(gaps.length / seconds), isolated: crossOriginIsolated };
}

Object.assign(window, { run });
