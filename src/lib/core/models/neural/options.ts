import { LikelyError } from '../../errors.js';
import type { Examples } from '../../features/types.js';
import type { FamilyName } from '../types.js';

/** How networks learn. */
export interface TrainingOptions {
	/** Share of hidden activations that a training step sets to 0. */
	readonly dropout: number;
	/** Decoupled weight decay (AdamW), per unit of learning rate; biases are spared. */
	readonly weightDecay: number;
	readonly learningRate: number;
	/**
	 * plateau: halved after each `patience / 3` epochs without a better validation loss; cosine: falls to 0 over
	 * `epochs`; constant: as it is.
	 */
	readonly schedule: 'plateau' | 'cosine' | 'constant';
	/** Rows of a training step. */
	readonly batch: number;
	/** At most this many passes over the training rows. */
	readonly epochs: number;
	/** Stop after this many epochs without a better validation loss. */
	readonly patience: number;
	/**
	 * Products that a step draws to stand for all that were not bought, where a pass over all of them would take long; 0: none,
	 * a step looks at all.
	 */
	readonly negatives: number;
}

/** How the network looks and learns. */
export interface NeuralOptions extends TrainingOptions {
	/** Widths of the hidden layers of the trunk over the customer features. */
	readonly hidden: readonly number[];
	/** Width of the small net over a product's own features, shared by all products. */
	readonly own: number;
}

export const neuralDefaults: NeuralOptions = {
	hidden: [64, 32],
	own: 16,
	dropout: 0.2,
	weightDecay: 0.02,
	learningRate: 0.003,
	schedule: 'plateau',
	batch: 128,
	epochs: 60,
	patience: 9,
	negatives: 512
};

/** Throws `model.bad_option` where an option has a value that no training could go by. */
export function checkTrainingOptions(family: FamilyName, options: NeuralOptions): void {
	const whole = (value: unknown, least: number) => Number.isInteger(value) && Number(value) >= least && Number(value) <= 65536;
	const within = (value: unknown, low: number, high: number) => typeof value === 'number' && value >= low && value <= high;
	const fits: Record<keyof NeuralOptions, boolean> = {
		hidden: Array.isArray(options.hidden) && options.hidden.every((width) => whole(width, 1)),
		own: whole(options.own, 0),
		dropout: within(options.dropout, 0, 0.95),
		weightDecay: within(options.weightDecay, 0, 100),
		learningRate: within(options.learningRate, Number.MIN_VALUE, Number.MAX_VALUE),
		schedule: ['plateau', 'cosine', 'constant'].includes(options.schedule),
		batch: whole(options.batch, 1),
		epochs: whole(options.epochs, 0),
		patience: whole(options.patience, 1),
		negatives: whole(options.negatives, 0)
	};
	for (const [option, isFine] of Object.entries(fits))
		if (!isFine) throw badOption(family, option, options[option as keyof NeuralOptions]);
}

export function badOption(family: FamilyName, option: string, value: unknown): LikelyError {
	return new LikelyError('model.bad_option', { family, option, value: String(value) });
}

/** Throws `model.unlabelled` and `model.empty` where there is nothing to learn from. */
export function checkLearnable(family: FamilyName, train: Examples, validation: Examples): void {
	if (!train.labels || !validation.labels) throw new LikelyError('model.unlabelled', { family });
	if (!train.rows || !validation.rows) throw new LikelyError('model.empty', { family });
}
