import type { Transactions } from '../../../src/lib/core/data/types.js';
import { columnNames } from '../../../src/lib/core/export/sql/columns.js';
import { float } from '../../../src/lib/core/export/sql/dialect.js';
import type { Dialect } from '../../../src/lib/core/export/sql/dialect.js';
import { filledTable } from '../../../src/lib/core/export/sql/insert.js';
import { orderColumns } from '../../../src/lib/core/export/sql/orders.js';
import type { FeatureDefinition } from '../../../src/lib/core/features/types.js';

/** A table `likely_orders` with the given lines; features: the customer features of the book that is made of them. */
export function ordersTable(d: Dialect, t: Transactions, features: readonly FeatureDefinition[]): string {
	const names = columnNames(features).filter((_, i) => features[i].kind === 'category');
	const columns = [...orderColumns(d).map(([name, type]) => [name, type] as const), ...names.map((name) => [name, d.text] as const)];
	const text = ({ codes, values }: Transactions['customer'], row: number) => (codes[row] < 0 ? 'NULL' : d.string(values[codes[row]]));
	const number = (value: number) => (Number.isNaN(value) ? 'NULL' : float(value));
	const moment = (days: number) => {
		if (Number.isNaN(days)) return 'NULL';
		return `CAST('${new Date(Math.round(days * 86_400_000)).toISOString().slice(0, 23).replace('T', ' ')}' AS TIMESTAMP)`;
	};
	const rows = Array.from({ length: t.rows }, (_, row) => [
		String(row + 1),
		text(t.customer, row),
		text(t.order, row),
		moment(t.time[row]),
		text(t.product, row),
		number(t.amount[row]),
		number(t.quantity[row]),
		t.returned[row] ? 'TRUE' : 'FALSE',
		moment(t.returnedTime?.[row] ?? NaN),
		...t.attributes.map(({ column }) => text(column, row))
	]);
	return filledTable(d, 'likely_orders', columns, rows);
}
