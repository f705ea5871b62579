import { release } from './release.js';
import type { Codes } from './types.js';

/** Codes that are put down before they are packed. */
const BLOCK = 1 << 12;

/** The narrowest kind of array that holds the codes from -1 to `most`. */
export function narrowCodes(length: number, most: number): Codes {
	if (most < 1 << 7) return new Int8Array(length);
	return most < 1 << 15 ? new Int16Array(length) : new Int32Array(length);
}

/** The codes of a column that is being read: packed block by block, so that a long column never moves while it grows. */
export class CodeList {
	readonly #block: Int32Array;
	#filled = 0;
	#packed: Codes[] = [];
	#rows = 0;
	#most = -1;

	/** capacity: about how many codes there will be. */
	constructor(capacity: number) {
		this.#block = new Int32Array(Math.max(16, Math.min(BLOCK, capacity)));
	}

	push(code: number): void {
		if (this.#filled === this.#block.length) this.#pack();
		this.#block[this.#filled++] = code;
	}

	/** Adds a block of codes. */
	add(codes: Int32Array): void {
		this.#pack();
		this.#put(codes);
	}

	/** Adds codes, each through a map where there is one; -1 stays. */
	append(codes: ArrayLike<number>, map: ArrayLike<number>): void {
		for (let row = 0; row < codes.length; row++) this.push(codes[row] < 0 ? -1 : map[codes[row]]);
	}

	#pack(): void {
		if (this.#filled > 0) this.#put(this.#block.subarray(0, this.#filled));
		this.#filled = 0;
	}

	#put(codes: Int32Array): void {
		let most = -1;
		for (let i = 0; i < codes.length; i++) if (codes[i] > most) most = codes[i];
		const packed = narrowCodes(codes.length, most);
		packed.set(codes);
		this.#packed.push(packed);
		this.#rows += codes.length;
		this.#most = Math.max(this.#most, most);
	}

	/** All codes in one array, as narrow as the greatest of them allows; the list is empty afterwards. */
	finish(): Codes {
		this.#pack();
		const codes = narrowCodes(this.#rows, this.#most);
		let at = 0;
		for (const packed of this.#packed) {
			codes.set(packed, at);
			at += packed.length;
		}
		release(...this.#packed);
		this.#packed = [];
		this.#rows = 0;
		this.#most = -1;
		return codes;
	}
}
