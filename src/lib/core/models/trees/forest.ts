import type { Random } from '../../random.js';
import { BAG_TREES, emptyInto, newBag } from './bag.js';
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
 * bag: where to add what the trees say of the rows that they did not draw; undefined: it is handed out.
 */
export function growForestPart(kernel: ForestKernel, columns: number, random: Random, from: number, to: number, bag?: Bag): ForestPart {
	const builder = new TreeBuilder(columns, to - from);
	const said = bag ?? newBag(kernel.rows, false);
	for (let tree = from; tree < to; tree++) {
		kernel.grow(builder, random.fork(tree), said);
		if ((tree - from) % BAG_TREES === BAG_TREES - 1) emptyInto(said, kernel.bag);
	}
	emptyInto(said, kernel.bag);
	return { trees: builder.finish(), ...(!bag && { outOfBag: said }) };
}
