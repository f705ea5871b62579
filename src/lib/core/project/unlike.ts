import { seenOf } from '../explanation/seen.js';
import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { FeatureDefinition } from '../features/types.js';
import { inputFeatures } from '../models/inputs.js';
import type { Unlike } from './cards.js';
import type { Predictor } from './predictor.js';
import { trainingSample } from './training-sample.js';
import { SHARE, unlikeThese } from './usual.js';
import type { Usual } from './usual.js';

/** How far beyond the usual a value has to lie, in the way from the middle to there. */
const BEYOND = 0.5;

const remembered = new WeakMap<Predictor, readonly (Usual | undefined)[]>();

/**
 * What sets a customer apart from all that the model learned from: values of customer parameters far beyond those of
 * 99.5 % of its training rows, and words that no training row had. Empty for nearly everybody. The month is the same
 * for all, and left out. x: [customer features], or longer.
 */
export function unlikeIn(predictor: Predictor, x: ArrayLike<number>): Unlike[] {
	return unlikeThese(predictor.examples.features.customer, usualOf(predictor), x);
}

/** [customer features] what the model's training rows had, undefined where anything is usual. Remembered with the predictor. */
export function usualOf(predictor: Predictor): readonly (Usual | undefined)[] {
	const before = remembered.get(predictor);
	if (before) return before;
	const { features, x, rows } = trainingSample(predictor);
	const width = features.customer.length;
	const usual = features.customer.map((feature, c) => usualValues(feature, Float32Array.from({ length: rows }, (_, r) => x[r * width + c])));
	remembered.set(predictor, usual);
	return usual;
}

/** The same for the columns that the model takes: [customer features of its inputs], undefined for what it reads of histories. */
export function usualInputs(predictor: Predictor): readonly (Usual | undefined)[] {
	const usual = usualOf(predictor);
	const named = new Map(predictor.examples.features.customer.map(({ name }, c) => [name, usual[c]]));
	return inputFeatures(predictor.model).customer.map(({ name }) => named.get(name));
}

function usualValues(feature: FeatureDefinition, values: Float32Array): Usual | undefined {
	if (feature.unit === 'month' || feature.kind === 'flag') return undefined;
	if (feature.kind === 'category') return { codes: new Set(values) };
	const { sorted } = seenOf(values);
	if (!sorted.length) return undefined;
	const [low, middle, high] = [1 - SHARE, 0.5, SHARE].map((share) => sortedQuantile(sorted, share));
	return { low, high, belowLow: low - BEYOND * (middle - low), aboveHigh: high + BEYOND * (high - middle) };
}
