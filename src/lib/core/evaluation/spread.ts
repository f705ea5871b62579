/** What screens show of a probability: a tenth of a percentage point. */
const SHOWN = 0.001;

/** How far apart customers' answers lie. Shares, not percentage points. */
export interface Spread {
	/** The largest difference between any two customers in one product's probability. */
	readonly most: number;
	/** The median over customers of how far their answer lies from popularity's: the largest distance over products. */
	readonly typical: number;
}

/** Whether customers' probabilities differ by less than rounding to what screens show can tell. */
export function isHidden({ most }: Pick<Spread, 'most'>): boolean {
	return most < SHOWN / 2;
}

/** Tallies `Spread` block by block, in memory of a number per product and customer. */
export class SpreadTally {
	readonly #low: Float32Array;
	readonly #high: Float32Array;
	readonly #distances: number[] = [];

	/** popularity: [products]. */
	constructor(private readonly popularity: Float32Array) {
		this.#low = new Float32Array(popularity.length).fill(1);
		this.#high = new Float32Array(popularity.length);
	}

	/** p: [rows × products], row-major. */
	add(p: Float32Array): void {
		const products = this.popularity.length;
		for (let first = 0; first < p.length; first += products) {
			let distance = 0;
			for (let j = 0; j < products; j++) {
				const probability = p[first + j];
				if (probability < this.#low[j]) this.#low[j] = probability;
				if (probability > this.#high[j]) this.#high[j] = probability;
				distance = Math.max(distance, Math.abs(probability - this.popularity[j]));
			}
			this.#distances.push(distance);
		}
	}

	/** Of everybody that was added; 0 of nobody. */
	spread(): Spread {
		const most = this.#distances.length ? this.#high.reduce((widest, high, j) => Math.max(widest, high - this.#low[j]), 0) : 0;
		const sorted = Float64Array.from(this.#distances).sort();
		return { most, typical: sorted[sorted.length >> 1] ?? 0 };
	}
}
