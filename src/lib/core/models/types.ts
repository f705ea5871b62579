import type { Examples, FeatureSet } from '../features/types.js';
import type { TaskPool } from '../parallel.js';
import type { Progress } from '../progress.js';

export type FamilyName = 'popularity' | 'forest' | 'boosted' | 'neural' | 'transformer' | 'neighbours' | 'blend';

/** A number buffer of an encoded model. */
export type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Int16Array | Uint8Array;

/** A model as plain data: what is stored, transferred and written to a project file. */
export interface EncodedModel {
	readonly family: FamilyName;
	/** Version of this family's layout. */
	readonly version: number;
	readonly features: FeatureSet;
	readonly products: readonly string[];
	/** JSON: options and small facts. */
	readonly meta: Readonly<Record<string, unknown>>;
	readonly buffers: Readonly<Record<string, Numbers>>;
}

/** Maps examples to one probability per product. */
export interface Model {
	readonly family: FamilyName;
	readonly features: FeatureSet;
	readonly products: readonly string[];
	/** P(buy), [rows × products], row-major, each in [0, 1]. Pairs that are ignored (`ever`) are answered all the same. */
	predict(examples: Examples): Float32Array;
	/**
	 * P(buy) of one product for free feature vectors: table is [rows × (customer + product features)], row-major, NaN
	 * missing. Undefined for families that answer from whole histories and not from the named features.
	 */
	predictProduct?(product: number, table: Float32Array, rows: number): Float32Array;
	/**
	 * P(buy) of one product for every coalition of groups of features, [2^groups]: bit g of a coalition's number says
	 * that the columns of group g stand at `current`, otherwise at `baseline`; columns in no group stay at `current`.
	 * Families that have a quicker way than asking `predictProduct` for 2^groups rows offer it here.
	 */
	coalitions?(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array;
	/** The same without the groups that make no difference: what an explanation needs, for far fewer coalitions. */
	effectiveCoalitions?(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions;
	encode(): EncodedModel;
}

/** Training in the middle, as plain data: stored, it outlives the tab. */
export interface Checkpoint {
	readonly family: FamilyName;
	/** Version of this family's layout. */
	readonly version: number;
	/** JSON: where training stands. */
	readonly meta: Readonly<Record<string, unknown>>;
	readonly buffers: Readonly<Record<string, Numbers>>;
}

/** Coalitions of some of the groups that were asked about: the others change nothing, whoever is with them. */
export interface Coalitions {
	/** Positions of those that count, ascending; bit i of a coalition's number is the i-th of them. */
	readonly groups: Int32Array;
	/** [2^groups] */
	readonly worths: Float64Array;
}

export interface FitContext {
	readonly seed: number;
	/** Customers outside `train`, for early stopping and calibration. Never the test customers. */
	readonly validation: Examples;
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
	readonly pool: TaskPool;
	/** Families that train step by step hand their state to `save`, about every `every` milliseconds. */
	readonly checkpoint?: { readonly every: number; readonly save: (state: Checkpoint) => void | Promise<void> };
	/**
	 * Goes on from there: with the same train, validation, options, seed and backend the model is the same, to the bit,
	 * as without a break. Families throw `checkpoint.other` where it comes from another training, and
	 * `checkpoint.damaged`; those that do not train step by step ignore it.
	 */
	readonly resume?: Checkpoint;
}

export interface Fitted {
	readonly model: Model;
	/** [train rows × products] probabilities for the training rows from parts of the model that did not see them. */
	readonly outOfFold?: Float32Array;
	/** Short facts for the model card: why it stopped, trees, epochs, backend. */
	readonly facts: Readonly<Record<string, string | number>>;
	/** One point per epoch or tree. */
	readonly curve?: readonly { readonly train: number; readonly validation: number }[];
}

/** A way to learn. Same train, options and seed: same model, to the bit (a family that cannot promise it says so). */
export interface ModelFamily<Options extends object = Record<string, unknown>> {
	readonly name: FamilyName;
	/** One plain sentence for a person. */
	readonly meaning: string;
	readonly defaults: Options;
	fit(train: Examples, options: Options, context: FitContext): Promise<Fitted>;
	/** Throws a LikelyError `model.damaged` where sizes or values do not fit. */
	decode(encoded: EncodedModel): Model;
}
