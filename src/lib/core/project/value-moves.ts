import type { Move } from '../explanation/counterfactual.js';
import { columnNames, valueOf } from '../explanation/parameter-values.js';
import { placeOf, spread } from '../explanation/seen.js';
import type { Seen } from '../explanation/seen.js';
import type { FeatureSet } from '../features/types.js';
import type { CounterfactualChange } from './cards.js';

/** A parameter set to a value that was seen. */
export interface ValueMove extends Move {
	readonly column: number;
	readonly number: number;
	readonly change: CounterfactualChange & { readonly kind: 'value' };
}

/** Values tried of a number. */
const VALUES = 16;

/**
 * Every value that a column of a product's input may take instead of the one it has: numbers at even shares of the
 * values seen, the other words of a category, the other side of a flag. Its size is the share of the rows between the
 * two values; 1 from and to anything that has no order. Columns that are frozen have none.
 */
export function valueMoves(
	features: FeatureSet,
	product: string,
	current: Float32Array,
	seen: readonly Seen[],
	isFrozen: (column: number) => boolean
): ValueMove[] {
	const names = columnNames(features, product);
	return [...features.customer, ...features.product].flatMap((feature, column) => {
		if (feature.fixed || isFrozen(column)) return [];
		const from = current[column];
		const limit = feature.kind === 'number' ? VALUES : Infinity;
		return spread(seen[column], limit).flatMap((number): ValueMove[] => {
			if (Object.is(number, from)) return [];
			const distance = Math.abs(placeOf(seen[column], number) - placeOf(seen[column], from));
			const size = feature.kind !== 'number' || Number.isNaN(distance) ? 1 : distance;
			const parameter = names[column];
			const change = { kind: 'value', parameter, from: valueOf(feature, from), to: valueOf(feature, number) } as const;
			return [{ slot: parameter, size, column, number, change }];
		});
	});
}
