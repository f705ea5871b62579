import type { Random } from '../../random.js';
import type { FamilyName, FitContext } from '../types.js';
import type { Engine, Weighing } from './engine.js';
import type { Material } from './material.js';
import type { TrainingOptions } from './options.js';
import { fromCheckpoint, toCheckpoint } from './state.js';
import type { TrainingState } from './state.js';
import type { Trained } from './training.js';
import { trainNetwork } from './training.js';

/** One training of one network. */
export interface Session {
	readonly family: FamilyName;
	/** Parameters of the network. */
	readonly size: number;
	readonly rows: number;
	/** What tells this training from every other: options, data, backend. */
	readonly run: string;
	readonly options: TrainingOptions;
	readonly random: Random;
	readonly initial: () => Float32Array;
	readonly engineFrom: (start: Weighing) => Engine | Promise<Engine>;
}

/** Trains from the start or from the context's checkpoint, and hands out checkpoints on the way. */
export async function trainSession(session: Session, context: FitContext): Promise<Trained & { readonly backend: string }> {
	const { family, size, run } = session;
	const resumed = context.resume && fromCheckpoint(family, run, size, context.resume);
	const zeros = () => new Float32Array(size);
	const start = resumed?.weighing ?? { parameters: session.initial(), first: zeros(), second: zeros(), steps: 0 };
	const engine = await session.engineFrom(start);
	let kept = performance.now();
	const keep = async (state: TrainingState) => {
		if (!context.checkpoint || performance.now() - kept < context.checkpoint.every) return;
		await context.checkpoint.save(toCheckpoint(family, run, state, await engine.read()));
		kept = performance.now();
	};
	try {
		const slice = Math.min(60, context.checkpoint?.every ?? 60);
		const work = { report: context.report, signal: context.signal, slice, keep };
		const trained = await trainNetwork(engine, session.rows, session.options, session.random, work, resumed?.state);
		return { ...trained, backend: engine.name };
	} finally {
		engine.dispose();
	}
}

/** Short facts of a training for the model card. */
export function factsOf(trained: Trained & { readonly backend: string }, size: number): Record<string, string | number> {
	return {
		backend: trained.backend,
		parameters: size,
		epochs: trained.curve.length,
		best_epoch: trained.bestEpoch,
		stopped: trained.stopped
	};
}

/** A text that differs where options, seed, backend or the numbers of the material differ (64 bits of FNV-1a). */
export function fingerprint(options: object, seed: number, backend: string, ...materials: readonly Material[]): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	const add = (word: number) => {
		a = Math.imul(a ^ word, 0x01000193);
		b = Math.imul(b ^ word, 0x85ebca6b) + 1;
	};
	for (const character of JSON.stringify([options, seed, backend])) add(character.charCodeAt(0));
	for (const { x, own, entries, labels } of materials) {
		for (const floats of [x, own]) new Int32Array(floats.buffer, floats.byteOffset, floats.length).forEach(add);
		for (const { start, product } of [entries, labels]) [start, product].forEach((part) => part.forEach(add));
	}
	return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}
