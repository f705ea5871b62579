/** Everything that training changes: restored, it goes on as if it had never stopped. All [layout.size]. */
export interface Weighing {
	readonly parameters: Float32Array;
	/** Adam's moments. */
	readonly first: Float32Array;
	readonly second: Float32Array;
	/** Steps made so far. */
	readonly steps: number;
}

/** One pass over the training rows. */
export interface Epoch {
	/** Rows in the order in which they are seen. */
	readonly order: Int32Array;
	/** Rows of a step; the last step takes what is left. */
	readonly batch: number;
	readonly rate: number;
	readonly decay: number;
	/** Share of activations that dropout keeps. */
	readonly keep: number;
	/** [steps] seeds of the dropout patterns. */
	readonly seeds: Uint32Array;
}

/** How far a call came. */
export interface Span {
	/** Steps made, at least one. */
	readonly steps: number;
	/** [steps] sum of the cross-entropies of each step's pairs. */
	readonly losses: readonly number[];
	/** How many pairs that were. */
	readonly pairs: number;
}

/** What trains a network. Each call works for about `milliseconds`, so that the caller can listen in between. */
export interface Engine {
	readonly name: string;
	/** Makes the epoch's steps from step `from` on. */
	train(epoch: Epoch, from: number, milliseconds: number): Promise<Span>;
	/** The loss on the validation rows, from its batch `from` on. */
	validate(from: number, milliseconds: number): Promise<Span>;
	/** Batches of the validation rows. */
	readonly validationBatches: number;
	read(): Promise<Weighing>;
	dispose(): void;
}
