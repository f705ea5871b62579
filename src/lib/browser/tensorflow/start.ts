import { LikelyError } from '../../core/errors.js';
import { backendNames, startBackend } from './load.js';
import type { BackendName } from './load.js';

export type { BackendName } from './load.js';

/**
 * Starts TensorFlow.js in this worker: the preferred backend first, then WASM, then the CPU. Loads nothing before it is
 * called. Throws `tensorflow.cannot_start` where no backend does.
 */
export async function startTensorFlow(preferred: BackendName = 'wasm'): Promise<{ backend: BackendName }> {
	const tried = new Set<BackendName>([preferred, 'wasm', 'cpu']);
	for (const backend of tried) if (await startBackend(backend)) return { backend };
	throw new LikelyError('tensorflow.cannot_start', { tried: backendNames.filter((name) => tried.has(name)) });
}
