import { parameterName } from '../features/registry.js';
import type { FeatureDefinition, FeatureSet } from '../features/types.js';
import type { ParameterValue } from './types.js';

/** A feature's number as a person reads it: the word of a category ('' where missing), else the number itself. */
export function valueOf(feature: FeatureDefinition, number: number): ParameterValue {
	return feature.kind === 'category' ? (feature.values?.[number] ?? '') : number;
}

/** Names of the columns of a model's input for one product: total_orders, printers_purchases_last_6m. */
export function columnNames(features: FeatureSet, product: string): string[] {
	return [
		...features.customer.map((feature) => feature.name),
		...features.product.map((feature) => parameterName(product, feature.name))
	];
}

/** A vector [customer + product features] by parameter name. */
export function namedValues(features: FeatureSet, product: string, vector: Float32Array): Record<string, ParameterValue> {
	const definitions = [...features.customer, ...features.product];
	return Object.fromEntries(columnNames(features, product).map((name, c) => [name, valueOf(definitions[c], vector[c])]));
}
