import { LikelyError } from '../errors.js';
import { Random } from '../random.js';
import type { AdTerms } from './profit.js';
import { checkTerms } from './profit.js';
import { passes } from './thresholds.js';

/** Who is shown what, best first: columns of equal length. */
export interface Audience {
	readonly row: Int32Array;
	readonly product: Int32Array;
	readonly probability: Float32Array;
	/** What is ranked by: the probability, or the expected profit of the ad where terms are given. */
	readonly score: Float64Array;
	/** How many pairs would have been taken without a budget. */
	readonly eligible: number;
}

export interface AudienceOptions {
	/** Lowest probability: one for all, or [products]. With terms alone, what pays is taken. */
	readonly threshold?: number | Float64Array;
	/** Only the best so many pairs. */
	readonly budget?: number;
	/** Only this product. */
	readonly product?: number;
	/** Rank by expected profit, and leave out what does not pay. */
	readonly terms?: AdTerms;
}

/**
 * Collects (row, product) pairs block by block. With a budget it keeps that many at any time, however many are added.
 * Equal scores rank by row, then product. Throws `audience.budget` {value} where the budget is not a whole number of 0
 * or more, and as `checkTerms`.
 */
export class AudienceCollector {
	readonly #products: number;
	readonly #options: AudienceOptions;
	readonly #budget: number;
	/** Unordered; beyond twice the budget it is cut back to the best. */
	#pairs: { row: number; product: number; probability: number; score: number }[] = [];
	#rows = 0;
	#eligible = 0;
	#worst = -Infinity;

	constructor(products: number, options: AudienceOptions) {
		const { budget = Infinity, terms } = options;
		if (!(budget >= 0) || (budget !== Infinity && !Number.isInteger(budget)))
			throw new LikelyError('audience.budget', { value: budget });
		if (terms) checkTerms(terms);
		this.#products = products;
		this.#options = options;
		this.#budget = budget;
	}

	/** The next rows, [rows × products]. */
	add(p: Float32Array): void {
		const { threshold = 0, product: only, terms } = this.#options;
		const rows = p.length / this.#products;
		for (let r = 0; r < rows; r++, this.#rows++)
			for (let j = only ?? 0; j < (only === undefined ? this.#products : only + 1); j++) {
				const probability = p[r * this.#products + j];
				if (!passes(probability, typeof threshold === 'number' ? threshold : threshold[j])) continue;
				let score = probability;
				if (terms) {
					score = probability * (typeof terms.margin === 'number' ? terms.margin : terms.margin[j]) - terms.cost;
					if (score < 0) continue;
				}
				this.#eligible++;
				if (score <= this.#worst) continue;
				this.#pairs.push({ row: this.#rows, product: j, probability, score });
				if (this.#pairs.length > 2 * this.#budget + 1000) this.#cut();
			}
	}

	#cut(): void {
		this.#pairs.sort((a, b) => b.score - a.score || a.row - b.row || a.product - b.product);
		if (this.#pairs.length <= this.#budget) return;
		this.#pairs.length = this.#budget;
		// Rows come in order, so a later pair of an equal score ranks behind all that are kept.
		this.#worst = this.#pairs.at(-1)?.score ?? Infinity;
	}

	result(): Audience {
		this.#cut();
		return {
			row: Int32Array.from(this.#pairs, (pair) => pair.row),
			product: Int32Array.from(this.#pairs, (pair) => pair.product),
			probability: Float32Array.from(this.#pairs, (pair) => pair.probability),
			score: Float64Array.from(this.#pairs, (pair) => pair.score),
			eligible: this.#eligible
		};
	}
}

/**
 * A customer's place in the draw of those who are kept back from all ads, so that uplift can be measured later: uniform
 * in [0, 1), and whoever lies below the share is kept back. It depends on the id and the seed alone, so it is the same
 * customers in every export.
 */
export function holdoutDraw(customer: string, seed: number): number {
	return new Random(`${seed}/holdout/${customer}`).next();
}
