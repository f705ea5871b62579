/** Numbers that are kept, rows and scores together: 16 MB. */
export const KEPT = 2 ** 21;

/**
 * Scores of rows, [products] each, remembered by what is in the row: coalitions of one customer are asked for product
 * after product, and a moved slider asks for many that were asked before.
 */
export class RememberedScores {
	readonly #known = new Map<number, Entry[]>();
	#size = 0;

	/** May not be changed; undefined where not all were kept for that row. */
	of(row: Float32Array): Float64Array | undefined {
		const entry = this.#find(row, hashOf(row));
		return entry?.isWhole ? entry.scores : undefined;
	}

	/** Of one product, NaN where it was not kept for that row. */
	one(row: Float32Array, product: number): number {
		return this.#find(row, hashOf(row))?.scores[product] ?? NaN;
	}

	/** Keeps the scores of a row, which is copied, and returns them. */
	keep(row: Float32Array, scores: Float64Array): Float64Array {
		const key = hashOf(row);
		const before = this.#find(row, key);
		if (before) Object.assign(before, { scores, isWhole: true });
		else this.#add(row, key, scores, true);
		return scores;
	}

	/** Keeps the score of one product, of so many. */
	keepOne(row: Float32Array, product: number, score: number, products: number): void {
		const key = hashOf(row);
		const entry = this.#find(row, key) ?? this.#add(row, key, new Float64Array(products).fill(NaN), false);
		if (!entry.isWhole) entry.scores[product] = score;
	}

	#find(row: Float32Array, key: number): Entry | undefined {
		return this.#known.get(key)?.find((one) => isSame(one.row, row));
	}

	#add(row: Float32Array, key: number, scores: Float64Array, isWhole: boolean): Entry {
		this.#size += row.length + scores.length;
		if (this.#size > KEPT) {
			this.#known.clear();
			this.#size = row.length + scores.length;
		}
		const entry = { row: row.slice(), scores, isWhole };
		const alike = this.#known.get(key);
		if (alike) alike.push(entry);
		else this.#known.set(key, [entry]);
		return entry;
	}
}

interface Entry {
	readonly row: Float32Array;
	scores: Float64Array;
	/** Whether there is a score of every product, or of some: of the others NaN. */
	isWhole: boolean;
}

function isSame(one: Float32Array, other: Float32Array): boolean {
	for (let c = 0; c < one.length; c++) if (!Object.is(one[c], other[c])) return false;
	return true;
}

/** FNV-1a over the numbers' bits. */
function hashOf(row: Float32Array): number {
	const bits = new Uint32Array(row.buffer, row.byteOffset, row.length);
	let h = 0x811c9dc5;
	for (let i = 0; i < bits.length; i++) {
		const value = bits[i];
		h = Math.imul(h ^ (value & 0xffff), 0x01000193);
		h = Math.imul(h ^ (value >>> 16), 0x01000193);
	}
	return h >>> 0;
}
