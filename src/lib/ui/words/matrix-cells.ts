import type { Impact } from '$lib/core/explanation/types.js';
import type { FeatureDefinition } from '$lib/core/features/types.js';
import { otherPurchases } from '$lib/core/models/history-features.js';
import type { NamedParameter } from './parameters.js';

/** What stands where a parameter and a product meet: an impact, or in words why the product has none of its own there. */
export type MatrixCell = { readonly impact: number } | { readonly instead: string };

const partOf = ({ label }: NamedParameter) => `part of “${label}”`;

/**
 * Of parameters that all products share, one is part of another for a product: its own history, where more is known of
 * what a customer did with it. Gives that in words, and undefined where the parameter stands for itself.
 */
export function partOfOwn(product: string, parameter: FeatureDefinition, all: readonly FeatureDefinition[], name: (parameter: string) => NamedParameter): string | undefined {
	const known = parameter.history === product ? all.find(({ scope }) => scope === 'product') : undefined;
	return known && partOf(name(known.name));
}

/** The column that an impact belongs to: product features are named without their product. */
export function columnOf(parameter: string, name: (parameter: string) => NamedParameter): string {
	const { feature } = name(parameter);
	return feature?.scope === 'product' ? feature.name : parameter;
}

/**
 * One product's impacts by column. What was bought of one product may stand alone for some products only: elsewhere it
 * is part of all other purchases, and for that very product part of what is known of it.
 */
export function matrixCells(product: string, columns: readonly string[], impacts: readonly Impact[], name: (parameter: string) => NamedParameter): MatrixCell[] {
	const by = new Map(impacts.map(({ parameter, impact }) => [columnOf(parameter, name), impact]));
	const known = impacts.map(({ parameter }) => name(parameter).feature).find((feature) => feature?.scope === 'product')?.name;
	return columns.map((column) => {
		const impact = by.get(column);
		if (impact !== undefined) return { impact };
		if (known !== undefined && name(column).product === product) return { instead: partOf(name(known)) };
		if (by.has(otherPurchases.name)) return { instead: partOf(name(otherPurchases.name)) };
		return { instead: column === otherPurchases.name ? 'every purchase stands alone' : 'nothing of its own for this product' };
	});
}
