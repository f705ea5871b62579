import { DECAY, decay } from './state.js';
import type { CustomerState, ProductState } from './state.js';
import type { FeatureDefinition } from './types.js';

type Value = (state: ProductState, product: number, customer: CustomerState) => number;

/** A product feature and how it is computed; `absent` is the value for a product that was never bought. */
export interface ProductFeature {
	readonly definition: FeatureDefinition;
	readonly absent: number;
	readonly value: Value;
}

/** The product features in the order of the columns. A purchase is an order that contains the product. */
export function productFeatureList(dates: boolean): ProductFeature[] {
	return [
		...(dates ? [purchasesLast6m] : []),
		purchasesTotal,
		purchasesDecayed,
		shareOfOrders,
		inLastOrder,
		ordersSinceLastPurchase,
		...(dates ? [daysSinceLastPurchase, meanGapDays, gapsSinceLastPurchase] : [])
	];
}

const purchasesLast6m = counted(
	'purchases_last_6m',
	'orders',
	'Orders with this product in the last 6 months.',
	'orders in the 182 days before the as-of date that contain the product',
	(s, p) => s.recent[p]
);

const purchasesTotal = counted(
	'purchases_total',
	'orders',
	'Orders with this product so far.',
	'orders that contain the product',
	(s, p) => s.purchases[p]
);

const purchasesDecayed = counted(
	'purchases_decayed',
	'orders',
	'Orders with this product, older ones counting less.',
	`each counts ${DECAY} to the power of the orders that came after it`,
	(s, p, c) => s.decayed[p] * decay(c.orders - 1 - s.lastOrder[p])
);

const shareOfOrders = counted(
	'share_of_orders',
	'share',
	'Share of the orders that contain this product.',
	'purchases_total / total_orders',
	(s, p, c) => s.purchases[p] / c.orders
);

const inLastOrder = counted(
	'in_last_order',
	'',
	'Whether the last order contained this product.',
	'the last order contains the product',
	(s, p, c) => (s.lastOrder[p] === c.orders - 1 ? 1 : 0),
	'flag'
);

const ordersSinceLastPurchase = measured(
	'orders_since_last_purchase',
	'orders',
	'Orders since this product was last bought.',
	'orders after the last one that contains the product; missing if never',
	(s, p, c) => c.orders - 1 - s.lastOrder[p]
);

const daysSinceLastPurchase = measured(
	'days_since_last_purchase',
	'days',
	'Days since this product was last bought.',
	'as-of date - day of the last order with the product; missing if never',
	(s, p, c) => c.asOf - s.lastDay[p]
);

const meanGapDays = measured(
	'mean_gap_days',
	'days',
	'Usual days between two purchases of this product.',
	'mean over consecutive orders with the product; missing below two',
	meanGap
);

const gapsSinceLastPurchase = measured(
	'gaps_since_last_purchase',
	'usual gaps',
	'How due this product is: above 1, later than usual.',
	"days_since_last_purchase / the product's mean_gap_days (at least 1); missing below two",
	(s, p, c) => (c.asOf - s.lastDay[p]) / Math.max(1, meanGap(s, p))
);

function meanGap(s: ProductState, p: number): number {
	return s.purchases[p] > 1 ? (s.lastDay[p] - s.firstDay[p]) / (s.purchases[p] - 1) : NaN;
}

/** A feature that is 0 for a product that was never bought. */
function counted(
	name: string,
	unit: string,
	meaning: string,
	source: string,
	value: Value,
	kind: 'number' | 'flag' = 'number'
): ProductFeature {
	return { definition: { name, scope: 'product', kind, unit, meaning, source }, absent: 0, value };
}

/** A feature that is missing for a product that was never bought. */
function measured(name: string, unit: string, meaning: string, source: string, value: Value): ProductFeature {
	return { definition: { name, scope: 'product', kind: 'number', unit, meaning, source }, absent: NaN, value };
}
