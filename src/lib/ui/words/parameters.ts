import type { ParameterValue } from '$lib/core/explanation/types.js';
import { slug } from '$lib/core/features/registry.js';
import type { FeatureDefinition, FeatureSet } from '$lib/core/features/types.js';
import { boughtBefore, historyOf, orderSequence, otherPurchases, ownPace, ownRecord, silence } from '$lib/core/models/history-features.js';
import { ofCore } from '$lib/language/words.svelte.js';
import { inSentence } from './case.js';
import { money, percent, plain, plural } from './numbers.js';
import { called } from './products.js';
import { monthName } from './time.js';

/** Names that read badly when their underscores are just taken away. */
const labels: Readonly<Record<string, string>> = {
	total_orders: 'Total orders',
	total_spent: 'Total spent',
	average_order_value: 'Average order value',
	return_rate: 'Return rate',
	product_diversity: 'Product diversity',
	high_value_customer: 'High-value customer',
	days_since_last_order: 'Days since the last order',
	tenure_days: 'Days since the first order',
	mean_gap_days: 'Usual gap between orders',
	gaps_since_last_order: 'How overdue the next order is',
	month: 'Month',
	orders_last_6m: 'Orders in the last 6 months',
	spent_last_6m: 'Spent in the last 6 months',
	products_per_order: 'Products per order',
	new_product_share: 'Share of products that were new',
	purchases_last_6m: 'Purchases in the last 6 months',
	purchases_total: 'Purchases so far',
	purchases_decayed: 'Purchases with older ones counting less',
	share_of_orders: 'Share of orders with it',
	in_last_order: 'In the last order',
	orders_since_last_purchase: 'Orders since the last purchase',
	days_since_last_purchase: 'Days since the last purchase',
	gaps_since_last_purchase: 'How overdue the next purchase is',
	order_sequence: 'The orders one by one',
	own_pace: 'Own pace of buying',
	silence: 'Time since the last order',
	own_record: 'Being remembered',
	bought_before: 'Bought before',
	other_purchases: 'All other purchases'
};

/** What models read of histories, by name; that of one product is named after it. */
const read = new Map([orderSequence, ownPace, silence, ownRecord, otherPurchases].map((feature) => [feature.name, feature]));

/** Product features whose name is also a customer feature's. */
const productLabels: Readonly<Record<string, string>> = { mean_gap_days: 'Usual gap between purchases' };

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
		const own = customer.get(name) ?? read.get(name);
		if (own) return { label: humanised(name), feature: own };
		for (const feature of features.product) {
			if (!name.endsWith(`_${feature.name}`) && name !== feature.name) continue;
			const prefix = name.slice(0, Math.max(0, name.length - feature.name.length - 1));
			const product = ofSlug.get(prefix);
			const what = productLabels[feature.name] ?? humanised(feature.name);
			if (prefix) return { label: `${product === undefined ? humanised(prefix) : called(product)}: ${inSentence(what)}`, feature, product };
			return { label: what, feature };
		}
		if (name.endsWith(`_${boughtBefore}`)) {
			const product = ofSlug.get(name.slice(0, -boughtBefore.length - 1));
			if (product !== undefined) return { label: `${called(product)}: ${inSentence(humanised(boughtBefore))}`, feature: historyOf(product, 'number'), product };
		}
		return { label: humanised(name) };
	};
}

/** Units of numbers. */
const units: Readonly<Record<string, (value: number) => string>> = {
	orders: (n) => plural(n, ['order', 'orders']),
	days: (n) => plural(n, ['day', 'days']),
	products: (n) => plural(n, ['product', 'products']),
	purchases: (n) => plural(n, ['purchase', 'purchases']),
	'usual gaps': (n) => plural(n, ['usual gap', 'usual gaps']),
	month: () => /* @wc-include */ 'month',
	share: () => /* @wc-include */ 'share',
	money: () => /* @wc-include */ 'money'
};

/** The unit of a feature's numbers: "orders", "days". */
export function unitOf({ unit, kind }: FeatureDefinition): string {
	if (kind === 'flag') return 'yes or no';
	if (kind === 'category') return 'one of a list';
	return units[unit]?.(2) ?? ofCore(unit);
}

/** What a feature means, in a sentence. */
export function meaningOf({ meaning }: FeatureDefinition): string {
	const attribute = /^The customer's (.+)\.$/.exec(meaning)?.[1];
	return attribute ? `The customer’s ${attribute}.` : ofCore(meaning);
}

/** How a feature is computed. */
export function sourceOf({ source }: FeatureDefinition): string {
	const column = /^column (.+), value of the latest known order that has one$/.exec(source)?.[1];
	if (column) return `column ${column}, value of the latest known order that has one`;
	const decay = /^each counts (.+) to the power of the orders that came after it$/.exec(source)?.[1];
	return decay ? `each counts ${decay} to the power of the orders that came after it` : ofCore(source);
}

/** A parameter's value with its unit: "12 orders", "43%", "yes", "South". */
export function parameterValue(value: ParameterValue, feature?: FeatureDefinition): string {
	if (typeof value === 'string') {
		if (feature?.kind === 'flag') return value === '1' ? /* @wc-include */ 'yes' : value === '0' ? /* @wc-include */ 'no' : value;
		if (value === '') return /* @wc-include */ 'unknown';
		// Fixed rules, and baselines of other files, may know words that no customer here has.
		return feature?.values?.includes(value) === false ? `${value} (not in the data)` : value;
	}
	if (!Number.isFinite(value)) return /* @wc-include */ 'unknown';
	if (feature?.kind === 'flag') return value >= 0.5 ? /* @wc-include */ 'yes' : /* @wc-include */ 'no';
	if (feature?.kind === 'category') return feature.values?.[value] ?? /* @wc-include */ 'unknown';
	if (feature?.unit === 'month') return monthName(value) ?? plain(value);
	if (feature?.unit === 'share') return percent(value);
	const unit = feature?.unit ?? '';
	if (unit === 'money') return money(value);
	return unit ? `${plain(value)} ${units[unit]?.(value) ?? unit}` : plain(value);
}
