import type { Random } from '../../random.js';
import { addBag } from './bag.js';
import type { Bag } from './bag.js';
import { TreeBuilder } from './builder.js';
import type { ForestKernel } from './kernel.js';
import type { Trees } from './types.js';

export interface ForestPart {
	readonly trees: Trees;
	/** What these trees say of the rows that they did not draw, where it was not added to a given bag. */
	readonly outOfBag?: Bag;
}

/**
 * Grows trees `from` to `to` - 1 of a random forest for a binary label (Breiman 2001): each on a bootstrap of the rows,
 * the Gini criterion over a random few columns at each node. A tree depends on the seed and its own number only, so
 * parts may be grown anywhere and joined.
 * label: [rows] 0 or 1. weight: [rows] whole numbers, 1 where undefined; as if the row stood there so many times
 * in every bootstrap that draws it. Weight 0 leaves a row out of the growing; it is out of bag for every tree.
 * bag: where to add what the trees say of the rows that they did not draw; undefined: it is handed out.
 */
export function growForestPart(
	kernel: ForestKernel,
	columns: number,
	label: Uint8Array,
	weight: Uint8Array | undefined,
	random: Random,
	from: number,
	to: number,
	bag?: Bag
): ForestPart {
	const builder = new TreeBuilder(columns, to - from);
	kernel.setLabel(label, weight);
	kernel.bag.sum.fill(0);
	kernel.bag.count.fill(0);
	for (let tree = from; tree < to; tree++) kernel.grow(builder, random.fork(tree));
	const trees = builder.finish();
	if (!bag) return { trees, outOfBag: { sum: kernel.bag.sum.slice(), count: kernel.bag.count.slice() } };
	addBag(bag, kernel.bag);
	return { trees };
}
