import { LikelyError } from '../errors.js';

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
