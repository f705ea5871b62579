import { LikelyError } from '../errors.js';
import type { ThresholdPoint } from '../evaluation/types.js';
import { stepOf } from '../evaluation/threshold-curve.js';

/** What an ad costs and what a purchase earns, in one currency. */
export interface AdTerms {
	/** Cost of showing one ad. */
	readonly cost: number;
	/** Earned by a purchase before the cost of the ad: one number, or [products]. */
	readonly margin: number | Float64Array;
}

/** Throws `profit.cost` or `profit.margin` {value} where a number is not finite or below 0. */
export function checkTerms({ cost, margin }: AdTerms): void {
	if (!(cost >= 0 && cost < Infinity)) throw new LikelyError('profit.cost', { value: cost });
	for (const value of typeof margin === 'number' ? [margin] : margin)
		if (!(value >= 0 && value < Infinity)) throw new LikelyError('profit.margin', { value });
}

/**
 * The probability from which an ad pays: cost / margin. Above 1, or Infinity without a margin: never. The rule holds
 * for ads that are shown for the sake of the purchase; it does not ask whether the customer would have bought anyway.
 */
export function profitThreshold(cost: number, margin: number): number {
	return cost === 0 ? 0 : cost / margin;
}

/** Profit at one threshold. */
export interface ProfitPoint {
	readonly threshold: number;
	readonly pairs: number;
	readonly profit: number;
	/** 95 % interval, where it was measured on held-out customers. */
	readonly low?: number;
	readonly high?: number;
}

/**
 * Measured profit of ads on the held-out customers at every threshold of a curve, with the interval of the precision:
 * bought × margin − pairs × cost. One margin for all products.
 */
export function measuredProfit(curve: readonly ThresholdPoint[], cost: number, margin: number): ProfitPoint[] {
	checkTerms({ cost, margin });
	return curve.map(({ threshold, pairs, precision, precision_low, precision_high }) => {
		const at = (rate: number) => (pairs ? pairs * (rate * margin - cost) : 0);
		return { threshold, pairs, profit: at(precision), low: at(precision_low), high: at(precision_high) };
	});
}

export interface ExpectedProfit {
	/** At the thresholds 0.01 … 0.99. */
	readonly curve: readonly ProfitPoint[];
	/** The curve's point with the highest profit; the highest threshold of equal ones. */
	readonly best: ProfitPoint;
	readonly everyone: ProfitPoint;
	/** Always 0: nothing shown, nothing spent. */
	readonly nobody: ProfitPoint;
	/** Each pair shown exactly where p × margin covers the cost: the most that these probabilities allow. */
	readonly perProduct: { readonly pairs: number; readonly profit: number };
	/** [products] cost / margin. */
	readonly thresholds: Float64Array;
}

/** Adds up what ads would earn by calibrated probabilities, block by block. */
export class ProfitCounter {
	readonly #cost: number;
	readonly #margin: Float64Array;
	readonly #pairs = new Float64Array(100);
	readonly #profit = new Float64Array(100);
	#paying = 0;
	#payingProfit = 0;

	/** Throws as `checkTerms`, and `profit.margin` where there is not one margin per product. */
	constructor(products: number, terms: AdTerms) {
		checkTerms(terms);
		const { cost, margin } = terms;
		if (typeof margin !== 'number' && margin.length !== products)
			throw new LikelyError('profit.margin', { expected: products, found: margin.length });
		this.#cost = cost;
		this.#margin = typeof margin === 'number' ? new Float64Array(products).fill(margin) : margin;
	}

	/** p: [rows × products]. */
	add(p: Float32Array): void {
		const products = this.#margin.length;
		for (let i = 0; i < p.length; i++) {
			const profit = p[i] * this.#margin[i % products] - this.#cost;
			const step = stepOf(p[i]);
			this.#pairs[step]++;
			this.#profit[step] += profit;
			if (profit < 0) continue;
			this.#paying++;
			this.#payingProfit += profit;
		}
	}

	total(): ExpectedProfit {
		const curve: ProfitPoint[] = [];
		let pairs = 0;
		let profit = 0;
		for (let k = 99; k >= 0; k--) {
			pairs += this.#pairs[k];
			profit += this.#profit[k];
			curve.push({ threshold: k / 100, pairs, profit });
		}
		const everyone = curve.pop() ?? { threshold: 0, pairs, profit };
		return {
			curve: curve.toReversed(),
			best: curve.reduce((a, b) => (b.profit > a.profit ? b : a)),
			everyone,
			nobody: { threshold: Infinity, pairs: 0, profit: 0 },
			perProduct: { pairs: this.#paying, profit: this.#payingProfit },
			thresholds: this.#margin.map((margin) => profitThreshold(this.#cost, margin))
		};
	}
}
