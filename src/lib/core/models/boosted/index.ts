import { LikelyError } from '../../errors.js';
import { calibrationFolds } from '../../evaluation/calibration.js';
import type { Examples } from '../../features/types.js';
import { baseMargin } from '../trees/boosted.js';
import type { BoostedPart } from '../trees/boosted.js';
import { joinTrees } from '../trees/builder.js';
import { binExamples, findExampleBins, productBins, productLabels, productWeight } from '../trees/examples.js';
import { boost } from '../trees/grow.js';
import type { GrownBoosted } from '../trees/grow.js';
import { decodeTreeModel, TreeModel } from '../trees/model.js';
import { runJobs } from '../trees/run.js';
import { boostedTreesPerTask } from '../trees/tasks.js';
import type { BoostedTask } from '../trees/tasks.js';
import type { GrowBoosted } from '../trees/types.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { isWorthTrees, stoppedByOthers } from './left-out.js';

export interface BoostedOptions extends GrowBoosted {
	/** Most bins per column, 2 to 255. */
	readonly maxBins: number;
}

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

async function fit(train: Examples, options: BoostedOptions, context: FitContext): Promise<Fitted> {
	if (!train.labels) throw new LikelyError('model.unlabelled');
	if (train.rows === 0) throw new LikelyError('model.empty');
	const { products } = train.book;
	const bins = findExampleBins(train, options.maxBins);
	const grown: GrownBoosted[] = new Array(products.length);
	const total = products.length * options.trees;
	const done = new Float64Array(products.length);
	const report = (product: number, trees: number) => {
		done[product] = trees;
		context.report({ stage: 'trees', done: done.reduce((sum, count) => sum + count, 0), total });
	};
	context.report({ stage: 'trees', done: 0, total });
	const inputs = taskInputs(train, context.validation, bins, options);
	const isWorth = worthOf(context);
	const growProduct = async (product: number) => {
		const input = inputs(product);
		if (!canLearn(input)) {
			const base = baseMargin(input.label, input.weight);
			grown[product] = { trees: joinTrees([]), all: joinTrees([]), base, curve: [], margin: new Float32Array(train.rows).fill(base) };
			return report(product, options.trees);
		}
		const step = boostedTreesPerTask(train.rows * bins.kinds.length);
		grown[product] = await boost(
			(from, to, state) =>
				context.pool.run<BoostedTask, BoostedPart>('trees.boosted', {
					...input,
					seed: `${context.seed}/${product}`,
					from,
					to,
					state
				}),
			baseMargin(input.label, input.weight),
			train.rows,
			input.watched?.binned.rows,
			options,
			step,
			(_, trees) => report(product, trees)
		);
		if (input.watched && !isWorth(grown[product], input.watched)) grown[product] = { ...grown[product], trees: joinTrees([]) };
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

/** Fewer buyers than this say nothing about who buys. */
const FEWEST_BUYERS = 5;

/** Whether a product has buyers to learn from and, where early stopping watches, to check it on; if not, it keeps its rate. */
function canLearn({ label, watched }: Pick<BoostedTask, 'label' | 'watched'>): boolean {
	let buyers = 0;
	for (const bought of label) buyers += bought;
	return buyers >= FEWEST_BUYERS && (!watched || watched.label.includes(1));
}

/** Whether a product's trees are better than its rate alone, by customers who did not choose when to stop. */
function worthOf({ validation, seed }: Pick<FitContext, 'validation' | 'seed'>) {
	const foldOf = calibrationFolds(validation, { seed });
	const fold = validation.customer.map((c) => foldOf[c]);
	const folds = fold.reduce((most, own) => Math.max(most, own), 0) + 1;
	return ({ all, base }: GrownBoosted, { binned, label, weight }: NonNullable<BoostedTask['watched']>) => {
		const trees = { trees: all, from: 0, to: all.start.length - 1, base };
		return isWorthTrees({ ...trees, binned, label: Uint8Array.from(label), weight, fold, folds }, validation.customer);
	};
}

/** What does not change from part to part, product by product. */
function taskInputs(
	train: Examples,
	validation: Examples,
	bins: ReturnType<typeof findExampleBins>,
	options: BoostedOptions
): (product: number) => Pick<BoostedTask, 'binned' | 'label' | 'weight' | 'options' | 'watched'> {
	const width = train.book.products.length;
	const table = binExamples(bins, train);
	const labelOf = train.labels && productLabels(train.labels, width);
	const watchable = validation.labels && validation.rows > 0;
	const watchedTable = watchable ? binExamples(bins, validation) : undefined;
	const watchedLabelOf = validation.labels && productLabels(validation.labels, width);
	const weights = (weight: Uint8Array | undefined) => weight && Float32Array.from(weight);
	return (product) => ({
		binned: productBins(table, product),
		label: labelOf ? labelOf(product) : new Uint8Array(train.rows),
		weight: weights(productWeight(table, product)),
		options,
		watched:
			watchedTable && watchedLabelOf
				? {
						binned: productBins(watchedTable, product),
						label: watchedLabelOf(product),
						weight: weights(productWeight(watchedTable, product))
					}
				: undefined
	});
}

/** Mean loss over products after so many trees each; a product that stopped earlier keeps its best. */
function meanCurve(grown: readonly GrownBoosted[]): { train: number; validation: number }[] {
	const length = Math.max(0, ...grown.map(({ curve }) => curve.length));
	const at = (own: GrownBoosted, tree: number) =>
		own.curve[tree < own.curve.length ? tree : Math.max(0, own.trees.start.length - 2)] ?? { train: 0, validation: 0 };
	return Array.from({ length }, (_, tree) => ({
		train: grown.reduce((sum, own) => sum + at(own, tree).train, 0) / grown.length,
		validation: grown.reduce((sum, own) => sum + at(own, tree).validation, 0) / grown.length
	}));
}
