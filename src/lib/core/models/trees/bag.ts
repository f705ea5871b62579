/**
 * What a forest's trees say of the rows that they did not draw, [rows] each: the sum of the leaves in whole multiples of
 * 1 / bagUnit, and how many trees they are. Sums of whole numbers do not depend on the order, nor on who adds.
 */
export interface Bag {
	readonly sum: Uint32Array;
	readonly count: Uint16Array;
}

/** Trees that a kernel's own bag holds at most, before it is added to another. */
export const BAG_TREES = 50;
/** A kernel's own bag has, by row, how many << 26 | their sum. */
const COUNT_FROM = 26;

/** Into how many parts a leaf's share is divided, so that sums over so many trees, or a kernel's few, fit: a power of two. */
export function bagUnit(trees: number): number {
	return 2 ** Math.min(20, 31 - Math.ceil(Math.log2(trees + 1)));
}

/** Nothing said yet; in memory that workers share, where there is such a thing and it is wanted. */
export function newBag(rows: number, shared = true): Bag {
	const isShared = shared && typeof SharedArrayBuffer !== 'undefined';
	const buffer = (bytes: number) => (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
	return { sum: new Uint32Array(buffer(rows * 4)), count: new Uint16Array(buffer(rows * 2)) };
}

/** Whether workers can add to it where it is. */
export function isShared({ sum }: Bag): boolean {
	return typeof SharedArrayBuffer !== 'undefined' && sum.buffer instanceof SharedArrayBuffer;
}

/** Adds a kernel's own bag, [rows], to one to which other workers may add at the same time, and empties it. */
export function emptyInto(to: Bag, own: Uint32Array): void {
	for (let row = 0; row < own.length; row++) {
		if (own[row] === 0) continue;
		Atomics.add(to.sum, row, own[row] & ((1 << COUNT_FROM) - 1));
		Atomics.add(to.count, row, own[row] >>> COUNT_FROM);
	}
	own.fill(0);
}

/** Adds what one tree says of the rows that it did not draw to a bag to which other workers may add at the same time. rows, shares: [rows not drawn]. */
export function tellInto(to: Bag, rows: Uint32Array, shares: Uint32Array): void {
	for (let i = 0; i < rows.length; i++) {
		Atomics.add(to.sum, rows[i], shares[i]);
		Atomics.add(to.count, rows[i], 1);
	}
}

/** Adds what a part of the trees says, where it was handed out. */
export function addBag(to: Bag, from: Bag): void {
	for (let row = 0; row < from.count.length; row++) {
		to.sum[row] += from.sum[row];
		to.count[row] += from.count[row];
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
