import { LikelyError } from '../../errors.js';
import type { Examples } from '../../features/types.js';
import { binExamples, findExampleBins } from '../trees/examples.js';
import { decodeTreeModel } from '../trees/model.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { forestArena } from '../trees/pooled.js';
import { forestOptions, growProducts } from './grow.js';
import { chooseMinLeaf, SMALLEST_LEAF } from './leaf.js';

export interface ForestOptions {
	/** Trees per product. */
	readonly trees: number;
	/** Fewest training rows in a leaf; 0: chosen on validation. */
	readonly minLeaf: number;
	readonly maxDepth: number;
	/** Columns tried at each split; 0: the square root of their number. */
	readonly columnsPerSplit: number;
	/** Most bins per column, 2 to 255. 64 foretell as well as 128 or 255, since most nodes hold fewer rows, and cost less. */
	readonly maxBins: number;
}

/** One random forest per product over the customer's features and this product's own (Breiman 2001). */
export const forest: ModelFamily<ForestOptions> = {
	name: 'forest',
	meaning: 'Many decision trees per product, each grown on a random part of the customers; their votes are averaged.',
	defaults: { trees: 100, minLeaf: 0, maxDepth: 32, columnsPerSplit: 0, maxBins: 64 },
	fit,
	decode: (encoded) => decodeTreeModel(encoded, 'forest', 'mean')
};

async function fit(train: Examples, options: ForestOptions, context: FitContext): Promise<Fitted> {
	const { labels, rows, book } = train;
	if (!labels) throw new LikelyError('model.unlabelled');
	if (rows === 0) throw new LikelyError('model.empty');
	const bins = findExampleBins(train, options.maxBins);
	const heaviest = train.entryIgnored?.includes(1) ? 1 : 0;
	const growing = forestOptions(bins, { ...options, minLeaf: options.minLeaf || SMALLEST_LEAF });
	const arena = forestArena(context.pool, rows, bins, growing, heaviest);
	const ground = { train, labels, table: binExamples(bins, train, arena?.bytes), arena, context };
	const progress = (stage: string) => (done: number, total: number) => context.report({ stage, done, total });
	const minLeaf = options.minLeaf || (await chooseMinLeaf(ground, options, context.validation, progress('leaf')));
	const products = Array.from(book.products.keys());
	const { model, outOfBag } = await growProducts(ground, products, { ...options, minLeaf }, progress('trees'));
	const { trees } = model.parts;
	return {
		model,
		outOfFold: outOfBag,
		facts: { trees: trees.start.length - 1, nodes: trees.kind.length, smallest_leaf: minLeaf }
	};
}
