import { LikelyError } from '../../errors.js';
import type { Examples } from '../../features/types.js';
import { binExamples, findExampleBins, productBins, productLabels, productWeight } from '../trees/examples.js';
import type { BinnedExamples } from '../trees/examples.js';
import { joinTrees } from '../trees/builder.js';
import type { ForestPart } from '../trees/forest.js';
import { decodeTreeModel, TreeModel } from '../trees/model.js';
import { runJobs } from '../trees/run.js';
import { treesPerTask } from '../trees/tasks.js';
import type { ForestTask } from '../trees/tasks.js';
import type { Trees } from '../trees/types.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { OutOfBag } from './outOfBag.js';

export interface ForestOptions {
	/** Trees per product. */
	readonly trees: number;
	/** Fewest training rows in a leaf; 0: a tenth of the square root of their number, at least 5. */
	readonly minLeaf: number;
	readonly maxDepth: number;
	/** Columns tried at each split; 0: the square root of their number. */
	readonly columnsPerSplit: number;
	/** Most bins per column, 2 to 255. */
	readonly maxBins: number;
}

/** One random forest per product over the customer's features and this product's own (Breiman 2001). */
export const forest: ModelFamily<ForestOptions> = {
	name: 'forest',
	meaning: 'Many decision trees per product, each grown on a random part of the customers; their votes are averaged.',
	defaults: { trees: 100, minLeaf: 0, maxDepth: 32, columnsPerSplit: 0, maxBins: 255 },
	fit,
	decode: (encoded) => decodeTreeModel(encoded, 'forest', 'mean')
};

async function fit(train: Examples, options: ForestOptions, context: FitContext): Promise<Fitted> {
	if (!train.labels) throw new LikelyError('model.unlabelled');
	if (train.rows === 0) throw new LikelyError('model.empty');
	const { products } = train.book;
	const bins = findExampleBins(train, options.maxBins);
	const table = binExamples(bins, train);
	const labelOf = productLabels(train.labels, products.length);
	const step = treesPerTask(train.rows, options.trees);
	const tasksPerProduct = Math.ceil(options.trees / step);
	const outOfBag = new OutOfBag(train.rows, products.length, tasksPerProduct);
	const grown: Trees[] = new Array(products.length * tasksPerProduct);
	const rate = (product: number) => shareOf(labelOf(product), productWeight(table, product));
	const total = products.length * options.trees;
	let done = 0;
	context.report({ stage: 'trees', done, total });
	const grow = async (input: ForestTask, job: number) => {
		const part = await context.pool.run<ForestTask, ForestPart>('trees.forest', input);
		grown[job] = part.trees;
		const product = Math.floor(job / tasksPerProduct);
		outOfBag.add(product, part, rate(product));
		done += input.to - input.from;
		context.report({ stage: 'trees', done, total });
	};
	await runJobs(context.pool, jobs(table, products.length, labelOf, options, step, context.seed, grow), {
		signal: context.signal,
		ahead: 2 * context.pool.size
	});
	const model = new TreeModel({
		family: 'forest',
		features: train.features,
		products,
		options: { ...options },
		bins,
		trees: joinTrees(grown),
		first: Int32Array.from({ length: products.length + 1 }, (_, p) => p * options.trees),
		base: new Float64Array(products.length),
		link: 'mean'
	});
	return {
		model,
		outOfFold: outOfBag.probabilities,
		facts: { trees: options.trees * products.length, nodes: model.parts.trees.kind.length }
	};
}

function* jobs(
	table: BinnedExamples,
	products: number,
	labelOf: (product: number) => Uint8Array,
	options: ForestOptions,
	step: number,
	seed: number,
	grow: (input: ForestTask, job: number) => Promise<void>
): Generator<() => Promise<void>> {
	let job = 0;
	const columns = table.bins.kinds.length;
	const growing = {
		trees: options.trees,
		depth: options.maxDepth,
		minLeaf: options.minLeaf || Math.max(5, Math.round(Math.sqrt(table.rows) / 10)),
		columnsPerNode: options.columnsPerSplit || Math.max(1, Math.round(Math.sqrt(columns)))
	};
	for (let p = 0; p < products; p++) {
		const binned = productBins(table, p);
		const label = labelOf(p);
		const weight = productWeight(table, p);
		for (let from = 0; from < options.trees; from += step) {
			const to = Math.min(options.trees, from + step);
			const input = { binned, label, weight, options: growing, seed: `${seed}/${p}`, from, to };
			const own = job++;
			yield () => grow(input, own);
		}
	}
}

/** Share of labels among the rows that count. */
function shareOf(label: Uint8Array, weight: Uint8Array | undefined): number {
	let positives = 0;
	let rows = 0;
	for (let row = 0; row < label.length; row++) {
		if (weight && weight[row] === 0) continue;
		rows++;
		positives += label[row];
	}
	return rows > 0 ? positives / rows : 0;
}
