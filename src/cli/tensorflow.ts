import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { LikelyError } from '../lib/core/errors.js';

let started: Promise<{ backend: string }> | undefined;

/**
 * Starts TensorFlow.js in Node: the WASM backend, or the CPU backend where it does not start. Loads nothing before it
 * is called, and starts once only. Throws `tensorflow.cannot_start` where neither does.
 */
export function startTensorFlow(): Promise<{ backend: string }> {
	started ??= start();
	return started;
}

async function start(): Promise<{ backend: string }> {
	const tf = await import('@tensorflow/tfjs-core');
	tf.enableProdMode();
	let cause: unknown;
	for (const [name, load] of Object.entries(loaders)) {
		try {
			await load();
			if (await tf.setBackend(name)) return { backend: name };
		} catch (error) {
			cause = error;
		}
	}
	throw new LikelyError('tensorflow.cannot_start', { tried: Object.keys(loaders) }, { cause });
}

const loaders: Record<string, () => Promise<unknown>> = {
	wasm: async () => {
		const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
		const binaries = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
		setWasmPaths(binaries + sep);
	},
	cpu: () => import('@tensorflow/tfjs-backend-cpu')
};
