/** A set of numbers from 0 to `most` - 1 that is emptied in ascending order. */
export class Bits {
	readonly #words: Int32Array;

	constructor(most: number) {
		this.#words = new Int32Array((most + 31) >> 5);
	}

	add(number: number): void {
		this.#words[number >> 5] |= 1 << (number & 31);
	}

	/** Moves the numbers, ascending, into out from `at` on; returns the place behind the last one. */
	take(out: Int32Array, at: number): number {
		const words = this.#words;
		for (let w = 0; w < words.length; w++) {
			for (let left = words[w]; left !== 0; left &= left - 1) out[at++] = (w << 5) + 31 - Math.clz32(left & -left);
			words[w] = 0;
		}
		return at;
	}
}
