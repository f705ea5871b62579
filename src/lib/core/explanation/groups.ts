import type { FeatureSet } from '../features/types.js';

/** Columns of a model's input that form one parameter, named after the feature that stands for them. */
export interface ParameterGroup {
	/** Index of the naming feature among customer and product features. */
	readonly lead: number;
	readonly columns: Int32Array;
	/** Whether it stands for the histories of several products. */
	readonly together?: true;
}

/** Features that say the same thing in another way, and the one that stands for them. */
const standsFor: Readonly<Record<string, string>> = {
	tenure_days: 'mean_gap_days',
	gaps_since_last_order: 'days_since_last_order',
	spent_last_6m: 'orders_last_6m',
	products_per_order: 'product_diversity',
	new_product_share: 'product_diversity'
};

const remembered = new WeakMap<FeatureSet, Map<string | undefined, readonly ParameterGroup[]>>();

/**
 * The named parameters of a feature set: features that always move together are one parameter, and so is all that a
 * customer did with the product in question, its history among others' (if it is named). Between them they cover every column once. Remembered with the set.
 */
export function parameterGroups(features: FeatureSet, product?: string): readonly ParameterGroup[] {
	const own = features.product.length && features.customer.some(({ history }) => history === product) ? product : undefined;
	const known = remembered.get(features) ?? new Map<string | undefined, readonly ParameterGroup[]>();
	remembered.set(features, known);
	const before = known.get(own);
	if (before) return before;
	const groups = makeGroups(features, own);
	known.set(own, groups);
	return groups;
}

/** The groups are as many and in the same order whatever the product is. */
function makeGroups({ customer, product }: FeatureSet, own: string | undefined): ParameterGroup[] {
	const index = new Map(customer.map(({ name }, i) => [name, i]));
	const members = customer.map((): number[] => []);
	const ofProduct = Array.from(product, (_, j) => customer.length + j);
	const leads = customer.map((feature, i) => index.get(feature.with ?? standsFor[feature.name] ?? feature.name) ?? i);
	leads.forEach((lead, i) => {
		const { history } = customer[i];
		if (own !== undefined && history === own) ofProduct.push(i);
		else members[lead].push(i);
	});
	const groups = members.flatMap((columns, lead): ParameterGroup[] => (leads[lead] === lead ? [{ lead, columns: Int32Array.from(columns) }] : []));
	if (product.length) groups.push({ lead: customer.length, columns: Int32Array.from(ofProduct) });
	return groups;
}
