import { MONEY_SCALE } from '../../features/baskets.js';
import type { Dialect } from './dialect.js';

/**
 * The table `likely_lines`: every order line with the order it belongs to. attributes: columns of `likely_orders`.
 */
export function linesSql(d: Dialect, attributes: readonly string[]): string {
	const own = attributes.map((name) => d.identifier(name));
	const first = own.map((name) => {
		const order = `PARTITION BY customer, order_no ORDER BY CASE WHEN ${name} IS NULL THEN 1 ELSE 0 END, line_no`;
		return `,\n  FIRST_VALUE(${name}) OVER (${order}) AS ${name}`;
	});
	const query = `WITH dated AS (
  SELECT o.*, CAST(o.ordered_at AS DATE) AS line_day
  FROM likely_orders o
),
-- An order is a customer with an order id, or with a day where there is none.
-- It is dated as its earliest line, and appears where its first line does.
grouped AS (
  SELECT dated.*, MIN(ordered_at) OVER one_order AS order_time, MIN(line_no) OVER one_order AS order_line
  FROM dated
  WINDOW one_order AS (PARTITION BY customer, order_id, CASE WHEN order_id IS NULL THEN line_day END)
),
-- A customer's orders are numbered in time. A line with a negative quantity is a return and no purchase.
numbered AS (
  SELECT grouped.*,
    DENSE_RANK() OVER (PARTITION BY customer ORDER BY order_time, order_line) AS order_no,
    CASE WHEN quantity < 0 THEN 0 ELSE 1 END AS bought
  FROM grouped
)
-- Money is summed in whole ten-thousandths, so that a sum does not depend on the order of its parts.
SELECT customer, order_no, order_time, CAST(order_time AS DATE) AS order_day, line_no, product, bought,
  COALESCE(CAST(FLOOR(amount * ${MONEY_SCALE} + 5e-1) AS ${d.whole}), 0) AS spent,
  CASE WHEN bought = 0 OR (returned AND returned_at IS NULL) THEN 1 ELSE 0 END AS returned,
  CASE WHEN bought = 1 AND returned THEN returned_at END AS returned_at,
  MIN(CASE WHEN bought = 1 THEN order_no END) OVER (PARTITION BY customer, product) AS first_order${first.join('')}
FROM numbered`;
	return d.createTable('likely_lines', query);
}
