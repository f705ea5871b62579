/** Rows and their cosines, rows ascending; only the first `size` of both count. */
export interface Nearest {
	readonly row: Int32Array;
	readonly score: Float64Array;
	readonly size: number;
}

/** Rows in question, ascending, and the numbers of their customers; only the first `size` count. */
export interface Candidates {
	readonly row: Int32Array;
	readonly of: Int32Array;
	readonly size: number;
}

/** The k customers with the highest similarities, each with their best row, the latest of equals; of customers as good as each other the first. */
export class NearestCustomers implements Nearest {
	readonly row: Int32Array;
	readonly score: Float64Array;
	size = 0;
	/** All rows; those of one customer follow each other. */
	readonly everybody: Candidates;
	/** [customers] names. */
	readonly #name: Uint32Array;
	/** [customers] those who are in question: the place of their best row and what it reaches. */
	readonly #place: Int32Array;
	readonly #high: Float64Array;
	readonly #sorted: Float64Array;
	/** [k] places of what was found last. */
	readonly #found: Int32Array;

	constructor(
		customer: Uint32Array,
		readonly k: number
	) {
		const first = [...customer.keys()].filter((r) => r === 0 || customer[r] !== customer[r - 1]);
		const of = new Int32Array(customer.length);
		for (let r = 0, c = -1; r < customer.length; r++) of[r] = r === first[c + 1] ? ++c : c;
		this.everybody = { row: Int32Array.from(customer.keys()), of, size: customer.length };
		this.#name = Uint32Array.from(first, (r) => customer[r]);
		this.#place = new Int32Array(first.length);
		this.#high = new Float64Array(first.length);
		this.#sorted = new Float64Array(first.length);
		this.row = new Int32Array(Math.min(k, first.length));
		this.score = new Float64Array(this.row.length);
		this.#found = new Int32Array(this.row.length);
	}

	/**
	 * Finds them by the sum of two tables of similarities, [candidates] each, which are divided by `length`. `self` takes no part. `floor`: what
	 * k customers are known to reach. `like`: whether the last ones were found among the same candidates and for the same `self`; the
	 * k-th is then looked for above what those reach now.
	 */
	find(among: Candidates, one: Float64Array, other: Float64Array, length: number, self: number, floor = 0, like = false): this {
		if (like && this.size === this.k) {
			let least = Infinity;
			for (let n = 0; n < this.k; n++) least = Math.min(least, one[this.#found[n]] + other[this.#found[n]]);
			floor = Math.max(floor, least);
		}
		const found = this.#above(among, one, other, floor, length, self);
		const least = found > this.k ? this.#highest(found) : -Infinity;
		const [places, highs] = [this.#place, this.#high];
		let ties = this.k;
		for (let n = 0; n < found; n++) if (highs[n] > least) ties--;
		let size = 0;
		for (let n = 0; n < found; n++) {
			const high = highs[n];
			if (high < least || (high === least && ties-- <= 0)) continue;
			this.#found[size] = places[n];
			this.row[size] = among.row[places[n]];
			this.score[size++] = high / length;
		}
		this.size = size;
		return this;
	}

	/** What k customers reach, if it is more than they are known to: `floor`. */
	reached(among: Candidates, one: Float64Array, other: Float64Array, self: number, floor: number): number {
		const found = this.#above(among, one, other, floor, 0, self);
		return found < this.k ? floor : this.#highest(found);
	}

	none(): this {
		this.size = 0;
		return this;
	}

	/** The customers who reach a similarity; returns how many. */
	#above({ of, size }: Candidates, one: Float64Array, other: Float64Array, floor: number, length: number, self: number): number {
		// What is next to nothing is no similarity.
		const nothing = 1e-9 * length;
		const [name, places, highs] = [this.#name, this.#place, this.#high];
		let found = 0;
		let last = -1;
		for (let i = 0; i < size; i++) {
			const high = one[i] + other[i];
			if (high < floor || high <= nothing) continue;
			const who = of[i];
			if (who !== last) {
				if (name[who] === self) continue;
				last = who;
				found++;
			} else if (high < highs[found - 1]) continue;
			places[found - 1] = i;
			highs[found - 1] = high;
		}
		return found;
	}

	/** The k-th highest of the first ones (quickselect, Hoare 1961). */
	#highest(found: number): number {
		const a = this.#sorted;
		for (let n = 0; n < found; n++) a[n] = this.#high[n];
		const place = this.k - 1;
		for (let low = 0, high = found - 1; low < high; ) {
			const pivot = a[(low + high) >> 1];
			let i = low;
			let j = high;
			while (i <= j) {
				while (a[i] > pivot) i++;
				while (a[j] < pivot) j--;
				if (i > j) break;
				const kept = a[i];
				a[i++] = a[j];
				a[j--] = kept;
			}
			if (place <= j) high = j;
			else if (place >= i) low = i;
			else break;
		}
		return a[place];
	}
}
