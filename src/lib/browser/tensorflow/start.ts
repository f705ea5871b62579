import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { LikelyError } from '../../core/errors.js';

/** Backends in the order in which they are tried. */
const choices = ['wasm', 'cpu'] as const;

export type BackendName = (typeof choices)[number];

let started: Promise<{ backend: BackendName }> | undefined;

/**
 * Starts TensorFlow.js in this worker: the preferred backend first, then the others. Loads nothing before it is called,
 * and starts once only. Throws `tensorflow.cannot_start` where no backend does.
 */
export function startTensorFlow(preferred: BackendName = 'wasm'): Promise<{ backend: BackendName }> {
	started ??= start([preferred, ...choices.filter((name) => name !== preferred)]).catch((error) => {
		started = undefined;
		throw error;
	});
	return started;
}

async function start(names: readonly BackendName[]): Promise<{ backend: BackendName }> {
	let cause: unknown;
	try {
		const tf = await import('@tensorflow/tfjs-core');
		tf.enableProdMode();
		for (const name of names) {
			try {
				await load[name]();
				if (await tf.setBackend(name)) return { backend: name };
			} catch (error) {
				cause = error;
			}
		}
	} catch (error) {
		cause = error;
	}
	throw new LikelyError('tensorflow.cannot_start', { tried: names }, { cause });
}

const load: Record<BackendName, () => Promise<unknown>> = {
	wasm: async () => {
		const [{ env }, { setWasmPaths }] = await Promise.all([
			import('@tensorflow/tfjs-core'),
			import('@tensorflow/tfjs-backend-wasm')
		]);
		// Its thread pool would start from a blob: script; the steps that take the time run in a kernel of our own.
		env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
		setWasmPaths({
			'tfjs-backend-wasm.wasm': plainUrl,
			'tfjs-backend-wasm-simd.wasm': simdUrl,
			'tfjs-backend-wasm-threaded-simd.wasm': simdUrl
		});
	},
	cpu: () => import('@tensorflow/tfjs-backend-cpu')
};
