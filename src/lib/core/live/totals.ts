import { lowerBound } from '../features/spending.js';

/** Numbers in ascending order that come and go one by one. A change moves what is above it: one copy of memory. */
export class Totals {
	#sorted: Float64Array;
	#count: number;

	constructor(values: Float64Array) {
		this.#sorted = values.slice().sort();
		this.#count = values.length;
	}

	/** The first `count` of these, ascending. */
	get sorted(): Float64Array {
		return this.#sorted;
	}
	get count(): number {
		return this.#count;
	}

	/** Takes one number out and another in; undefined: none. */
	replace(before: number | undefined, after: number | undefined): void {
		if (before === after) return;
		if (before !== undefined) {
			const at = lowerBound(this.#sorted, before, 0, this.#count);
			this.#sorted.copyWithin(at, at + 1, this.#count--);
		}
		if (after !== undefined) {
			if (this.#count === this.#sorted.length) this.#grow();
			const at = lowerBound(this.#sorted, after, 0, this.#count);
			this.#sorted.copyWithin(at + 1, at, this.#count++);
			this.#sorted[at] = after;
		}
	}

	#grow(): void {
		const larger = new Float64Array(Math.max(64, this.#sorted.length * 2));
		larger.set(this.#sorted);
		this.#sorted = larger;
	}
}
