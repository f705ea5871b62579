import { LikelyError } from '../../errors.js';
import { calibrationFolds } from '../../evaluation/calibration.js';
import type { Examples } from '../../features/types.js';
import type { Arena } from '../trees/arena.js';
import { baseMargin, commonTable } from '../trees/boost-rows.js';
import { joinTrees } from '../trees/builder.js';
import { binExamples, findExampleBins, nowhere, productBins, productLabels, productWeight } from '../trees/examples.js';
import type { GrownBoosted } from '../trees/grow.js';
import { decodeTreeModel, TreeModel } from '../trees/model.js';
import { boostArena, boostInPool, shareTable } from '../trees/pooled.js';
import { runJobs } from '../trees/run.js';
import { boostedTreesPerTask } from '../trees/tasks.js';
import type { Binned, Bins, GrowBoosted } from '../trees/types.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { isWorthTrees, stoppedByOthers } from './left-out.js';

export interface BoostedOptions extends GrowBoosted {
	/** Most bins per column, 2 to 255. */
	readonly maxBins: number;
}

/** What is kept of a product's trees. */
type Grown = Pick<GrownBoosted, 'trees' | 'base' | 'curve'>;

/** One boosted ensemble per product over the customer's features and this product's own (Chen & Guestrin 2016). */
export const boosted: ModelFamily<BoostedOptions> = {
	name: 'boosted',
	meaning: 'Small decision trees per product, each correcting those before it, until new customers gain nothing more.',
	defaults: {
		trees: 300,
		rate: 0.1,
		depth: 4,
		lambda: 1,
		minChild: 1,
		minGain: 0,
		rowShare: 1,
		columnShare: 1,
		patience: 20,
		maxBins: 255
	},
	fit,
	leftOut: (model, validation, foldOf) =>
		model instanceof TreeModel ? stoppedByOthers(model, validation, foldOf) : (examples) => model.predict(examples),
	decode: (encoded) => decodeTreeModel(encoded, 'boosted', 'logistic')
};

/** Log-odds that trees of every product start from, in place of the product's rate: a row each, in [rows]. */
export interface Start {
	readonly train: Float32Array;
	readonly validation: Float32Array;
}

/**
 * `boosted.fit`; with `start` the trees learn what it leaves open, and the model's answers are theirs alone: whoever asks
 * adds their log-odds to the start of the row that is asked about.
 */
export async function fit(train: Examples, options: BoostedOptions, context: FitContext, start?: Start): Promise<Fitted> {
	if (!train.labels) throw new LikelyError('model.unlabelled');
	if (train.rows === 0) throw new LikelyError('model.empty');
	const { products } = train.book;
	const bins = findExampleBins(train, options.maxBins);
	const grown: Grown[] = new Array(products.length);
	const total = products.length * options.trees;
	const done = new Float64Array(products.length);
	const report = (product: number, trees: number) => {
		done[product] = trees;
		context.report({ stage: 'trees', done: done.reduce((sum, count) => sum + count, 0), total });
	};
	context.report({ stage: 'trees', done: 0, total });
	const arena = boostArena(context.pool, train.rows + (context.validation.labels ? context.validation.rows : 0), bins, options);
	const inputs = productInputs(train, context.validation, bins, arena);
	const isWorth = worthOf(context);
	const growProduct = async (product: number) => {
		const input = inputs(product);
		const base = start ? 0 : baseMargin(input.own.label, input.own.weight);
		if (!canLearn(input)) {
			arena?.free(input.own.label);
			grown[product] = { trees: joinTrees([]), base, curve: [] };
			return report(product, options.trees);
		}
		const { table, free } = input.share();
		const seed = `${context.seed}/${product}`;
		const step = boostedTreesPerTask(train.rows * bins.kinds.length);
		const from = start ? joinStart(start, input.watched !== undefined) : base;
		const boosting = { table, own: input.own, watched: input.watched, base: from, options, seed, step };
		const growing = boostInPool(context.pool, boosting, (_, done) => report(product, done), arena);
		// It has begun with a copy.
		arena?.free(input.own.label);
		const { trees, all, curve } = await growing;
		free();
		const isKept = !input.watched || start !== undefined || isWorth({ all, base }, input.watched);
		grown[product] = { trees: isKept ? trees : joinTrees([]), base, curve };
		report(product, options.trees);
	};
	const jobs = Array.from(products, (_, product) => () => growProduct(product));
	await runJobs(context.pool, jobs, { signal: context.signal, ahead: context.pool.size + 1 });
	const counts = grown.map(({ trees }) => trees.start.length - 1);
	const first = new Int32Array(products.length + 1);
	counts.forEach((count, p) => (first[p + 1] = first[p] + count));
	const model = new TreeModel({
		family: 'boosted',
		features: train.features,
		products,
		options: { ...options },
		bins,
		trees: joinTrees(grown.map(({ trees }) => trees)),
		first,
		base: Float64Array.from(grown, ({ base }) => base),
		link: 'logistic'
	});
	return {
		model,
		facts: { trees: first[products.length], fewest: Math.min(...counts), most: Math.max(...counts) },
		curve: meanCurve(grown)
	};
}

