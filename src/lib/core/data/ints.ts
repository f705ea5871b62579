import { release } from './release.js';

/** A list of 32-bit integers that grows, in one buffer. */
export class Ints {
	values: Int32Array<ArrayBuffer>;
	length = 0;

	constructor(capacity = 1024) {
		this.values = new Int32Array(capacity);
	}

	push(value: number): void {
		if (this.length === this.values.length) this.#grow();
		this.values[this.length++] = value;
	}

	#grow(): void {
		const grown = new Int32Array(Math.ceil(this.values.length * 1.5) + 16);
		grown.set(this.values);
		release(this.values);
		this.values = grown;
	}

	/** The list in a buffer of exactly its length. */
	finish(): Int32Array<ArrayBuffer> {
		if (this.length < this.values.length) {
			const exact = this.values.slice(0, this.length);
			release(this.values);
			this.values = exact;
		}
		return this.values;
	}
}
