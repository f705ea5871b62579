import { parameterName } from '../features/registry.js';
import type { FeatureDefinition, FeatureSet } from '../features/types.js';
import type { ParameterValue } from './types.js';

/** A feature's number as a person reads it: the word of a category ('' where missing), else the number itself. */
export function valueOf(feature: FeatureDefinition, number: number): ParameterValue {
	return feature.kind === 'category' ? (feature.values?.[number] ?? '') : number;
}

const remembered = new WeakMap<FeatureSet, Map<string, readonly string[]>>();

/**
 * Names of the columns of a model's input for one product: total_orders, printers_purchases_last_6m. Remembered with
 * the feature set.
 */
export function columnNames(features: FeatureSet, product: string): readonly string[] {
	const known = remembered.get(features) ?? new Map<string, readonly string[]>();
	remembered.set(features, known);
	const before = known.get(product);
	if (before) return before;
	const names = [
		...features.customer.map((feature) => feature.name),
		...features.product.map((feature) => parameterName(product, feature.name))
	];
	known.set(product, names);
	return names;
}

/** A vector [customer + product features] by parameter name. */
export function namedValues(features: FeatureSet, product: string, vector: Float32Array): Record<string, ParameterValue> {
	const definitions = [...features.customer, ...features.product];
	return Object.fromEntries(columnNames(features, product).map((name, c) => [name, valueOf(definitions[c], vector[c])]));
}
