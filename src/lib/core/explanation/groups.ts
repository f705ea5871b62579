import type { FeatureSet } from '../features/types.js';

/** Columns of a model's input that form one parameter, named after the feature that stands for them. */
export interface ParameterGroup {
	/** Index of the naming feature among customer and product features. */
	readonly lead: number;
	readonly columns: Int32Array;
}

/** Features that say the same thing in another way, and the one that stands for them. */
const standsFor: Readonly<Record<string, string>> = {
	tenure_days: 'mean_gap_days',
	gaps_since_last_order: 'days_since_last_order',
	spent_last_6m: 'orders_last_6m',
	products_per_order: 'product_diversity',
	new_product_share: 'product_diversity'
};

const remembered = new WeakMap<FeatureSet, readonly ParameterGroup[]>();

/**
 * The named parameters of a feature set: features that always move together are one parameter, and so is all that a
 * customer did with the product in question. Between them they cover every column once. Remembered with the set.
 */
export function parameterGroups(features: FeatureSet): readonly ParameterGroup[] {
	const before = remembered.get(features);
	if (before) return before;
	const groups = makeGroups(features);
	remembered.set(features, groups);
	return groups;
}

function makeGroups({ customer, product }: FeatureSet): ParameterGroup[] {
	const names = customer.map((f) => f.name);
	const leads = names.map((name, i) => {
		const lead = names.indexOf(standsFor[name] ?? name);
		return lead < 0 ? i : lead;
	});
	const groups = names.flatMap((_, i) =>
		leads[i] === i ? [{ lead: i, columns: Int32Array.from(leads.flatMap((lead, j) => (lead === i ? [j] : []))) }] : []
	);
	if (product.length)
		groups.push({ lead: customer.length, columns: Int32Array.from(product, (_, j) => customer.length + j) });
	return groups;
}
