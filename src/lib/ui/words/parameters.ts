import type { ParameterValue } from '$lib/core/explanation/types.js';
import { slug } from '$lib/core/features/registry.js';
import type { FeatureDefinition, FeatureSet } from '$lib/core/features/types.js';
import { percent, plain } from './numbers.js';

/** Names that read badly when their underscores are just taken away. */
const labels: Readonly<Record<string, string>> = {
	total_orders: 'Total orders',
	total_spent: 'Total spent',
	average_order_value: 'Average order value',
	return_rate: 'Return rate',
	product_diversity: 'Product diversity',
	high_value_customer: 'High-value customer',
	purchases_last_6m: 'purchases in the last 6 months'
};

/** "days_since_last_order" → "Days since last order". */
function humanised(name: string): string {
	const known = labels[name];
	if (known) return known;
	const text = name.replace(/_/g, ' ').trim();
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface NamedParameter {
	readonly label: string;
	readonly feature?: FeatureDefinition;
	readonly product?: string;
}

/** A function from parameter names (total_orders, paper_purchases_last_6m) to what a person reads. */
export function parameterNames(features: FeatureSet, products: readonly string[]): (name: string) => NamedParameter {
	const customer = new Map(features.customer.map((feature) => [feature.name, feature]));
	const ofSlug = new Map(products.map((product) => [slug(product), product]));
	return (name) => {
		const own = customer.get(name);
		if (own) return { label: humanised(name), feature: own };
		for (const feature of features.product) {
			if (!name.endsWith(`_${feature.name}`) && name !== feature.name) continue;
			const prefix = name.slice(0, Math.max(0, name.length - feature.name.length - 1));
			const product = ofSlug.get(prefix);
			const what = humanised(feature.name);
			const tail = what.charAt(0).toLowerCase() + what.slice(1);
			if (prefix) return { label: `${product ?? humanised(prefix)}: ${tail}`, feature, product };
			return { label: what, feature };
		}
		return { label: humanised(name) };
	};
}

/** A parameter's value with its unit: "12 orders", "43%", "yes", "South". */
export function parameterValue(value: ParameterValue, feature?: FeatureDefinition): string {
	if (typeof value === 'string') {
		if (feature?.kind === 'flag') return value === '1' ? 'yes' : value === '0' ? 'no' : value;
		return value === '' ? 'unknown' : value;
	}
	if (!Number.isFinite(value)) return 'unknown';
	if (feature?.kind === 'flag') return value >= 0.5 ? 'yes' : 'no';
	if (feature?.kind === 'category') return feature.values?.[value] ?? 'unknown';
	if (feature?.unit === 'share') return percent(value);
	const unit = feature?.unit ?? '';
	return unit && unit !== 'money' ? `${plain(value)} ${value === 1 ? unit.replace(/s$/, '') : unit}` : plain(value);
}
