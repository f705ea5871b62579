import type { Examples, FeatureSet } from '../features/types.js';
import type { TaskPool } from '../parallel.js';
import type { Progress } from '../progress.js';

export type FamilyName = 'popularity' | 'forest' | 'boosted' | 'neural' | 'transformer' | 'neighbours' | 'renewal' | 'blend';

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
	 * P(buy) of one product for free vectors: table is [rows × (customer + product features)] of `inputs`, or else of
	 * `features`, row-major, NaN missing.
	 */
	predictProduct(product: number, table: Float32Array, rows: number): Float32Array;
	/**
	 * P(buy) of one product for every coalition of groups of features, [2^groups]: bit g of a coalition's number says
	 * that the columns of group g stand at `current`, otherwise at `baseline`; columns in no group stay at `current`.
	 * Families that have a quicker way than asking `predictProduct` for 2^groups rows offer it here.
	 */
	coalitions?(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array;
	/** The same without the groups that make no difference: what an explanation needs, for far fewer coalitions. */
	effectiveCoalitions?(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions;
	/**
	 * What `effectiveCoalitions` is going to be asked of several products between the same two ends: families that answer sooner
	 * where they work that out together do so, and remember it. It changes no answer.
	 */
	foresee?(asked: readonly CoalitionQuestion[], current: Float32Array, baseline: Float32Array): void;
	/** Whether part of its coalitions is asked row by row all the same: fewer of them can be. */
	readonly asksRows?: true;
	/** Families that answer from whole histories take other inputs than the features of the examples. */
	readonly inputs?: ModelInputs;
	/** Who speaks for a pair: families that answer by comparing customers offer it beside impacts. */
	likeness?(examples: Examples, row: number, product: number): Likeness;
	encode(): EncodedModel;
}

/** P(buy) of rows of examples, [rows × products], row-major. */
export type Answers = (examples: Examples) => Float32Array;

/** What a model answers from where that is not the features of the examples alone: what it reads of the orders. */
export interface ModelInputs {
	/** The columns of `predictProduct`. */
	readonly features: FeatureSet;
	/** Whether those are the features of the examples and further ones that follow from them and from which products were bought: parameters like any other. */
	readonly isNamed?: boolean;
	/** The same rows with these features. */
	of(examples: Examples): Examples;
	/**
	 * [columns asked] how far the answers on all products together go when one history alone is exchanged between two
	 * inputs: which of many deserve to be parameters of their own.
	 */
	influence?(current: Float32Array, baseline: Float32Array, asked: Int32Array): Float64Array;
}

/** Why customers who are like this one speak for a product, in counts. Products are indices of the book. */
export interface Likeness {
	/** Customers most like this one by what they had bought before, and how many of them bought the product then. */
	readonly customers: number;
	readonly bought: number;
	/** The share of all customers who bought it. */
	readonly everyone: number;
	/** Whether this customer had bought it before. */
	readonly had: boolean;
	/** Own products that speak for it, the strongest first: of those who had one, this share bought the product then. */
	readonly items: readonly { readonly product: number; readonly share: number }[];
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

/** A product, and the groups of columns that its coalitions are of. */
export interface CoalitionQuestion {
	readonly product: number;
	readonly groups: readonly Int32Array[];
}

/** Coalitions of some of the groups that were asked about: the others change nothing, whoever is with them. */
export interface Coalitions {
	/** Positions of those that count, ascending; bit i of a coalition's number is the i-th of them. */
	readonly groups: Int32Array;
	/** [2^groups] */
	readonly worths: Float64Array;
}

/** The backends of TensorFlow.js, as whoever hosts it offers them to networks. */
export interface Backends {
	/**
	 * Starts the backend to train on, one of `able`: the one that was asked for, or else the quickest. `measure` trains
	 * the very network for about so many milliseconds on the backend in use and returns rows a second; `network` is
	 * the same for networks that take about as long. Returns the names of asked-for backends that did not start. Throws
	 * `tensorflow.cannot_start` where none does.
	 */
	start(network: string, able: readonly string[], measure: (milliseconds: number) => Promise<number>): Promise<readonly string[]>;
	/** Starts the backend of that name; false where it does not start. */
	use(name: string): Promise<boolean>;
	/** Starts another of `able` in place of the one in use, which failed; `network` as of `start`. False where none is left. */
	replace(network: string, able: readonly string[]): Promise<boolean>;
	/** What the work comes to, or `tensorflow.lost` as soon as the backend in use is gone. */
	guard<T>(work: Promise<T>): Promise<T>;
}

export interface FitContext {
	readonly seed: number;
	/** Customers outside `train`, for early stopping and calibration. Never the test customers. */
	readonly validation: Examples;
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
	readonly pool: TaskPool;
	/** The calibrated models that were learned before: what a blend is made of. */
	readonly members?: readonly Model[];
	/** [members] how each answers for validation customers who did not calibrate it: what a blend weighs. */
	readonly crossFitted?: readonly Answers[];
	/** Families that train step by step hand their state to `save`, about every `every` milliseconds. */
	readonly checkpoint?: { readonly every: number; readonly save: (state: Checkpoint) => void | Promise<void> };
	/**
	 * Goes on from there: with the same train, validation, options, seed and backend the model is the same, to the bit,
	 * as without a break. Families throw `checkpoint.other` where it comes from another training, and
	 * `checkpoint.damaged`; those that do not train step by step ignore it.
	 */
	readonly resume?: Checkpoint;
	/** Where there is a choice of backends; without it networks train on the one that the host has started. */
	readonly backends?: Backends;
}

export interface Fitted {
	readonly model: Model;
	/** [train rows × products] probabilities for the training rows from parts of the model that did not see them. */
	readonly outOfFold?: Float32Array;
	/** How it answers for validation customers where what was fitted on them is left out: what it is compared by. */
	readonly crossFitted?: Answers;
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
	/**
	 * For families that choose much by validation customers: how a model of theirs, not calibrated, answers each of them
	 * by what the other folds would have chosen. foldOf: [customers of the book], -1 for everybody else.
	 */
	leftOut?(model: Model, validation: Examples, foldOf: Int8Array): Answers;
	/** Throws a LikelyError `model.damaged` where sizes or values do not fit. */
	decode(encoded: EncodedModel): Model;
}
