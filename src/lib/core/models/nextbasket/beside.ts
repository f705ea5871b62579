import type { Judgement } from './judged.js';
import type { Scored } from './score-pairs.js';

/** A second model's scores of some customers' candidates, the slope that makes log-odds of them, and how much they count, 0 to 1. */
export interface Beside {
	readonly scored: Scored;
	readonly slope: number;
	readonly share: number;
}

/** What is said of a product by the scores of the r-th customer: of none of their candidates the lowest score. */
export function sayingOf({ ends, product, score }: Scored, r: number): (product: number) => number {
	const begin = r === 0 ? 0 : ends[r - 1];
	const said = new Map<number, number>();
	let lowest = Infinity;
	for (let row = begin; row < ends[r]; row++) {
		said.set(product[row], score[row]);
		lowest = Math.min(lowest, score[row]);
	}
	const floor = said.size ? lowest : 0;
	return (p) => said.get(p) ?? floor;
}

/** Scores of customers, wherever they stand among groups. */
export class ScoredCustomers {
	readonly #groups: readonly Scored[];
	readonly #place = new Map<number, readonly [group: number, row: number]>();

	/** scored[g]: of the customers customers[g]. */
	constructor(customers: readonly Int32Array[], scored: readonly Scored[]) {
		this.#groups = scored;
		customers.forEach((own, g) => own.forEach((c, row) => this.#place.set(c, [g, row])));
	}

	/** Of these customers, in their order. */
	of(customers: Int32Array): Scored {
		const ends: number[] = [];
		const product: number[] = [];
		const score: number[] = [];
		for (const c of customers) {
			const place = this.#place.get(c);
			if (place) {
				const [g, row] = place;
				const { ends: ofGroup, product: products, score: scores } = this.#groups[g];
				for (let r = row === 0 ? 0 : ofGroup[row - 1]; r < ofGroup[row]; r++) {
					product.push(products[r]);
					score.push(scores[r]);
				}
			}
			ends.push(product.length);
		}
		return { ends: Int32Array.from(ends), product: Int32Array.from(product), score: Float64Array.from(score) };
	}

	/** [rows] of pairs that are judged. */
	ofJudged({ customer, product }: Judgement): Float32Array {
		const customers = Int32Array.from(new Set(customer));
		const scored = this.of(customers);
		const saying = new Map(Array.from(customers, (c, r) => [c, sayingOf(scored, r)]));
		return Float32Array.from(product, (p, r) => saying.get(customer[r])?.(p) ?? 0);
	}
}
