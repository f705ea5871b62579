import * as tf from '@tensorflow/tfjs-core';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import { DeviceBackends } from '../../../src/lib/browser/tensorflow/backends.js';
import { saveCompute } from '../../../src/lib/browser/tensorflow/compute.js';
import type { Compute } from '../../../src/lib/browser/tensorflow/compute.js';
import { toFailure } from '../../../src/lib/core/errors.js';
import { neural } from '../../../src/lib/core/models/neural/index.js';
import { transformer } from '../../../src/lib/core/models/transformer/index.js';
import type { Checkpoint, FitContext, Fitted } from '../../../src/lib/core/models/types.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { simulate } from '../../core/models/neural/simulated.js';
import { chainBook, chainExamples } from '../../core/models/transformer/chain.js';

/** What the page asks for: train, perhaps with a wish, and perhaps take the GPU away after so many epochs. */
export interface Call {
	readonly family: 'neural' | 'transformer';
	readonly epochs: number;
	readonly wish?: Compute['wish'];
	readonly loseAfter?: number;
	/** Breaks off after so many epochs and goes on from what was kept. */
	readonly breakAfter?: number;
	/** Measures all of them, as a visitor can ask for. */
	readonly measure?: boolean;
}

export interface Answer {
	readonly facts: Fitted['facts'];
	readonly curve: Fitted['curve'];
	readonly parameters: Float32Array;
	readonly measured: Compute['measured'];
	readonly backend: string;
	readonly leaked: number;
}

const shop = { train: simulate(200, 6, 1).examples, validation: simulate(100, 6, 2).examples };
const book = chainBook(45, 4, 1);
const chain = { train: chainExamples(book, 0, 30), validation: chainExamples(book, 30, 45) };

/** Trains a small network of the family. */
function fitFamily({ family, epochs }: Call, context: Omit<FitContext, 'validation' | 'seed' | 'pool'>): Promise<Fitted> {
	const { train, validation } = family === 'neural' ? shop : chain;
	const few = { hidden: [16], epochs, patience: epochs, batch: 128 };
	const more = { ...context, seed: 1, pool: inline({}), validation };
	if (family === 'neural') return neural.fit(train, { ...neural.defaults, ...few }, more);
	return transformer.fit(train, { ...transformer.defaults, ...few, width: 8, window: 6 }, more);
}

async function run(call: Call): Promise<Answer> {
	const { wish, loseAfter, breakAfter, measure = false } = call;
	const { settings } = memoryStorage();
	if (wish) await saveCompute(settings, { wish, measured: {} });
	const backends = new DeviceBackends(settings, () => {});
	const tensors = tf.engine().state.numTensors;
	const fit = (more: { resume?: Checkpoint; save?: (state: Checkpoint) => void; signal?: AbortSignal } = {}) =>
		fitFamily(call, {
			backends,
			signal: more.signal,
			resume: more.resume,
			...(more.save && { checkpoint: { every: 0, save: more.save } }),
			report({ done, loss }) {
				if (loss && done === loseAfter && tf.getBackend() === 'webgl') loseGpu();
			}
		});
	if (measure)
		await fitFamily(call, { report: () => {}, backends: new DeviceBackends(settings, () => {}, true) }).catch((error: unknown) => {
			if (toFailure(error).code !== 'cancelled') throw error;
		});
	let kept: Checkpoint | undefined;
	if (breakAfter) {
		const controller = new AbortController();
		const save = (state: Checkpoint) => {
			if (controller.signal.aborted || Number(state.meta.epoch) <= breakAfter) return;
			kept = structuredClone(state);
			controller.abort();
		};
		await fit({ save, signal: controller.signal }).catch(() => undefined);
	}
	const { facts, curve, model } = await fit({ resume: kept, ...(loseAfter && { save: () => {} }) });
	const measured = ((await settings.get('compute')) as Compute | undefined)?.measured ?? {};
	const { parameters } = model.encode().buffers;
	return { facts, curve, parameters: parameters as Float32Array, measured, backend: tf.getBackend(), leaked: tf.engine().state.numTensors - tensors };
}

function loseGpu(): void {
	const { gl } = (tf.backend() as unknown as { getGPGPUContext(): { gl: WebGL2RenderingContext } }).getGPGPUContext();
	gl.getExtension('WEBGL_lose_context')?.loseContext();
}

onmessage = async ({ data }: MessageEvent<Call>) => {
	try {
		postMessage(await run(data));
	} catch (error) {
		postMessage({ error: String(error) });
	}
};
