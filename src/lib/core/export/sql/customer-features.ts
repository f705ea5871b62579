import { LikelyError } from '../../errors.js';
import { MONEY_SCALE } from '../../features/baskets.js';
import type { FeatureDefinition, Question } from '../../features/types.js';
import { columnNames } from './columns.js';
import { comment } from './dialect.js';
import type { Dialect } from './dialect.js';

/** How each customer feature is computed from the totals `t` of a snapshot. */
function expressions(d: Dialect): Readonly<Record<string, string>> {
	const double = (sql: string) => `CAST(${sql} AS ${d.double})`;
	const money = (column: string) => `${double(column)} / ${MONEY_SCALE}`;
	const recency = d.daysBetween('t.last_day', 't.as_of');
	const gap = `${double(d.daysBetween('t.first_day', 't.last_day'))} / NULLIF(t.orders - 1, 0)`;
	return {
		total_orders: 'COALESCE(t.orders, 0)',
		total_spent: money('COALESCE(t.spent, 0)'),
		average_order_value: `${money('t.spent')} / NULLIF(t.orders, 0)`,
		return_rate: `CASE WHEN t.returned > t.lines THEN 1 ELSE ${double('t.returned')} / NULLIF(t.lines, 0) END`,
		product_diversity: 'COALESCE(t.diversity, 0)',
		high_value_customer: 'CASE WHEN COALESCE(t.spent, 0) >= h.high_from THEN 1 ELSE 0 END',
		days_since_last_order: recency,
		tenure_days: d.daysBetween('t.first_day', 't.as_of'),
		mean_gap_days: `CASE WHEN t.orders > 1 THEN ${gap} END`,
		gaps_since_last_order: `CASE WHEN t.orders > 1 THEN ${double(recency)} / (CASE WHEN ${gap} < 1 THEN 1 ELSE ${gap} END) END`,
		orders_last_6m: 'COALESCE(t.recent_orders, 0)',
		spent_last_6m: money('COALESCE(t.recent_spent, 0)'),
		products_per_order: `${double('t.basket_products')} / NULLIF(t.orders, 0)`,
		new_product_share: `${double('t.later_new')} / NULLIF(t.later_products, 0)`,
		month: 'EXTRACT(MONTH FROM t.as_of)'
	};
}

const totals = `totals AS (
  SELECT customer, without_product, as_of,
    SUM(CASE WHEN bought > 0 THEN 1 ELSE 0 END) AS orders,
    SUM(spent) AS spent,
    SUM(recent * spent) AS recent_spent,
    SUM(CASE WHEN bought > 0 THEN recent ELSE 0 END) AS recent_orders,
    SUM(bought) AS lines,
    SUM(returned) + SUM(returned_later) AS returned,
    SUM(new_products) AS diversity,
    SUM(products) AS basket_products,
    SUM(CASE WHEN purchase_no > 1 THEN products ELSE 0 END) AS later_products,
    SUM(CASE WHEN purchase_no > 1 THEN new_products ELSE 0 END) AS later_new,
    MIN(CASE WHEN bought > 0 THEN order_day END) AS first_day,
    MAX(CASE WHEN bought > 0 THEN order_day END) AS last_day
  FROM likely_known_orders
  GROUP BY customer, without_product, as_of
)`;

/**
 * The table `likely_customer_features`: a row a snapshot, a column a feature, in float32 as the model was trained, NULL
 * where missing; categories as text. Throws `export.sql_feature` {feature} for one that SQL has no words for.
 */
export function customerFeaturesSql(d: Dialect, kind: Question['kind'], features: readonly FeatureDefinition[]): string {
	const known = expressions(d);
	const names = columnNames(features).map((name) => d.identifier(name));
	const attributes = features.flatMap((feature, i) => (feature.kind === 'category' ? [names[i]] : []));
	const without = kind === 'ever' ? ' AND l.product <> s.without_product' : '';
	const ctes = attributes.map((name, i) => `attribute_${i + 1} AS (
  SELECT customer, without_product, ${name}
  FROM (
    SELECT s.customer, s.without_product, l.${name},
      ROW_NUMBER() OVER (PARTITION BY s.customer, s.without_product ORDER BY l.order_no DESC, l.line_no) AS place
    FROM likely_snapshots s
    JOIN likely_lines l ON l.customer = s.customer AND l.order_time < s.as_of${without}
    WHERE l.${name} IS NOT NULL
  ) latest
  WHERE place = 1
)`);
	const joins = attributes.map((_, i) => {
		const a = `attribute_${i + 1}`;
		return `LEFT JOIN ${a} ON ${a}.customer = s.customer AND ${a}.without_product = s.without_product`;
	});
	if (features.some(({ name }) => name === 'high_value_customer'))
		joins.push('LEFT JOIN likely_high_value h ON h.customer = s.customer AND h.as_of = s.as_of');
	let attribute = 0;
	const columns = features.map((feature, i) => {
		if (feature.kind === 'category') return `,\n  -- ${comment(feature.meaning)}\n  attribute_${++attribute}.${names[i]}`;
		if (!Object.hasOwn(known, feature.name)) throw new LikelyError('export.sql_feature', { feature: feature.name });
		return `,\n  -- ${comment(feature.meaning)}\n  CAST(${known[feature.name]} AS ${d.real}) AS ${names[i]}`;
	});
	// For ever, a snapshot may be left without a line.
	const query = `WITH ${[totals, ...ctes].join(',\n')}
SELECT s.customer, s.without_product, s.as_of${columns.join('')}
FROM likely_snapshots s
LEFT JOIN totals t ON t.customer = s.customer AND t.without_product = s.without_product
${joins.join('\n')}`;
	return d.createTable('likely_customer_features', query.trimEnd());
}
