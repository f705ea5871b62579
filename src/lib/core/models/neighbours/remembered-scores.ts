/** Numbers that are kept, rows and scores together: 16 MB. */
const KEPT = 2 ** 21;

/**
 * Scores of rows, [products] each, remembered by what is in the row: coalitions of one customer are asked for product
 * after product, and a moved slider asks for many that were asked before.
 */
export class RememberedScores {
	readonly #known = new Map<number, { readonly row: Float32Array; readonly scores: Float64Array }[]>();
	#size = 0;

	/** May not be changed; undefined where nothing was kept for that row. */
	of(row: Float32Array): Float64Array | undefined {
		return this.#known.get(hashOf(row))?.find((one) => isSame(one.row, row))?.scores;
	}

	/** Keeps the scores of a row, which is copied, and returns them. */
	keep(row: Float32Array, scores: Float64Array): Float64Array {
		this.#size += row.length + scores.length;
		if (this.#size > KEPT) {
			this.#known.clear();
			this.#size = row.length + scores.length;
		}
		const key = hashOf(row);
		const entry = { row: row.slice(), scores };
		const alike = this.#known.get(key);
		if (alike) alike.push(entry);
		else this.#known.set(key, [entry]);
		return scores;
	}
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
