import type { Examples, FeatureSet } from '../features/types.js';
import type { Model } from './types.js';

/** The columns that a model's `predictProduct` takes. */
export function inputFeatures({ inputs, features }: Pick<Model, 'inputs' | 'features'>): FeatureSet {
	return inputs?.features ?? features;
}

/** Rows with the features that a model's `predictProduct` takes. */
export function asInputs({ inputs }: Pick<Model, 'inputs'>, examples: Examples): Examples {
	return inputs ? inputs.of(examples) : examples;
}
