import type { Histories } from './histories.js';

/** Rates at which a purchase fades with every later order. */
const DECAYS = [0.8, 0.95] as const;

/**
 * What one customer did with each product in their first orders. One reader serves one customer after the other; its
 * arrays hold `size` products in the order of their first purchase. Ages count orders: 0 is the last one known.
 */
export class OwnHistory {
	size = 0;
	orders = 0;
	/** Products over all orders, with repetition; in the first order; in the last one. */
	lines = 0;
	firstSize = 0;
	lastSize = 0;
	readonly item: Int32Array;
	readonly count: Int32Array;
	readonly d80: Float32Array;
	readonly d95: Float32Array;
	/** Age of the last and of the first purchase. */
	readonly recent: Int32Array;
	readonly first: Int32Array;
	/** Orders from a purchase to the next one, at most; -1 where there was one purchase. */
	readonly longest: Int32Array;
	readonly #histories: Histories;
	readonly #slot: Int32Array;

	constructor(histories: Histories) {
		this.#histories = histories;
		const { customers, orderStart, itemStart, known } = histories;
		let most = 0;
		for (let c = 0; c < customers; c++) {
			const first = orderStart[c];
			most = Math.max(most, itemStart[first + known[c]] - itemStart[first]);
		}
		const integers = () => new Int32Array(most);
		const floats = () => new Float32Array(most);
		[this.item, this.count, this.recent, this.first, this.longest] = Array.from({ length: 5 }, integers);
		[this.d80, this.d95] = [floats(), floats()];
		this.#slot = new Int32Array(histories.products).fill(-1);
	}

	/** Reads the first `cut` orders of a customer in place of what was read before. */
	read(customer: number, cut: number): this {
		const { orderStart, itemStart, item } = this.#histories;
		const slots = this.#slot;
		for (let i = 0; i < this.size; i++) slots[this.item[i]] = -1;
		const first = orderStart[customer];
		this.size = 0;
		this.orders = cut;
		this.lines = itemStart[first + cut] - itemStart[first];
		this.firstSize = cut > 0 ? itemStart[first + 1] - itemStart[first] : 0;
		this.lastSize = cut > 0 ? itemStart[first + cut] - itemStart[first + cut - 1] : 0;
		for (let o = 0; o < cut; o++) {
			const age = cut - 1 - o;
			const [f80, f95] = factorsOf(age);
			for (let e = itemStart[first + o]; e < itemStart[first + o + 1]; e++) {
				let at = slots[item[e]];
				if (at < 0) {
					at = slots[item[e]] = this.size++;
					this.item[at] = item[e];
					this.first[at] = age;
					this.longest[at] = -1;
					this.count[at] = this.d80[at] = this.d95[at] = 0;
				} else this.longest[at] = Math.max(this.longest[at], this.recent[at] - age);
				this.recent[at] = age;
				this.count[at]++;
				this.d80[at] += f80;
				this.d95[at] += f95;
			}
		}
		return this;
	}

	/** Where a product stands in the arrays; -1 where it was not bought. */
	slotOf(product: number): number {
		return this.#slot[product];
	}
}

const factors: (readonly number[])[] = [];

function factorsOf(age: number): readonly number[] {
	return (factors[age] ??= DECAYS.map((decay) => decay ** age));
}
