import type { Examples, SparseRows } from '../../features/types.js';
import { labelCounts, productBins, productLabels, productWeight } from '../trees/examples.js';
import type { BinnedExamples } from '../trees/examples.js';
import type { Arena } from '../trees/arena.js';
import type { ForestPart } from '../trees/forest.js';
import { GatheredTrees } from '../trees/gathered.js';
import { TreeModel } from '../trees/model.js';
import { runJobs } from '../trees/run.js';
import { treesPerTask } from '../trees/tasks.js';
import type { ForestTask } from '../trees/tasks.js';
import type { Bins } from '../trees/types.js';
import type { FitContext } from '../types.js';
import type { ForestOptions } from './index.js';
import { OutOfBag } from './outOfBag.js';

/** Fewer buyers than this say nothing about who buys: such a product gets one tree without a split, its rate. */
const FEWEST_BUYERS = 5;
/** A task of fewer trees than this is one over so many rows that it takes long. */
const LONG = 8;

/** What the forests of all products share. */
export interface Ground {
	readonly train: Examples;
	readonly labels: SparseRows;
	readonly table: BinnedExamples;
	/** Where the table stands, if workers share memory. */
	readonly arena?: Arena;
	readonly context: Pick<FitContext, 'seed' | 'signal' | 'pool'>;
}

export interface Grown {
	readonly model: TreeModel;
	/** [train rows × products grown] */
	readonly outOfBag: Float32Array;
}

/**
 * Grows the forests of some products (indices into the book's). `report` is told how many trees are done. The model
 * names the grown products only, in that order.
 */
export async function growProducts(
	{ train, labels, table, arena, context }: Ground,
	products: readonly number[],
	options: ForestOptions,
	report: (done: number, total: number) => void
): Promise<Grown> {
	const labelOf = productLabels(labels, train.book.products.length, arena?.bytes);
	const buyers = labelCounts(labels, train.book.products.length);
	const size = treesPerTask(train.rows, options.trees);
	const plans = products.map((product) => {
		const rare = labels.product.length > 0 && buyers[product] < FEWEST_BUYERS;
		return { product, rare, trees: rare ? 1 : options.trees };
	});
	const first = new Int32Array(plans.length + 1);
	plans.forEach(({ trees }, i) => (first[i + 1] = first[i] + trees));
	const total = first[plans.length];
	const outOfBag = new OutOfBag(train.rows, plans.length);
	const grown = new GatheredTrees(total);
	let places = 0;
	let done = 0;
	report(done, total);

	function* jobs(): Generator<() => Promise<void>> {
		for (let i = 0; i < plans.length; i++) {
			const { product, rare, trees } = plans[i];
			const binned = productBins(table, product, arena?.bytes);
			const label = labelOf(product);
			const weight = productWeight(table, product, arena?.bytes);
			const rate = shareOf(label, weight);
			const growing = growOptions(table, options, trees, rare);
			let missing = Math.ceil(trees / size);
			const bag = outOfBag.expect(i, trees, missing, rate);
			for (let from = 0; from < trees; from += size) {
				const to = Math.min(trees, from + size);
				const seed = `${context.seed}/${product}`;
				const input = { binned, label, weight, options: growing, seed, from, to, bag, seats: arena?.seats };
				const place = places++;
				yield async () => {
					const part = await context.pool.run<ForestTask, ForestPart>('trees.forest', input);
					grown.add(place, part.trees);
					outOfBag.add(i, part);
					if (--missing === 0) arena?.free(label, weight, binned.data === table.customer ? undefined : binned.data);
					done += to - from;
					report(done, total);
				};
			}
		}
	}

	// What waits has its labels and its answers out of bag in memory: where tasks take long, less of it stands ready.
	const ahead = (size < LONG ? 1 : 2) * context.pool.size + 1;
	await runJobs(context.pool, jobs(), { signal: context.signal, ahead });
	const model = new TreeModel({
		family: 'forest',
		features: train.features,
		products: products.map((product) => train.book.products[product]),
		options: { ...options },
		bins: table.bins,
		trees: grown.finish(),
		first,
		base: new Float64Array(products.length),
		link: 'mean'
	});
	return { model, outOfBag: outOfBag.probabilities };
}

function growOptions(table: BinnedExamples, options: ForestOptions, trees: number, rare: boolean): ForestTask['options'] {
	return { ...forestOptions(table.bins, options), trees, ...(rare && { depth: 0 }) };
}

/** As the engine wants them. */
export function forestOptions(bins: Bins, options: ForestOptions): ForestTask['options'] {
	return {
		trees: options.trees,
		depth: options.maxDepth,
		minLeaf: options.minLeaf,
		columnsPerNode: options.columnsPerSplit || Math.max(1, Math.round(Math.sqrt(bins.kinds.length)))
	};
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
