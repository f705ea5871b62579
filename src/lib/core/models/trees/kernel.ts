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
	/** Row numbers; a node owns a range, which a split divides in place. */
	readonly rows: Uint32Array;
	/** [2 × rows] where a forest writes its pairs: g at 2r, h at 2r + 1, none below 0. */
	readonly pairs: Int32Array;
	/** The columns in the order in which they are tried. */
	readonly order: Int32Array;
	readonly best: Split;
	/** [rows] for boosting: 0 or 1, the row's weight, and its log-odds so far. */
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;
	/**
	 * Makes the pairs from the logistic loss at `margin`: g = w (p - y) × scaleG and h = w p (1 - p) × scaleH, rounded.
	 * In float32 throughout, so that every implementation agrees to the bit.
	 */
	gradients(scaleG: number, scaleH: number): void;
	/** Sums of the pairs of rows[begin..end). */
	sum(begin: number, end: number): { g: number; h: number };
	/**
	 * Finds the best split of rows[begin..end) with sums (g, h) over the columns of `order`, stopping once `wanted`
	 * of them had more than one bin here. The result is in `best`; ties go to the earlier column and the lower bin.
	 */
	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void;
	/** Sums the pairs of rows[begin..end) into histogram `slot`, over the first `used` columns of `order`. */
	histogram(slot: number, begin: number, end: number, used: number): void;
	/** Takes histogram `other` away from histogram `slot`. */
	subtract(slot: number, other: number, used: number): void;
	/** As `search`, from a histogram and over the first `used` columns of `order`. */
	searchHistogram(slot: number, g: number, h: number, used: number, options: SearchOptions): void;
	/** Divides rows[begin..end) by `best`, keeping the order within each side; returns where the right side begins. */
	partition(begin: number, end: number): number;
	/** Gives its memory back; the kernel may not be used afterwards. */
	release(): void;
}

/** What a kernel needs to know beforehand. */
export interface KernelShape {
	/** How many histograms are alive at once; 1 for a forest. */
	readonly slots: number;
	/** Whether there will be gradients. */
	readonly boosting: boolean;
}
