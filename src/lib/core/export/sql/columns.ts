import type { FeatureDefinition } from '../../features/types.js';

/** PostgreSQL cuts names of more bytes. */
const LONGEST = 63;

/** Names that the exported tables have for themselves. */
const taken = [
	...['customer', 'product', 'line_no', 'order_no', 'order_id', 'order_key', 'order_day', 'order_time', 'ordered_at', 'as_of', 'amount', 'quantity'],
	...['returned', 'returned_at', 'without_product', 'place', 'bought', 'spent', 'first_order', 'line_day', 'order_line']
];

/**
 * A column name for each feature: its own where databases can hold it, no two of them the same in any case, none that
 * the exported tables use.
 */
export function columnNames(features: readonly Pick<FeatureDefinition, 'name'>[]): string[] {
	const used = new Set(taken);
	return features.map(({ name }, i) => {
		const fits = name !== '' && new TextEncoder().encode(name).length <= LONGEST && !/[\0\p{Cs}]/u.test(name);
		let free = fits ? name : `feature_${i + 1}`;
		for (let n = 2; used.has(free.toLowerCase()); n++) free = `${fits && name.length < 20 ? name : `feature_${i + 1}`}_${n}`;
		used.add(free.toLowerCase());
		return free;
	});
}
