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
	patience: 9
};
