import type { Examples, FeatureSet } from '../features/types.js';
import type { Model } from './types.js';

/** The columns that a model's `predictProduct` takes. */
export function inputFeatures({ inputs, features }: Pick<Model, 'inputs' | 'features'>): FeatureSet {
	return inputs?.features ?? features;
}

/** Whether a model answers from whole histories, of which named parameters say only a part. */
export function readsHistories({ inputs }: Pick<Model, 'inputs'>): boolean {
	return inputs !== undefined && !inputs.isNamed;
}

/** Rows with the features that a model's `predictProduct` takes. */
export function asInputs({ inputs }: Pick<Model, 'inputs'>, examples: Examples): Examples {
	return inputs ? inputs.of(examples) : examples;
}
