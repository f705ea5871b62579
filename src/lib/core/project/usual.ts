import { valueOf } from '../explanation/parameter-values.js';
import type { FeatureDefinition } from '../features/types.js';
import type { Unlike } from './cards.js';

/** Half of the values that are called usual lie on each side of the middle: all but 1 in 200 at either end. */
export const SHARE = 0.995;

/** What the customers that a model learned from had in one column. */
export type Usual =
	| { readonly low: number; readonly high: number; readonly belowLow: number; readonly aboveHigh: number }
	| { readonly codes: ReadonlySet<number> };

/** Values that are out of the usual. x: [customer features], or longer; usual: [customer features], undefined: anything is. */
export function unlikeThese(customer: readonly FeatureDefinition[], usual: readonly (Usual | undefined)[], x: ArrayLike<number>): Unlike[] {
	return customer.flatMap((feature, c) => {
		const of = usual[c];
		const value = x[c];
		if (!of || Number.isNaN(value)) return [];
		const parameter = feature.name;
		if ('codes' in of) return of.codes.has(value) ? [] : [{ parameter, value: valueOf(feature, value), share: 0 }];
		if (value > of.aboveHigh) return [{ parameter, value, bound: of.high, side: 'above' as const, share: SHARE }];
		if (value < of.belowLow) return [{ parameter, value, bound: of.low, side: 'below' as const, share: SHARE }];
		return [];
	});
}
