import { LikelyError } from '../../errors.js';
import type { Checkpoint, FamilyName, Numbers } from '../types.js';
import type { Weighing } from './engine.js';

/** How far training has come, beside what the engine holds. */
export interface TrainingState {
	/** The backends that it was on: "wasm", or "webgl, wasm from epoch 5". */
	path: string;
	/** The epoch that is being trained, from 1, and the steps of it that are done. */
	epoch: number;
	step: number;
	/** Sums over those steps. */
	loss: number;
	pairs: number;
	/** The learning rate, and the epochs since the best. */
	rate: number;
	waited: number;
	/** Validation loss before training. */
	untrained: number;
	best: { readonly loss: number; readonly epoch: number; readonly parameters: Float32Array };
	readonly curve: { readonly train: number; readonly validation: number }[];
}

const version = 1;

/**
 * The state and the weights as plain data. `run` names the training: only the same one may go on from it, and only on
 * the same backend to the bit.
 */
export function toCheckpoint(family: FamilyName, run: string, backend: string, state: TrainingState, weighing: Weighing): Checkpoint {
	const { curve, best, ...facts } = state;
	return {
		family,
		version,
		meta: { run, backend, steps: weighing.steps, bestEpoch: best.epoch, ...facts, bestLoss: best.loss },
		buffers: {
			parameters: weighing.parameters,
			first: weighing.first,
			second: weighing.second,
			best: best.parameters,
			curve: Float64Array.from(curve.flatMap(({ train, validation }) => [train, validation]))
		}
	};
}

/**
 * What `toCheckpoint` was given. Throws `checkpoint.other` where it belongs to another training, and
 * `checkpoint.damaged` where sizes or values do not fit.
 */
export function fromCheckpoint(
	family: FamilyName,
	run: string,
	size: number,
	checkpoint: Checkpoint
): { readonly state: TrainingState; readonly weighing: Weighing; readonly backend: string } {
	const { meta, buffers } = checkpoint;
	if (checkpoint.family !== family || checkpoint.version !== version || meta.run !== run)
		throw new LikelyError('checkpoint.other', { family });
	const damaged = (part: string) => new LikelyError('checkpoint.damaged', { family, part });
	const number = (name: string): number => {
		const value = meta[name];
		if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw damaged(name);
		return value;
	};
	const text = (name: string): string => {
		const value = meta[name];
		if (typeof value !== 'string') throw damaged(name);
		return value;
	};
	const floats = (name: string): Float32Array => {
		const buffer: Numbers | undefined = buffers[name];
		if (!(buffer instanceof Float32Array) || buffer.length !== size || !buffer.every(Number.isFinite)) throw damaged(name);
		return buffer.slice();
	};
	const { curve } = buffers;
	if (!(curve instanceof Float64Array) || curve.length % 2) throw damaged('curve');
	return {
		backend: text('backend'),
		state: {
			path: text('path'),
			epoch: number('epoch'),
			step: number('step'),
			loss: number('loss'),
			pairs: number('pairs'),
			rate: number('rate'),
			waited: number('waited'),
			untrained: number('untrained'),
			best: { loss: number('bestLoss'), epoch: number('bestEpoch'), parameters: floats('best') },
			curve: Array.from({ length: curve.length / 2 }, (_, i) => ({ train: curve[2 * i], validation: curve[2 * i + 1] }))
		},
		weighing: { parameters: floats('parameters'), first: floats('first'), second: floats('second'), steps: number('steps') }
	};
}
