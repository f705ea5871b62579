import { parameterName } from '../features/registry.js';
import type { FeatureDefinition } from '../features/types.js';

const read = (name: string, unit: string, meaning: string): FeatureDefinition => ({ name, scope: 'customer', kind: 'number', unit, meaning, source: 'orders' });

/** What the named features do not say: which orders came when, one by one. */
export const orderSequence: FeatureDefinition = {
	...read('order_sequence', 'orders', 'The orders one by one: what was in each, in which order they came and how long ago, beyond what the other parameters say of them.'),
	fixed: true
};

/** How much a customer buys, for models that compare customers. */
export const ownPace = read('own_pace', 'products', 'How many products the customer buys in the period that is asked about, or in an order, by their own orders so far; what is long ago counts less.');

/** How long a customer has not ordered, for models that compare customers. */
export const silence: FeatureDefinition = {
	...read('silence', 'days', 'How long ago the last order was.'),
	with: 'days_since_last_order'
};

/** Which remembered customer it is: nobody is compared with themselves. */
export const ownRecord: FeatureDefinition = {
	...read('own_record', '', 'Whether the customer is among those who are remembered for comparison. Nobody is compared with themselves.'),
	kind: 'flag',
	fixed: true,
	identity: true
};

/** The name of a product's history among the parameters, without the product. */
export const boughtBefore = 'bought_before';

/** What a customer's history has of one product. */
export function historyOf(product: string, kind: 'number' | 'flag'): FeatureDefinition {
	const count = read(parameterName(product, boughtBefore), 'purchases', 'What the customer bought of the product: each purchase counts 1, and a fifth less with every order since.');
	const flag = 'Whether the customer has the product, when customers are compared.';
	return { ...count, kind, history: product, ...(kind === 'flag' && { unit: '', meaning: flag }) };
}

/** The histories of the products that matter little, together. */
export const otherPurchases = read('other_purchases', 'products', 'What the customer bought of all other products, each of which matters little.');
