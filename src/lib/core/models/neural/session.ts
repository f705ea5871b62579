import type * as Core from '@tensorflow/tfjs-core';
import { LikelyError } from '../../errors.js';
import type { Random } from '../../random.js';
import type { Checkpoint, FamilyName, FitContext } from '../types.js';
import { beginBackend, guarded, kindOf } from './backend.js';
import type { Engine, Weighing } from './engine.js';
import type { Material } from './material.js';
import type { TrainingOptions } from './options.js';
import { fromCheckpoint, toCheckpoint } from './state.js';
import type { TrainingState } from './state.js';
import type { Sampling } from './sample.js';
import type { Trained } from './training.js';
import { trainNetwork } from './training.js';

/** One training of one network. */
export interface Session {
	readonly family: FamilyName;
	/** Parameters of the network. */
	readonly size: number;
	readonly rows: number;
	/** What tells this training from every other: options, data. */
	readonly run: string;
	readonly options: TrainingOptions;
	readonly random: Random;
	readonly tf: typeof Core;
	/** The backends that can train it. */
	readonly able: readonly string[];
	readonly initial: () => Float32Array;
	readonly engineFrom: (start: Weighing) => Engine | Promise<Engine>;
	/** [products] average precision on the validation rows with these parameters. */
	readonly precision: (parameters: Float32Array) => Float32Array;
}

/** What came of it. */
export interface Finished extends Trained {
	/** The backend that it was trained on; "webgl, wasm from epoch 5" where that changed. */
	readonly backend: string;
	/** Backends that were asked for and did not start. */
	readonly missing: readonly string[];
}

/** Where a training starts, or starts again. */
interface Start {
	readonly weighing: Weighing;
	readonly state?: TrainingState;
	/** The backends that it was on so far. */
	readonly path: string;
}

/**
 * Milliseconds of work between two looks at the signal: more for more parameters, which are handed to and fro in between.
 */
const shortest = 60;
const grown = 5000;
const longest = 200;

/** A training on a backend that can be lost is kept in memory this often, in milliseconds. */
const remembered = 2000;
const losable = ['webgl', 'webgpu'];

/**
 * Trains from the start or from the context's checkpoint, and hands out checkpoints on the way. A backend that fails in
 * the middle is replaced, and training goes on from what was last kept in memory. Throws `tensorflow.cannot_start`,
 * `checkpoint.other`, `checkpoint.damaged`.
 */
export async function trainSession(session: Session, context: FitContext): Promise<Finished> {
	const { family, size, run, tf, able } = session;
	const back = (checkpoint: Checkpoint) => fromCheckpoint(family, run, size, checkpoint);
	const zeros = () => new Float32Array(size);
	const fresh = { parameters: session.initial(), first: zeros(), second: zeros(), steps: 0 };
	const resumed = context.resume && back(context.resume);
	const missing = await beginBackend(session, context, resumed?.weighing ?? fresh, resumed?.backend);
	let last = context.resume;
	let path = tf.getBackend();
	if (resumed) path = resumed.backend === path ? resumed.state.path : moved(resumed.state, path);
	for (;;) {
		const start = last ? back(last) : { weighing: fresh };
		const backend = tf.getBackend();
		try {
			const trained = await attempt(session, context, { ...start, path }, (checkpoint) => (last = checkpoint));
			return { ...trained, backend: path, missing };
		} catch (error) {
			const ours = error instanceof LikelyError ? error.code !== 'tensorflow.lost' : context.signal?.aborted;
			if (ours || !losable.includes(backend) || !(await context.backends?.replace(kindOf(session), able))) throw error;
			path = moved({ path, epoch: Number(last?.meta.epoch ?? 1) }, tf.getBackend());
		}
	}
}

function moved({ path, epoch }: Pick<TrainingState, 'path' | 'epoch'>, to: string): string {
	return `${path}, ${to} from epoch ${epoch}`;
}

async function attempt(session: Session, context: FitContext, start: Start, note: (checkpoint: Checkpoint) => void): Promise<Trained> {
	const { family, run, tf } = session;
	const backend = tf.getBackend();
	const engine = guarded(await session.engineFrom(start.weighing), context.backends);
	const canBeLost = context.backends !== undefined && losable.includes(backend);
	const { every } = context.checkpoint ?? { every: Infinity };
	let kept = performance.now();
	let noted = kept;
	const keep = async (state: TrainingState, now: boolean) => {
		const time = performance.now();
		const saves = context.checkpoint && (now || time - kept >= every);
		if (!saves && !(canBeLost && time - noted >= remembered)) return;
		state.path = start.path;
		const checkpoint = toCheckpoint(family, run, backend, state, await engine.read());
		note(checkpoint);
		noted = performance.now();
		if (!saves) return;
		await context.checkpoint?.save(checkpoint);
		kept = performance.now();
	};
	try {
		const slice = Math.min(shortest + session.size / grown, longest, every);
		const work = { report: context.report, signal: context.signal, slice, keep, precision: occasionally(engine, session) };
		return await trainNetwork(engine, session.rows, session.options, session.random, work, start.state);
	} finally {
		engine.dispose();
	}
}

/** Precision costs a pass over the validation rows: at most a twentieth of the time goes there, and the last epoch always. */
function occasionally(engine: Engine, session: Session): (last: boolean) => Promise<Float32Array | undefined> {
	let due = 0;
	return async (last) => {
		const started = performance.now();
		if (started < due && !last) return undefined;
		const precision = session.precision((await engine.read()).parameters);
		due = performance.now() + Math.max(250, 20 * (performance.now() - started));
		return precision;
	};
}

/** Short facts of a training for the model card. */
export function factsOf(trained: Finished, size: number, sampling?: Sampling): Record<string, string | number> {
	return {
		backend: trained.backend,
		...(trained.missing.length && { backend_not_started: trained.missing.join(', ') }),
		parameters: size,
		...(sampling && { products_a_step: sampling.chances.size }),
		epochs: trained.curve.length,
		best_epoch: trained.bestEpoch,
		stopped: trained.stopped
	};
}

/** A text that differs where options, seed or the numbers of the material differ (64 bits of FNV-1a). */
export function fingerprint(options: object, seed: number, ...materials: readonly Material[]): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	const add = (word: number) => {
		a = Math.imul(a ^ word, 0x01000193);
		b = Math.imul(b ^ word, 0x85ebca6b) + 1;
	};
	for (const character of JSON.stringify([options, seed])) add(character.charCodeAt(0));
	for (const { x, own, entries, labels } of materials) {
		for (const floats of [x, own]) new Int32Array(floats.buffer, floats.byteOffset, floats.length).forEach(add);
		for (const { start, product } of [entries, labels]) [start, product].forEach((part) => part.forEach(add));
	}
	return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}
