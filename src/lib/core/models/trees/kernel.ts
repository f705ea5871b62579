import type { Random } from '../../random.js';
import type { Bag } from './bag.js';
import type { TreeBuilder } from './builder.js';

/** The best split of a node. `column` is -1 where there is none. */
export interface Split {
	column: number;
	kind: number;
	split: number;
	/** [8] for a category: bit b set, bin b goes left */
	readonly subset: Uint32Array;
	/** Sums on the left. */
	leftG: number;
	leftH: number;
	/** What the split gains over the unsplit node, G²/(H + lambda) summed over the sides. */
	gain: number;
}

export interface SearchOptions {
	/** Added to H on each side. */
	readonly lambda: number;
	/** Least H on each side; above 0. */
	readonly minH: number;
	/** Least gain. */
	readonly minGain: number;
}

/**
 * The inner loops of tree growing over one table in bins, written twice: in TypeScript (reference/) and for WebAssembly
 * (wasm/, compiled/), with results that are the same to the bit.
 *
 * Every training row has a pair of integers (g, h): for a forest h is the row's weight and g the weight where its label is
 * 1; for boosting they are the scaled first and second derivatives. h is at least 1 and sums stay below 2^31. Sums of
 * integers do not depend on the order of rows, so neither does the tree. Of equal splits the one in the earlier column is
 * taken, then that with missing values on the left, then that at the lower bin. Equal means: but for rounding, which is
 * that of float64 in boosting and of float32 in a forest (1 part in 16,384).
 */
export interface Kernel {
	/** Gives the memory back; the kernel may not be used afterwards. */
	release(): void;
}

/**
 * Over rows with a label of 0 or 1 and a weight, a whole number, as if the row stood there so many times in every bootstrap
 * that draws it. Weight 0 leaves a row out of the growing; it is out of bag for every tree.
 */
export interface ForestKernel extends Kernel {
	readonly rows: number;
	/** [rows] what at most BAG_TREES trees say of the rows that they did not draw; see emptyInto. Empty where each tree is told at once. */
	readonly bag: Uint32Array;
	/**
	 * Grows one tree by the Gini criterion and adds it to the builder. Chance comes from sfc32, seeded by four words of
	 * `random`: first the rows that the tree draws, with replacement, then at each node the columns that are tried
	 * before the others. A split goes half-way through a gap of empty bins. What is told at once is added to `said`.
	 */
	grow(builder: TreeBuilder, random: Random, said: Bag): void;
}

/** Over the rows of BoostRows: those that are watched have numbers, too. */
export interface BoostKernel extends Kernel {
	/** [all] row numbers; a node owns a range, which a split divides in place. */
	readonly rows: Uint32Array;
	/** [columns] in the order in which they are tried. */
	readonly order: Int32Array;
	/** [columns] the order that each tree begins with; see columnOrder. */
	readonly firstOrder: Int32Array;
	/** What the last search found. */
	readonly best: Split;
	/** [all] log-odds so far. */
	readonly margin: Float32Array;
	/** Whether those are the very ones that it was given, in memory that is shared. */
	readonly isInPlace: boolean;
	/**
	 * Makes the pairs, of labels in [0, 1], from the logistic loss at `margin`: g = (p - y) × scaleG and h = p (1 - p) × scaleH, rounded, times
	 * the weight, rounded again: a row of weight 3 is the same as three rows. Rows that are only watched need none. In float32 throughout, so that every
	 * implementation agrees to the bit.
	 */
	gradients(scaleG: number, scaleH: number): void;
	/** Sums of the pairs of the first `count` rows. */
	sums(count: number): { readonly g: number; readonly h: number };
	/** Sums the pairs of rows[begin..end) into histogram `slot`, over the first `used` columns of `order`. */
	histogram(slot: number, begin: number, end: number, used: number): void;
	/** Takes histogram `other` away from histogram `slot`. */
	subtract(slot: number, other: number, used: number): void;
	/** Finds the best split of a node with sums (g, h) over the first `used` columns of `order`. */
	search(slot: number, g: number, h: number, used: number, options: SearchOptions): void;
	/** Divides rows[begin..end) by `best`, keeping the order within each side; returns where the right side begins. */
	partition(begin: number, end: number): number;
	/**
	 * Levels of the deepest trees whose leaves `addTree` adds, for all rows; of others, and where it is undefined, the rows that do
	 * not grow the tree go down it with the others, and leaves are added one by one.
	 */
	readonly wideDepth?: number;
	/** Adds the leaf that each row reaches to its margin. tree: as packWide lays it out. */
	addTree?(tree: Uint8Array): void;
	/**
	 * As many draws of each of four streams as `count`: bit i of out[row] is 1 where the `next()` of stream i would be below `share`. The
	 * streams move on.
	 */
	drawFour?(streams: readonly Random[], share: number, count: number): Uint8Array;
}

export function newSplit(): Split {
	return { column: -1, kind: 0, split: 0, subset: new Uint32Array(8), leftG: 0, leftH: 0, gain: 0 };
}
