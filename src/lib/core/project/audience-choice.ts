import { LikelyError } from '../errors.js';
import { AudienceCollector } from '../recommendation/audience.js';
import { checkTerms } from '../recommendation/profit.js';
import { passes } from '../recommendation/thresholds.js';
import type { AudienceRequest } from './cards.js';
import type { Block } from './predictor.js';

/** A pair of customer and product that is taken. */
export interface Taken {
	readonly row: number;
	readonly product: number;
	readonly probability: number;
	/** What is ranked by: expected profit where terms are given, else the probability. */
	readonly score: number;
	readonly heldBack: boolean;
}

/** Everybody in blocks. */
export type Blocks = () => Iterable<Block>;

/** An audience's rule made ready for a list of products. */
export class AudienceChoice {
	readonly cost: number;
	/** [products]; undefined without terms. */
	readonly margin: Float64Array | undefined;
	readonly only: number;
	/** What `candidates` answers; one number of it changes where each customer has a best product. */
	readonly #asked: Int32Array;

	/** Throws `audience.no_terms`, `audience.budget` {value}, `product.unknown`, `profit.cost` and `profit.margin`. */
	constructor(
		readonly products: readonly string[],
		readonly request: AudienceRequest
	) {
		const { terms, rule, product } = request;
		if (rule.kind === 'profit' && !terms) throw new LikelyError('audience.no_terms');
		if (rule.kind === 'budget' && !(Number.isInteger(rule.ads) && rule.ads >= 0)) throw new LikelyError('audience.budget', { value: rule.ads });
		this.cost = terms?.cost ?? 0;
		const own = new Map(Object.entries(terms?.margins ?? {}));
		this.margin = terms && Float64Array.from(products, (name) => own.get(name) ?? terms.margin);
		if (this.margin) checkTerms({ cost: this.cost, margin: this.margin });
		this.only = product === undefined ? -1 : products.indexOf(product);
		if (product !== undefined && this.only < 0) throw new LikelyError('product.unknown', { product });
		this.#asked = this.only >= 0 ? Int32Array.of(this.only) : Int32Array.from({ length: request.onePerCustomer ? 1 : products.length }, (_, j) => j);
	}

	profitOf(product: number, probability: number): number {
		return this.margin ? probability * this.margin[product] - this.cost : NaN;
	}

	scoreOf(product: number, probability: number): number {
		return this.margin && this.request.rule.kind !== 'threshold' ? this.profitOf(product, probability) : probability;
	}

	/** The pair passes the rule, but for a budget: that is given as the lowest score. */
	takes(product: number, probability: number, lowest = -Infinity): boolean {
		const { rule } = this.request;
		if (rule.kind === 'threshold') return passes(probability, rule.threshold);
		return (!this.margin || this.profitOf(product, probability) >= 0) && this.scoreOf(product, probability) >= lowest;
	}

	/** The products in question of one row of p: all, one, or the best one; good until the next call. */
	candidates(p: Float32Array, at: number): Int32Array {
		if (this.only < 0 && this.request.onePerCustomer) {
			const k = this.products.length;
			let best = 0;
			for (let j = 1; j < k; j++) if (this.scoreOf(j, p[at + j]) > this.scoreOf(best, p[at + best])) best = j;
			this.#asked[0] = best;
		}
		return this.#asked;
	}

	/** Every pair that is taken; with a budget the best first, else in the order of rows. heldBack: [rows] 1 for those kept back. Yields after each block. */
	*each(blocks: Blocks, heldBack: Uint8Array | undefined, visit: (taken: Taken) => void): Generator<void> {
		if (this.request.rule.kind === 'budget') return yield* this.#eachWithin(this.request.rule.ads, blocks, heldBack, visit);
		const k = this.products.length;
		for (const { first, size, p } of blocks()) {
			for (let r = 0; r < size; r++)
				for (const j of this.candidates(p, r * k)) {
					const probability = p[r * k + j];
					if (!this.takes(j, probability)) continue;
					visit({ row: first + r, product: j, probability, score: this.scoreOf(j, probability), heldBack: heldBack?.[first + r] === 1 });
				}
			yield;
		}
	}

	/** The budget is of ads that are shown; who is kept back comes on top, as far down as the budget reaches. */
	*#eachWithin(ads: number, blocks: Blocks, heldBack: Uint8Array | undefined, visit: (taken: Taken) => void): Generator<void> {
		const k = this.products.length;
		const terms = this.margin && { cost: this.cost, margin: this.margin };
		const { holdout = 0 } = this.request;
		const shown = new AudienceCollector(k, { budget: ads, terms });
		const kept = new AudienceCollector(k, { budget: heldBack ? Math.ceil((2 * ads * holdout) / (1 - holdout)) + 100 : 0, terms });
		for (const { first, size, p } of blocks()) {
			const sides = [p, p].map(() => new Float32Array(size * k).fill(-1));
			for (let r = 0; r < size; r++)
				for (const j of this.candidates(p, r * k)) sides[heldBack?.[first + r] ? 1 : 0][r * k + j] = p[r * k + j];
			shown.add(sides[0]);
			kept.add(sides[1]);
			yield;
		}
		const taken = shown.result();
		const full = taken.row.length === ads;
		const lowest = full ? (taken.score.at(-1) ?? Infinity) : -Infinity;
		for (const [list, held] of [[taken, false], [kept.result(), true]] as const)
			for (let i = 0; i < list.row.length; i++) {
				if (held && list.score[i] < lowest) break;
				visit({ row: list.row[i], product: list.product[i], probability: list.probability[i], score: list.score[i], heldBack: held });
			}
	}
}
