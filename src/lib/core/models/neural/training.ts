import type { Progress } from '../../progress.js';
import { breather } from '../../progress.js';
import type { Random } from '../../random.js';
import type { Engine, Epoch, Span } from './engine.js';
import type { TrainingOptions } from './options.js';
import type { TrainingState } from './state.js';

/** What training came to. Losses are means over asked pairs, in nats. */
export interface Trained {
	readonly parameters: Float32Array;
	/** One point per epoch. */
	readonly curve: readonly { readonly train: number; readonly validation: number }[];
	/** Validation loss before training: what popularity comes to. */
	readonly untrained: number;
	/** 0 where the untrained network is best. */
	readonly bestEpoch: number;
	readonly stopped: 'no improvement' | 'all epochs done' | 'loss exploded';
}

interface Work {
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
	/** Milliseconds of work between two looks at the signal; 60 where not given. */
	readonly slice?: number;
	/** Called between slices of work, to keep the state somewhere; `now`: because a pause begins. */
	readonly keep?: (state: TrainingState, now: boolean) => Promise<void> | undefined;
	/** Called after an epoch: average precision by product on the validation rows, where it is time for it. */
	readonly precision?: (last: boolean) => Promise<Float32Array | undefined>;
}

/** A validation loss counts as better from this share on. */
const better = 1e-4;
const defaultSlice = 60;

/**
 * Trains until the validation loss has stopped falling, and keeps the best epoch. `rows`: training rows; `from`: where
 * to go on, with an engine that holds the weights of then.
 */
export async function trainNetwork(
	engine: Engine,
	rows: number,
	options: TrainingOptions,
	random: Random,
	work: Work,
	from?: TrainingState
): Promise<Trained> {
	let reached: TrainingState | undefined = from;
	const breath = breather(work.signal, 50, () => reached && work.keep?.(reached, true));
	const slice = work.slice ?? defaultSlice;
	const total = options.epochs;
	const validate = () => validationLoss(engine, breath);
	const state = from ?? (await freshState(engine, options, await validate()));
	reached = state;
	let [made, spent] = [0, 0];
	const training = (precision?: Float32Array) => ({ backend: engine.name, rowsPerSecond: (made * 1000) / Math.max(1e-3, spent), ...(precision && { precision }) });
	const end = (stopped: Trained['stopped']): Trained => ({
		parameters: state.best.parameters,
		curve: state.curve,
		untrained: state.untrained,
		bestEpoch: state.best.epoch,
		stopped
	});
	for (; state.epoch <= total; nextEpoch(state)) {
		const epoch = epochOf(state.epoch, rows, rateOf(state, options), options, random);
		while (state.step < epoch.seeds.length) {
			const started = performance.now();
			const before = state.step;
			take(state, await engine.train(epoch, before, slice));
			spent += performance.now() - started;
			made += Math.min(rows, state.step * options.batch) - before * options.batch;
			if (!Number.isFinite(state.loss)) return end('loss exploded');
			await breath();
			await work.keep?.(state, false);
			work.signal?.throwIfAborted();
			const share = state.step / epoch.seeds.length;
			if (share < 1) work.report({ stage: 'epochs', done: state.epoch - 1 + share, total, training: training() });
		}
		const train = state.loss / Math.max(1, state.pairs);
		const validation = await validate();
		if (!Number.isFinite(validation) || validation > 4 * state.untrained + 1) return end('loss exploded');
		state.curve.push({ train, validation });
		const isBetter = validation < state.best.loss * (1 - better);
		const isLast = state.epoch === total || (!isBetter && state.waited + 1 >= options.patience);
		const precision = await work.precision?.(isLast);
		work.report({ stage: 'epochs', done: state.epoch, total, loss: { train, validation }, training: training(precision) });
		if (isBetter) {
			state.best = { loss: validation, epoch: state.epoch, parameters: (await engine.read()).parameters };
			state.waited = 0;
			continue;
		}
		state.waited++;
		if (state.waited >= options.patience) return end('no improvement');
		if (options.schedule === 'plateau' && state.waited % Math.ceil(options.patience / 3) === 0) state.rate /= 2;
	}
	return end('all epochs done');
}

async function freshState(engine: Engine, options: TrainingOptions, untrained: number): Promise<TrainingState> {
	const { parameters } = await engine.read();
	const best = { loss: untrained, epoch: 0, parameters };
	return { path: engine.name, epoch: 1, step: 0, loss: 0, pairs: 0, rate: options.learningRate, waited: 0, untrained, best, curve: [] };
}

function nextEpoch(state: TrainingState): void {
	state.epoch++;
	state.step = 0;
	state.loss = 0;
	state.pairs = 0;
}

/** One by one, so that the sum does not depend on where slices end. */
function take(state: TrainingState, { steps, losses, pairs }: Span): void {
	for (const loss of losses) state.loss += loss;
	state.pairs += pairs;
	state.step += steps;
}

function rateOf({ epoch, rate }: TrainingState, { schedule, learningRate, epochs }: TrainingOptions): number {
	return schedule === 'cosine' ? (learningRate / 2) * (1 + Math.cos((Math.PI * (epoch - 1)) / epochs)) : rate;
}

/** Order and dropout seeds follow from the epoch's number alone, so that training can be taken up again anywhere. */
export function epochOf(number: number, rows: number, rate: number, options: TrainingOptions, random: Random): Epoch {
	const order = random.fork(`order/${number}`).shuffle(Int32Array.from({ length: rows }, (_, i) => i));
	const draws = random.fork(`dropout/${number}`);
	const seeds = Uint32Array.from({ length: Math.ceil(rows / options.batch) }, () => draws.uint32());
	return { order, batch: options.batch, rate, decay: options.weightDecay, keep: 1 - options.dropout, seeds };
}

async function validationLoss(engine: Engine, breath: () => Promise<void> | undefined): Promise<number> {
	let loss = 0;
	let pairs = 0;
	for (let done = 0; done < engine.validationBatches; ) {
		const span = await engine.validate(done, defaultSlice);
		for (const part of span.losses) loss += part;
		pairs += span.pairs;
		done += span.steps;
		await breath();
	}
	return loss / Math.max(1, pairs);
}
