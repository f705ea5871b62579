import type { FeatureDefinition } from '../features/types.js';

/** What the named features do not say: which orders came when, one by one. */
export const historyFeature: FeatureDefinition = {
	name: 'order_sequence',
	scope: 'customer',
	kind: 'number',
	unit: 'orders',
	meaning: 'The orders one by one: what was in each, in which order they came and how long ago, beyond what the other parameters say of them.',
	source: 'orders'
};
