import type { Random } from '../../../random.js';

/** sfc32 again, seeded by four words of a Random: what a forest draws with, in TypeScript as in WebAssembly. */
export class Draws {
	#a: number;
	#b: number;
	#c: number;
	#counter: number;

	constructor(random: Random) {
		[this.#a, this.#b, this.#c, this.#counter] = [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
	}

	/** A uniform integer in [0, bound): floor(word × bound / 2^32), exactly. */
	below(bound: number): number {
		const word = (this.#a + this.#b + this.#counter) >>> 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
		const high = Math.floor(word / 65536);
		return Math.floor((high * bound + Math.floor(((word & 65535) * bound) / 65536)) / 65536);
	}
}
