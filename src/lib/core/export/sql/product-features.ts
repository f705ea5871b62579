import { LikelyError } from '../../errors.js';
import { DECAY } from '../../features/state.js';
import type { FeatureDefinition } from '../../features/types.js';
import { columnNames } from './columns.js';
import { comment, float } from './dialect.js';
import type { Dialect } from './dialect.js';

/** How each product feature is computed from the totals `t` of a customer's purchases of one product. */
function expressions(d: Dialect): Readonly<Record<string, string>> {
	const double = (sql: string) => `CAST(${sql} AS ${d.double})`;
	const recency = d.daysBetween('t.last_day', 't.as_of');
	const gap = `${double(d.daysBetween('t.first_day', 't.last_day'))} / NULLIF(t.purchases - 1, 0)`;
	return {
		purchases_last_6m: 't.recent',
		purchases_total: 't.purchases',
		purchases_decayed: 't.decayed',
		share_of_orders: `${double('t.purchases')} / t.orders`,
		in_last_order: 'CASE WHEN t.last_purchase = t.orders THEN 1 ELSE 0 END',
		orders_since_last_purchase: 't.orders - t.last_purchase',
		days_since_last_purchase: recency,
		mean_gap_days: `CASE WHEN t.purchases > 1 THEN ${gap} END`,
		gaps_since_last_purchase: `CASE WHEN t.purchases > 1 THEN ${double(recency)} / (CASE WHEN ${gap} < 1 THEN 1 ELSE ${gap} END) END`
	};
}

/**
 * The table `likely_product_features`: a row for each customer and product they have bought, a column a feature, in
 * float32, NULL where missing. Throws `export.sql_feature` {feature}.
 */
export function productFeaturesSql(d: Dialect, features: readonly FeatureDefinition[]): string {
	const known = expressions(d);
	const names = columnNames(features).map((name) => d.identifier(name));
	const columns = features.map((feature, i) => {
		if (!Object.hasOwn(known, feature.name)) throw new LikelyError('export.sql_feature', { feature: feature.name });
		return `,\n  -- ${comment(feature.meaning)}\n  CAST(${known[feature.name]} AS ${d.real}) AS ${names[i]}`;
	});
	const query = `WITH purchases AS (
  SELECT DISTINCT o.customer, o.as_of, o.order_no, o.order_day, o.recent, o.purchase_no, l.product
  FROM likely_known_orders o
  JOIN likely_lines l ON l.customer = o.customer AND l.order_no = o.order_no AND l.bought = 1
  WHERE o.without_product = ''
),
orders AS (
  SELECT customer, MAX(purchase_no) AS orders
  FROM likely_known_orders
  WHERE without_product = ''
  GROUP BY customer
),
totals AS (
  SELECT p.customer, p.product, p.as_of, o.orders,
    COUNT(*) AS purchases,
    SUM(p.recent) AS recent,
    MIN(p.order_day) AS first_day,
    MAX(p.order_day) AS last_day,
    MAX(p.purchase_no) AS last_purchase,
    -- Every purchase counts ${float(DECAY)} to the power of the orders that came after it.
    SUM(POWER(CAST(${float(DECAY)} AS ${d.double}), CAST(o.orders - p.purchase_no AS ${d.double}))) AS decayed
  FROM purchases p
  JOIN orders o ON o.customer = p.customer
  GROUP BY p.customer, p.product, p.as_of, o.orders
)
SELECT t.customer, t.product${columns.join('')}
FROM totals t`;
	return d.createTable('likely_product_features', query);
}
