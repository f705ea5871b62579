/**
 * What a forest's trees say of the rows that they did not draw, [rows] each: the sum of the leaves in whole multiples of
 * 1 / bagUnit, and how many trees they are. Sums of whole numbers do not depend on the order, nor on who adds.
 */
export interface Bag {
	readonly sum: Uint32Array;
	readonly count: Uint16Array;
}

/** Into how many parts a leaf's share is divided, so that the sum over so many trees fits 32 bits: a power of two. */
export function bagUnit(trees: number): number {
	return 2 ** (31 - Math.ceil(Math.log2(trees + 1)));
}

/** Nothing said yet; in memory that workers share, where there is such a thing. */
export function newBag(rows: number): Bag {
	const buffer = (bytes: number) => (typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes));
	return { sum: new Uint32Array(buffer(rows * 4)), count: new Uint16Array(buffer(rows * 2)) };
}

/** Whether workers can add to it where it is. */
export function isShared({ sum }: Bag): boolean {
	return typeof SharedArrayBuffer !== 'undefined' && sum.buffer instanceof SharedArrayBuffer;
}

/** Adds what `from` says to `to`, to which other workers may add at the same time. */
export function addBag(to: Bag, from: Bag): void {
	for (let row = 0; row < from.count.length; row++) {
		if (from.count[row] === 0) continue;
		Atomics.add(to.sum, row, from.sum[row]);
		Atomics.add(to.count, row, from.count[row]);
	}
}

/**
 * The mean of what the trees say of each row, `otherwise` where there are none, into out[at + row × stride]; trees: as many
 * as the bag's unit was made for.
 */
export function bagMeans({ sum, count }: Bag, trees: number, otherwise: number, out: Float32Array, at = 0, stride = 1): void {
	const unit = bagUnit(trees);
	for (let row = 0; row < count.length; row++)
		out[at + row * stride] = count[row] > 0 ? sum[row] / unit / count[row] : otherwise;
}
