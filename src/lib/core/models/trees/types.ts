export type ColumnKind = 'number' | 'flag' | 'category';

/** How the values of each column become bins 0 to 255. Bin 0 is missing. Shared by every tree, label and fold. */
export interface Bins {
	readonly kinds: readonly ColumnKind[];
	/** [columns] ascending. A number v is in bin 1 + (how many edges lie below v). Empty for a category. */
	readonly edges: readonly Float32Array[];
	/** [columns] the bin of each category code. Empty for numbers and flags. A code beyond its end is missing. */
	readonly codes: readonly Uint8Array[];
}

/** A table in bins. data: [columns × rows], column after column. */
export interface Binned {
	readonly rows: number;
	readonly bins: Bins;
	readonly data: Uint8Array;
}

/** What a node does. `leaf` has no children; the others send missing values right or left, or look the bin up. */
export const NodeKind = { leaf: 0, missingRight: 1, missingLeft: 2, category: 3 } as const;

/**
 * Many trees, node after node, a tree's root first. A child's index counts from its own tree's root; the right child
 * follows the left. Bin b goes left where b <= split (missing: by kind), or, for a category, where bit b of subset
 * number `split` is set.
 */
export interface Trees {
	/** [trees + 1] */
	readonly start: Int32Array;
	/** [nodes] column that is asked */
	readonly column: Uint16Array;
	/** [nodes] last bin on the left, or the number of the subset within the tree's own */
	readonly split: Uint16Array;
	readonly kind: Uint8Array;
	/** [nodes] left child, 0 in a leaf */
	readonly left: Int32Array;
	/** [nodes] what a row that ends here adds: a share (forest) or log-odds (boosted) */
	readonly value: Float32Array;
	/** [nodes] training weight that reached the node: rows (forest) or second derivatives (boosted) */
	readonly cover: Float32Array;
	/** [trees + 1] first subset of each tree */
	readonly subsetStart: Int32Array;
	/** [subsets × 8] bit b: bin b goes left */
	readonly subsets: Uint32Array;
	/** [trees × columns] what the splits on each column gained, summed */
	readonly gain: Float32Array;
}

/** How a forest grows. */
export interface GrowForest {
	readonly trees: number;
	/** Deepest level of a leaf; the root is 0. */
	readonly depth: number;
	/** Least training weight in a leaf. */
	readonly minLeaf: number;
	/** Columns that are tried at a node. */
	readonly columnsPerNode: number;
	/** Whether each tree draws its rows with replacement, as is the rule; false: every tree has each row once. */
	readonly bootstrap?: boolean;
}

/** How boosted trees grow. */
export interface GrowBoosted {
	/** Most trees. */
	readonly trees: number;
	/** Share of each tree's answer that is taken. */
	readonly rate: number;
	/** Deepest level of a leaf; the root is 0. */
	readonly depth: number;
	/** L2: added to the sum of second derivatives of a leaf. */
	readonly lambda: number;
	/** Least sum of second derivatives in a leaf. */
	readonly minChild: number;
	/** Least gain of a split, in loss. */
	readonly minGain: number;
	/** Shares of rows and of columns that are drawn for each tree, in (0, 1]. */
	readonly rowShare: number;
	readonly columnShare: number;
	/** Stop when the validation loss has not improved for so many trees; 0: never. */
	readonly patience: number;
	/** Trees whose training loss the curve tells: each, or the last of every part alone, NaN for the others. */
	readonly trainLoss?: 'each' | 'last';
}
