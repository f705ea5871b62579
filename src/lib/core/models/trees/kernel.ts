import type { Random } from '../../random.js';

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
 * The inner loops of tree growing over one table in bins. Every training row has a pair of integers (g, h): for a
 * forest h is the row's weight and g the weight where its label is 1; for boosting they are the scaled first and
 * second derivatives. h is at least 1 and sums stay below 2^31. Sums of integers do not depend on the order of rows, so
 * neither does the tree.
 */
export interface Kernel {
	/** [rows] row numbers; a node owns a range, which a split divides in place. */
	readonly rows: Uint32Array;
	/** [columns] in the order in which they are tried. */
	readonly order: Int32Array;
	/** [columns] the order that each tree begins with; see columnOrder. */
	readonly firstOrder: Int32Array;
	/** What the last search found; ties go to the earlier column, to missing values on the left, to the lower bin. */
	readonly best: Split;
	/** Divides rows[begin..end) by `best`, keeping the order within each side; returns where the right side begins. */
	partition(begin: number, end: number): number;
	/** Gives the memory back; the kernel may not be used afterwards. */
	release(): void;
}

/** What a tree starts from: so many rows, with these sums. */
export interface Root {
	readonly count: number;
	readonly g: number;
	readonly h: number;
}

export interface ForestKernel extends Kernel {
	/** label: [rows] 0 or 1. weight: [rows], 0 for rows that are not drawn; 1 where undefined. */
	setLabel(label: Uint8Array, weight?: Uint8Array): void;
	/**
	 * Draws the rows of a tree with replacement, or, without `random`, each once. Those drawn come first in `rows`,
	 * ascending, the others behind them.
	 */
	drawRows(random?: Random): Root;
	/**
	 * Finds the best split of rows[begin..end) with sums (g, h) over the columns of `order`, stopping once `wanted`
	 * of them had more than one bin here.
	 */
	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void;
	/** As `partition`, for rows that were drawn. */
	partitionDrawn(begin: number, end: number): number;
}

export interface BoostKernel extends Kernel {
	/** [rows] 0 or 1, the row's weight, and its log-odds so far. */
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;
	/**
	 * Makes the pairs from the logistic loss at `margin`: g = (p - y) × scaleG and h = p (1 - p) × scaleH, rounded, times
	 * the weight, rounded again: a row of weight 3 is the same as three rows. In float32 throughout, so that every
	 * implementation agrees to the bit.
	 */
	gradients(scaleG: number, scaleH: number): void;
	/** Sums of the pairs of the first `count` rows. */
	root(count: number): Root;
	/** Sums the pairs of rows[begin..end) into histogram `slot`, over the first `used` columns of `order`. */
	histogram(slot: number, begin: number, end: number, used: number): void;
	/** Takes histogram `other` away from histogram `slot`. */
	subtract(slot: number, other: number, used: number): void;
	/** Finds the best split of a node with sums (g, h) over the first `used` columns of `order`. */
	search(slot: number, g: number, h: number, used: number, options: SearchOptions): void;
}

export function newSplit(): Split {
	return { column: -1, kind: 0, split: 0, subset: new Uint32Array(8), leftG: 0, leftH: 0, gain: 0 };
}
