import type { Progress } from '../../progress.js';
import { breather } from '../../progress.js';
import type { Random } from '../../random.js';
import type { Engine, Epoch, Span } from './engine.js';
import type { NeuralOptions } from './options.js';

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
}

/** A validation loss counts as better from this share on. */
const better = 1e-4;
/** Milliseconds of work between two looks at the signal. */
const slice = 60;

/** Trains until the validation loss has stopped falling, and keeps the best epoch. `rows`: training rows. */
export async function trainNetwork(
	engine: Engine,
	rows: number,
	options: NeuralOptions,
	random: Random,
	work: Work
): Promise<Trained> {
	const breath = breather(work.signal, 50);
	const validate = () => whole(engine.validationBatches, breath, (from) => engine.validate(from, slice));
	const untrained = await validate();
	const curve: { train: number; validation: number }[] = [];
	let best = { loss: untrained, epoch: 0, parameters: (await engine.read()).parameters };
	const end = (stopped: Trained['stopped']): Trained => ({
		parameters: best.parameters,
		curve,
		untrained,
		bestEpoch: best.epoch,
		stopped
	});
	let rate = options.learningRate;
	let waited = 0;
	for (let number = 1; number <= options.epochs; number++) {
		if (options.schedule === 'cosine')
			rate = (options.learningRate / 2) * (1 + Math.cos((Math.PI * (number - 1)) / options.epochs));
		const epoch = epochOf(number, rows, rate, options, random);
		const train = await whole(epoch.seeds.length, breath, (from) => engine.train(epoch, from, slice), (share) =>
			work.report({ stage: 'epochs', done: number - 1 + share, total: options.epochs })
		);
		const validation = await validate();
		if (!Number.isFinite(train + validation) || validation > 4 * untrained + 1)
			return end('loss exploded');
		curve.push({ train, validation });
		work.report({ stage: 'epochs', done: number, total: options.epochs, loss: { train, validation } });
		if (validation < best.loss * (1 - better)) {
			best = { loss: validation, epoch: number, parameters: (await engine.read()).parameters };
			waited = 0;
			continue;
		}
		waited++;
		if (waited >= options.patience)
			return end('no improvement');
		if (options.schedule === 'plateau' && waited % Math.ceil(options.patience / 3) === 0) rate /= 2;
	}
	return end('all epochs done');
}

/** Order and dropout seeds follow from the epoch's number alone, so that training can be taken up again anywhere. */
function epochOf(number: number, rows: number, rate: number, options: NeuralOptions, random: Random): Epoch {
	const order = random.fork(`order/${number}`).shuffle(Int32Array.from({ length: rows }, (_, i) => i));
	const draws = random.fork(`dropout/${number}`);
	const seeds = Uint32Array.from({ length: Math.ceil(rows / options.batch) }, () => draws.uint32());
	return { order, batch: options.batch, rate, decay: options.weightDecay, keep: 1 - options.dropout, seeds };
}

/** Runs all steps, slice after slice, and returns the mean loss. Throws where the signal says so. */
async function whole(
	steps: number,
	breath: () => Promise<void> | undefined,
	run: (from: number) => Promise<Span>,
	tell?: (share: number) => void
): Promise<number> {
	let loss = 0;
	let pairs = 0;
	for (let done = 0; done < steps; ) {
		const span = await run(done);
		loss += span.loss;
		pairs += span.pairs;
		done += span.steps;
		await breath();
		if (done < steps) tell?.(done / steps);
	}
	return pairs ? loss / pairs : 0;
}
