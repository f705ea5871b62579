import type { Call } from './worker.js';

/** Runs one call in a fresh worker, which starts two more. */
async function run(call: Call): Promise<Record<string, unknown>> {
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
	const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage(call);
	});
	worker.terminate();
	if (typeof answer.error === 'string') throw new Error(answer.error);
	return { ...answer, isolated: crossOriginIsolated };
}

Object.assign(window, { run });
