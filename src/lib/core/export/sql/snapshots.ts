import { HIGH_VALUE_SHARE } from '../../features/spending.js';
import { RECENT_DAYS } from '../../features/state.js';
import type { Question } from '../../features/types.js';
import { float } from './dialect.js';
import type { Dialect } from './dialect.js';

/**
 * The tables `likely_as_of` and `likely_snapshots`: who is asked about, and as of which day. One row a customer, with
 * `without_product` empty; for `ever` one more for each product the customer owns, as if its lines did not exist.
 */
export function snapshotsSql(d: Dialect, kind: Question['kind']): string {
	const asOf = d.createTable('likely_as_of', `SELECT ${d.addDays('MAX(order_day)', 1)} AS as_of FROM likely_lines`);
	const known = 'likely_lines l JOIN likely_as_of a ON l.order_time < a.as_of';
	const day = kind === 'next-order' ? d.addDays('MAX(l.order_day)', 1) : 'MAX(a.as_of)';
	const empty = `CAST('' AS ${d.text})`;
	const everybody = `SELECT l.customer, ${empty} AS without_product, ${day} AS as_of
FROM ${known}
GROUP BY l.customer
HAVING MAX(l.bought) = 1`;
	const owned = `\nUNION ALL
SELECT l.customer, l.product, MAX(a.as_of)
FROM ${known}
GROUP BY l.customer, l.product
HAVING MAX(l.bought) = 1`;
	return `-- Nothing dated on or after this day is looked at. To look back, put an earlier day here.
${asOf}

${d.createTable('likely_snapshots', everybody + (kind === 'ever' ? owned : ''))}`;
}

/** The table `likely_known_orders`: what each snapshot knows of every order, and which purchase it was. */
export function knownOrdersSql(d: Dialect, kind: Question['kind']): string {
	const without = kind === 'ever' ? '\n    AND l.product <> s.without_product' : '';
	const query = `WITH orders AS (
  SELECT s.customer, s.without_product, s.as_of, l.order_no,
    MIN(l.order_time) AS order_time,
    MIN(l.order_day) AS order_day,
    SUM(l.spent) AS spent,
    SUM(l.bought) AS bought,
    SUM(l.returned) AS returned,
    SUM(CASE WHEN l.returned_at < s.as_of THEN 1 ELSE 0 END) AS returned_later,
    COUNT(DISTINCT CASE WHEN l.bought = 1 THEN l.product END) AS products,
    COUNT(DISTINCT CASE WHEN l.bought = 1 AND l.order_no = l.first_order THEN l.product END) AS new_products
  FROM likely_snapshots s
  JOIN likely_lines l ON l.customer = s.customer AND l.order_time < s.as_of${without}
  GROUP BY s.customer, s.without_product, s.as_of, l.order_no
)
SELECT orders.*,
  CASE WHEN order_time >= ${d.addDays('as_of', -RECENT_DAYS)} THEN 1 ELSE 0 END AS recent,
  SUM(CASE WHEN bought > 0 THEN 1 ELSE 0 END) OVER (
    PARTITION BY customer, without_product ORDER BY order_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS purchase_no
FROM orders`;
	return d.createTable('likely_known_orders', query);
}

/**
 * The table `likely_high_value`: from which total on a customer is of high value as of a day, the 80th percentile
 * (nearest rank) of what the other customers had spent by then.
 */
export function highValueSql(d: Dialect): string {
	const rank = `CEIL(CAST(${float(HIGH_VALUE_SHARE)} AS ${d.double}) * (COUNT(*) OVER (PARTITION BY as_of) - 1))`;
	const query = `WITH moments AS (SELECT DISTINCT as_of FROM likely_snapshots),
spending AS (
  SELECT m.as_of, l.customer, SUM(l.spent) AS spent
  FROM moments m
  JOIN likely_lines l ON l.order_time < m.as_of
  GROUP BY m.as_of, l.customer
  HAVING MAX(l.bought) = 1
),
placed AS (
  SELECT spending.*, ROW_NUMBER() OVER (PARTITION BY as_of ORDER BY spent) AS place, ${rank} AS wanted
  FROM spending
),
limits AS (
  SELECT as_of,
    MAX(CASE WHEN wanted >= 1 AND place = wanted THEN spent END) AS low,
    MAX(CASE WHEN wanted >= 1 AND place = wanted + 1 THEN spent END) AS high
  FROM placed
  GROUP BY as_of
)
-- Without the customer, the rank falls on the next total where the customer stands at or below it.
SELECT s.customer, s.as_of, CASE WHEN s.spent <= l.low THEN l.high ELSE l.low END AS high_from
FROM spending s
JOIN limits l ON l.as_of = s.as_of`;
	return d.createTable('likely_high_value', query);
}
