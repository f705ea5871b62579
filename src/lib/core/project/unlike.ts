import { seenOf } from '../explanation/seen.js';
import { sortedQuantile } from '../evaluation/bootstrap.js';
import { valueOf } from '../explanation/parameter-values.js';
import type { FeatureDefinition } from '../features/types.js';
import type { Unlike } from './cards.js';
import type { Predictor } from './predictor.js';
import { trainingSample } from './training-sample.js';

/** Half of the values that are called usual lie on each side of the middle: all but 1 in 200 at either end. */
const SHARE = 0.995;
/** How far beyond the usual a value has to lie, in the way from the middle to there. */
const BEYOND = 0.5;

/** What the customers that a model learned from had in one column. */
type Usual =
	| { readonly low: number; readonly high: number; readonly belowLow: number; readonly aboveHigh: number }
	| { readonly codes: ReadonlySet<number> };

const remembered = new WeakMap<Predictor, readonly (Usual | undefined)[]>();

/**
 * What sets a customer apart from all that the model learned from: values of customer parameters far beyond those of
 * 99.5 % of its training rows, and words that no training row had. Empty for nearly everybody. The month is the same
 * for all, and left out. x: [customer features], or longer.
 */
export function unlikeIn(predictor: Predictor, x: ArrayLike<number>): Unlike[] {
	const { customer } = predictor.examples.features;
	const usual = usualOf(predictor);
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

function usualOf(predictor: Predictor): readonly (Usual | undefined)[] {
	const before = remembered.get(predictor);
	if (before) return before;
	const { features, x, rows } = trainingSample(predictor);
	const width = features.customer.length;
	const usual = features.customer.map((feature, c) => usualValues(feature, Float32Array.from({ length: rows }, (_, r) => x[r * width + c])));
	remembered.set(predictor, usual);
	return usual;
}

function usualValues(feature: FeatureDefinition, values: Float32Array): Usual | undefined {
	if (feature.unit === 'month' || feature.kind === 'flag') return undefined;
	if (feature.kind === 'category') return { codes: new Set(values) };
	const { sorted } = seenOf(values);
	if (!sorted.length) return undefined;
	const [low, middle, high] = [1 - SHARE, 0.5, SHARE].map((share) => sortedQuantile(sorted, share));
	return { low, high, belowLow: low - BEYOND * (middle - low), aboveHigh: high + BEYOND * (high - middle) };
}
