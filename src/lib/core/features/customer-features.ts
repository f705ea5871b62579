import { MONEY_SCALE } from './baskets.js';
import type { CustomerState } from './state.js';
import type { FeatureDefinition } from './types.js';

type Value = (state: CustomerState) => number;

/** A customer feature and how it is computed. `value` may read only what the state holds. */
export interface CustomerFeature {
	readonly definition: FeatureDefinition;
	readonly value: Value;
}

/** What a book and a question allow: some features need money, dates, or a snapshot later than the last order. */
export interface Available {
	readonly money: boolean;
	readonly dates: boolean;
	/** False where the snapshot is always the day after the last order. */
	readonly recency: boolean;
	/** True where snapshots of one training are of several dates. */
	readonly season: boolean;
	readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** The customer features in the order of the columns. */
export function customerFeatureList({ money, dates, recency, season, attributes }: Available): CustomerFeature[] {
	return [
		number('total_orders', 'orders', 'Orders so far.', 'orders with a bought line', (s) => s.orders),
		...(money ? [totalSpent, averageOrderValue] : []),
		returnRate,
		number('product_diversity', 'products', 'Different products bought so far.', 'distinct products', (s) => s.diversity),
		...attributes.map(({ name, values }, i) => attribute(name, values, i)),
		...(money ? [highValueCustomer] : []),
		...(dates && recency ? [daysSinceLastOrder] : []),
		...(dates ? [tenureDays, meanGapDays] : []),
		...(dates && recency ? [gapsSinceLastOrder] : []),
		...(dates ? [ordersLast6m] : []),
		...(dates && money ? [spentLast6m] : []),
		productsPerOrder,
		newProductShare,
		...(dates && season ? [month] : [])
	];
}

const totalSpent = number(
	'total_spent',
	'money',
	'Money spent so far.',
	'sum of the amounts of all lines, as the file has them',
	(s) => s.spent / MONEY_SCALE
);

const averageOrderValue = number(
	'average_order_value',
	'money',
	'Money spent per order.',
	'total_spent / total_orders; missing with returns alone',
	(s) => (s.orders > 0 ? s.spent / MONEY_SCALE / s.orders : NaN)
);

const returnRate = number(
	'return_rate',
	'share',
	'Share of the bought lines that were returned.',
	'lines returned before the as-of date / bought lines, at most 1',
	(s) => Math.min(1, (s.returned + s.laterReturned) / s.lines)
);

const highValueCustomer: CustomerFeature = {
	definition: {
		name: 'high_value_customer',
		scope: 'customer',
		kind: 'flag',
		unit: '',
		meaning: 'Has spent at least as much as 80 % of the other customers had by then.',
		source: 'total_spent at or above the 80th percentile (nearest rank) of the other customers before the same moment'
	},
	value: (s) => (s.spent >= s.highValueFrom ? 1 : 0)
};

const daysSinceLastOrder = number(
	'days_since_last_order',
	'days',
	'Days since the last order.',
	'as-of date - day of the last order',
	(s) => s.asOf - s.lastDay
);

const tenureDays = number(
	'tenure_days',
	'days',
	'Days since the first order.',
	'as-of date - day of the first order',
	(s) => s.asOf - s.firstDay
);

const meanGapDays = number(
	'mean_gap_days',
	'days',
	'Usual days between two orders.',
	'mean over consecutive orders; missing with one order',
	meanGap
);

const gapsSinceLastOrder = number(
	'gaps_since_last_order',
	'usual gaps',
	'How overdue the next order is: above 1, later than usual.',
	'days_since_last_order / mean_gap_days (at least 1)',
	(s) => (s.asOf - s.lastDay) / Math.max(1, meanGap(s))
);

const ordersLast6m = number(
	'orders_last_6m',
	'orders',
	'Orders in the last 6 months.',
	'orders in the 182 days before the as-of date',
	(s) => s.recentOrders
);

const spentLast6m = number(
	'spent_last_6m',
	'money',
	'Money spent in the last 6 months.',
	'amounts in the 182 days before the as-of date',
	(s) => s.recentSpent / MONEY_SCALE
);

const productsPerOrder = number(
	'products_per_order',
	'products',
	'Different products in an order, on average.',
	"sum of the orders' distinct products / total_orders",
	(s) => s.basketProducts / s.orders
);

const newProductShare = number(
	'new_product_share',
	'share',
	'How often a product in an order was new to this customer.',
	'first purchases / products, over the orders after the first; missing with one order',
	(s) => s.laterFresh / s.laterProducts
);

const month = number(
	'month',
	'month',
	'Month of the prediction, 1 to 12: what sells has its season.',
	'month of the as-of date',
	(s) => new Date(s.asOf * 86_400_000).getUTCMonth() + 1
);

function meanGap(s: CustomerState): number {
	return s.orders > 1 ? (s.lastDay - s.firstDay) / (s.orders - 1) : NaN;
}

function number(name: string, unit: string, meaning: string, source: string, value: Value): CustomerFeature {
	return { definition: { name, scope: 'customer', kind: 'number', unit, meaning, source }, value };
}

function attribute(name: string, values: readonly string[], index: number): CustomerFeature {
	return {
		definition: {
			name,
			scope: 'customer',
			kind: 'category',
			unit: '',
			meaning: `The customer's ${name.replaceAll('_', ' ')}.`,
			source: `column ${name}, value of the latest known order that has one`,
			values
		},
		value: (s) => (s.attributes[index] < 0 ? NaN : s.attributes[index])
	};
}
