/**
 * Distinct scores, highest first, with how many pairs have each and how many of those are positive. Every ranking
 * and calibration figure is a function of these counts, so equal scores are never put in an arbitrary order.
 */
export interface ScoreGroups {
	readonly scores: Float64Array;
	readonly pairs: Uint32Array;
	readonly positives: Uint32Array;
	readonly totalPairs: number;
	readonly totalPositives: number;
}

/** Scores and labels (0 or not 0), both [n], as groups. The two classes are sorted apart and merged: O(n log n). */
export function groupScores(scores: ArrayLike<number>, labels: ArrayLike<number>): ScoreGroups {
	let positives = 0;
	for (let i = 0; i < scores.length; i++) if (labels[i]) positives++;
	const make = scores instanceof Float32Array ? (n: number) => new Float32Array(n) : (n: number) => new Float64Array(n);
	const positive = make(positives);
	const negative = make(scores.length - positives);
	for (let i = 0, p = 0, n = 0; i < scores.length; i++) {
		if (labels[i]) positive[p++] = scores[i];
		else negative[n++] = scores[i];
	}
	return mergeClasses(positive, negative);
}

/** The groups of two classes' scores. Sorts both arrays in place. */
export function mergeClasses(positive: Float32Array | Float64Array, negative: Float32Array | Float64Array): ScoreGroups {
	positive.sort();
	negative.sort();
	const most = positive.length + negative.length;
	const scores = new Float64Array(most);
	const pairs = new Uint32Array(most);
	const positives = new Uint32Array(most);
	let groups = 0;
	let p = positive.length - 1;
	let n = negative.length - 1;
	while (p >= 0 || n >= 0) {
		const score = p < 0 ? negative[n] : n < 0 ? positive[p] : Math.max(positive[p], negative[n]);
		const firstP = p;
		const firstN = n;
		while (p >= 0 && positive[p] === score) p--;
		while (n >= 0 && negative[n] === score) n--;
		if (p === firstP && n === firstN) break; // Only a NaN is unlike itself: what is left cannot be ordered.
		scores[groups] = score;
		positives[groups] = firstP - p;
		pairs[groups++] = firstP - p + firstN - n;
	}
	return {
		scores: scores.subarray(0, groups),
		pairs: pairs.subarray(0, groups),
		positives: positives.subarray(0, groups),
		totalPairs: most,
		totalPositives: positive.length
	};
}

const CELL_SHIFT = 8;
const CELLS = (0x3f800000 >>> CELL_SHIFT) + 1;

/**
 * Groups of more probabilities than can be sorted in memory: counts per cell of the float32 bit pattern without its
 * last 8 bits. Two probabilities in one cell differ by less than 2^-15 of their size and count as tied, so the AUC is
 * off by at most half the share of (positive, negative) couples that meet within a cell; 34 MB whatever the size.
 */
export class ScoreHistogram {
	readonly #pairs = new Uint32Array(CELLS);
	readonly #positives = new Uint32Array(CELLS);
	readonly #number = new Float32Array(1);
	readonly #bits = new Uint32Array(this.#number.buffer);

	/** probability in [0, 1]. */
	add(probability: number, label: number): void {
		this.#number[0] = probability;
		const cell = this.#bits[0] >>> CELL_SHIFT;
		this.#pairs[cell]++;
		this.#positives[cell] += label;
	}

	groups(): ScoreGroups {
		let groups = 0;
		for (let cell = 0; cell < CELLS; cell++) if (this.#pairs[cell]) groups++;
		const scores = new Float64Array(groups);
		const pairs = new Uint32Array(groups);
		const positives = new Uint32Array(groups);
		let totalPairs = 0;
		let totalPositives = 0;
		for (let cell = CELLS - 1, g = 0; cell >= 0; cell--) {
			if (!this.#pairs[cell]) continue;
			// The middle of a cell, but exactly 0 and 1 at the ends.
			this.#bits[0] = cell === 0 || cell === CELLS - 1 ? cell << CELL_SHIFT : (cell << CELL_SHIFT) | (1 << (CELL_SHIFT - 1));
			scores[g] = this.#number[0];
			totalPairs += pairs[g] = this.#pairs[cell];
			totalPositives += positives[g] = this.#positives[cell];
			g++;
		}
		return { scores, pairs, positives, totalPairs, totalPositives };
	}
}
