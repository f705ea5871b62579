import type { Mapping } from '../../data/types.js';
import type { Dialect } from './dialect.js';

/** The condition under which a line of `kept` takes back another. idsTell: an order id like C536379 does, too. */
export function cancellationSigns(d: Dialect, { columns }: Mapping, idsTell: boolean): string {
	const signs = [
		'quantity < 0',
		...(columns.quantity === undefined ? ['amount < 0'] : []),
		...(idsTell && columns.order !== undefined ? [d.matches('order_id', '^[cC][0-9]+$')] : [])
	];
	return signs.join(' OR ');
}

/**
 * CTEs from `kept` to `matched`, in which each cancellation takes back the most recent purchase of the same customer and
 * product that is not yet taken back. Purchases and cancellations are opening and closing brackets: the bracket that
 * closes one is the next on the same level. attributes: further columns to pass on.
 */
export function cancelledSql(signs: string, attributes: readonly string[]): string[] {
	const order = 'PARTITION BY customer, product ORDER BY ordered_at, cancelled, line_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
	return [
		`marked AS (
  SELECT kept.*, CASE WHEN ${signs} THEN 1 ELSE 0 END AS cancelled
  FROM kept
)`,
		`heights AS (
  SELECT marked.*,
    SUM(CASE WHEN cancelled = 1 THEN -1 WHEN returned THEN 0 ELSE 1 END) OVER (${order}) AS height
  FROM marked
)`,
		`grounds AS (
  SELECT heights.*, LEAST(0, MIN(height) OVER (${order})) AS ground
  FROM heights
)`,
		// A cancellation that digs deeper than any before takes back nothing.
		`levels AS (
  SELECT grounds.*,
    CASE
      WHEN cancelled = 0 AND NOT returned THEN height - ground
      WHEN cancelled = 1 AND ground = COALESCE(LAG(ground) OVER (PARTITION BY customer, product ORDER BY ordered_at, cancelled, line_no), 0)
        THEN height - ground + 1
      ELSE -1
    END AS bracket
  FROM grounds
)`,
		`closed AS (
  SELECT levels.*,
    CASE WHEN bracket > 0 AND cancelled = 0 THEN LEAD(ordered_at) OVER (
      PARTITION BY customer, product, bracket ORDER BY ordered_at, cancelled, line_no
    ) END AS taken_back_at
  FROM levels
)`,
		`matched AS (
  SELECT ${['line_no', 'customer', 'order_id', 'ordered_at', 'product', 'amount', 'quantity'].join(', ')},
    returned OR taken_back_at IS NOT NULL AS returned, taken_back_at AS returned_at, ${['cancelled', ...attributes].join(', ')}
  FROM closed
)`
	];
}