/** [all rows] */
function joinStart({ train, validation }: Start, isWatched: boolean): Float32Array {
	if (!isWatched) return train;
	const all = new Float32Array(train.length + validation.length);
	all.set(train);
	all.set(validation, train.length);
	return all;
}

/** Fewer buyers than this say nothing about who buys. */
const FEWEST_BUYERS = 5;

/** Whether a product has buyers to learn from and, where early stopping watches, to check it on; if not, it keeps its rate. */
function canLearn({ own, watched }: Pick<ProductInput, 'own' | 'watched'>): boolean {
	let buyers = 0;
	for (let row = 0; row < own.label.length; row++) buyers += own.label[row];
	return buyers >= FEWEST_BUYERS && (!watched || watched.label.includes(1));
}

/** Whether a product's trees are better than its rate alone, by customers who did not choose when to stop. */
function worthOf({ validation, seed }: Pick<FitContext, 'validation' | 'seed'>) {
	const foldOf = calibrationFolds(validation, { seed });
	const fold = validation.customer.map((c) => foldOf[c]);
	const folds = fold.reduce((most, own) => Math.max(most, own), 0) + 1;
	return ({ all, base }: Pick<GrownBoosted, 'all' | 'base'>, { binned, label, weight }: WatchedProduct) => {
		const trees = { trees: all, from: 0, to: all.start.length - 1, base };
		return isWorthTrees({ ...trees, binned: binned(), label, weight, fold, folds }, validation.customer);
	};
}

interface WatchedProduct {
	readonly binned: () => Binned;
	readonly label: Uint8Array;
	readonly weight?: Float32Array;
}

interface ProductInput {
	readonly own: { readonly label: Uint8Array; readonly weight?: Float32Array };
	readonly watched?: WatchedProduct;
	readonly share: () => ReturnType<typeof shareTable>;
}

/** What each product is boosted from. Where products have nothing of their own, all share one table. */
function productInputs(train: Examples, validation: Examples, bins: Bins, arena?: Arena): (product: number) => ProductInput {
	const width = train.book.products.length;
	const isWatchable = validation.labels !== undefined && validation.rows > 0;
	const isCommon = train.features.product.length === 0 && !train.entryCustomerX;
	const common = isCommon ? { table: commonTable(bins, isWatchable ? [train, validation] : [train], arena), free: () => {} } : undefined;
	const table = binExamples(bins, train, common && nowhere);
	const watchedTable = isWatchable ? binExamples(bins, validation) : undefined;
	const labelOf = train.labels && productLabels(train.labels, width, arena?.bytes);
	const watchedLabelOf = validation.labels && productLabels(validation.labels, width);
	const weights = (weight: Uint8Array | undefined) => weight && Float32Array.from(weight);
	const tables = (product: number) => [table, ...(watchedTable ? [watchedTable] : [])].map((own) => productBins(own, product));
	return (product) => ({
		own: { label: labelOf ? labelOf(product) : new Uint8Array(train.rows), weight: weights(productWeight(table, product)) },
		watched:
			watchedTable && watchedLabelOf
				? {
						binned: () => productBins(watchedTable, product),
						label: watchedLabelOf(product),
						weight: weights(productWeight(watchedTable, product))
					}
				: undefined,
		share: () => common ?? shareTable(tables(product), arena)
	});
}

/** Mean loss over products after so many trees each; a product that stopped earlier keeps its best. */
function meanCurve(grown: readonly Grown[]): { train: number; validation: number }[] {
	const length = Math.max(0, ...grown.map(({ curve }) => curve.length));
	const at = (own: Grown, tree: number) =>
		own.curve[tree < own.curve.length ? tree : Math.max(0, own.trees.start.length - 2)] ?? { train: 0, validation: 0 };
	return Array.from({ length }, (_, tree) => ({
		train: grown.reduce((sum, own) => sum + at(own, tree).train, 0) / grown.length,
		validation: grown.reduce((sum, own) => sum + at(own, tree).validation, 0) / grown.length
	}));
}
