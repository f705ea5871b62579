import { cancellationIds } from './cancellations.js';
import { repeats } from './duplicates.js';
import { findFees } from './fees.js';
import type { LineColumns } from './line-columns.js';
import { notPurchases } from './not-purchases.js';
import { release } from './release.js';
import { reasonNumber } from './set-aside.js';
import type { ReasonCode } from './set-aside.js';
import { findTestCustomers } from './test-customers.js';
import type { Table } from './types.js';

/**
 * Decides for every row whether it is a purchase (0), a cancellation, or set aside: `reason[row]` is the number of the
 * first reason of `set-aside.ts` that applies and that is not among those to `keep`. `eventColumn`: the column that says
 * which rows are no purchases, -1 for none.
 */
export function sortRows(
	table: Table,
	columns: LineColumns,
	keep: ReadonlySet<string>
): { reason: Uint8Array; cancellations: number[]; eventColumn: number } {
	const number = (code: ReasonCode): number => (keep.has(code) ? 0 : reasonNumber(code));
	const aside = {
		cells: reasonNumber('row.cells'),
		header: reasonNumber('row.header'),
		customer: reasonNumber('row.no_customer'),
		product: reasonNumber('row.no_product'),
		purchase: number('row.not_purchase'),
		date: reasonNumber('row.bad_date'),
		amount: number('row.bad_amount'),
		price: number('row.bad_price'),
		quantity: number('row.bad_quantity'),
		duplicate: number('row.duplicate'),
		fee: number('row.fee'),
		test: number('row.test_customer'),
		free: number('row.not_positive_price'),
		none: number('row.not_positive_quantity'),
		cancellation: reasonNumber('row.cancellation')
	};
	const { customer, product, time, amount, price, quantity, order } = columns;
	const fees = findFees(product.values, product.lines);
	const tests = findTestCustomers(customer.values, customer.lines);
	const cancelled = cancellationIds(order?.values ?? []);
	const idle = notPurchases(table, order);
	const broken = brokenRows(table, columns.last);
	const reason = new Uint8Array(table.rows);
	const cancellations: number[] = [];
	for (let row = 0; row < table.rows; row++) {
		if (broken?.[row]) reason[row] = aside.cells;
		else if (columns.isHeader(row)) reason[row] = aside.header;
		else if (customer.of[row] < 0) reason[row] = aside.customer;
		else if (product.of[row] < 0) reason[row] = aside.product;
		else if (aside.purchase && idle?.rows[row]) reason[row] = aside.purchase;
		else if (Number.isNaN(time[row])) reason[row] = aside.date;
		else if (aside.amount && amount.isText(row)) reason[row] = aside.amount;
		else if (aside.price && price.isText(row)) reason[row] = aside.price;
		else if (aside.quantity && quantity.isText(row)) reason[row] = aside.quantity;
	}
	const good = rowsWith(reason, 0);
	const repeat = aside.duplicate ? repeats(table, good) : undefined;
	for (let i = 0; i < good.length; i++) {
		const row = good[i];
		const id = order ? order.codes[row] : -1;
		if (repeat?.[i]) reason[row] = aside.duplicate;
		else if (aside.fee && fees[product.of[row]]) reason[row] = aside.fee;
		else if (aside.test && tests[customer.of[row]]) reason[row] = aside.test;
		else if (quantity.read(row) < 0 || (!quantity.there && amount.read(row) < 0) || (id >= 0 && cancelled[id])) {
			reason[row] = aside.cancellation;
			cancellations.push(row);
		} else if (price.read(row) <= 0) reason[row] = aside.free;
		else if (quantity.read(row) === 0) reason[row] = aside.none;
	}
	release(good);
	return { reason, cancellations, eventColumn: idle?.column ?? -1 };
}

/** The rows that have a reason. */
export function rowsWith(reason: Uint8Array, wanted: number): Int32Array {
	let count = 0;
	for (let row = 0; row < reason.length; row++) if (reason[row] === wanted) count++;
	const rows = new Int32Array(count);
	for (let row = 0, i = 0; row < reason.length; row++) if (reason[row] === wanted) rows[i++] = row;
	return rows;
}

/**
 * [rows] 1 for rows that cannot be trusted: they have more cells than the table has columns, or fewer than up to the
 * last column that is needed. Cells missing at the end, beyond what is needed, do no harm.
 */
function brokenRows({ uneven, rows, columns }: Table, last: number): Uint8Array | undefined {
	if (!uneven) return undefined;
	const broken = new Uint8Array(rows);
	for (let i = 0; i < uneven.rows.length; i++)
		if (uneven.cells[i] > columns.length || uneven.cells[i] <= last) broken[uneven.rows[i]] = 1;
	return broken;
}
