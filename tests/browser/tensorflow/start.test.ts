import { expect, it } from 'vitest';

it('starts the WASM backend in a module worker from files of the site, and a network trains on it', async () => {
	const worker = new Worker(new URL('./train-worker.ts', import.meta.url), { type: 'module' });
	const answer = await new Promise((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
	});
	worker.terminate();
	expect(answer).toEqual({ backend: 'wasm', trainedOn: 'wasm', epochs: 2, leaked: 0, blobs: 0 });
});
