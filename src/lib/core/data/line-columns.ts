import { narrowCodes } from './code-list.js';
import { normaliseIds } from './ids.js';
import { columnFor, NumberColumn, timesOf } from './line-values.js';
import { daysFromOrders } from './order-days.js';
import { onlyCodes } from './owners.js';
import type { Category, Codes, Mapping, Table } from './types.js';
import { means, wordsOf } from './vocabulary.js';

/** A column of ids by row. */
export interface RowIds {
	/** [rows] index into `values`, -1 missing. */
	readonly of: Codes;
	readonly values: readonly string[];
	/** [values] rows that have it. */
	readonly lines: Int32Array;
}

/** The columns of a mapping, read: one entry per row of the table. */
export interface LineColumns {
	readonly customer: RowIds;
	readonly product: RowIds;
	/** The order column with its ids in form: `codes` by row. */
	readonly order: Category | undefined;
	/** [rows] days, NaN unreadable. */
	readonly time: Float64Array;
	readonly amount: NumberColumn;
	readonly price: NumberColumn;
	readonly quantity: NumberColumn;
	/** Index of the last column that must be there for a row to be used. */
	readonly last: number;
	/** Whether the row is the header again, as where files were put one behind the other. */
	isHeader(row: number): boolean;
	/** What was repaired or assumed. */
	readonly notes: readonly string[];
}

/** Reads the columns that a valid mapping names. Throws data.no_dates {column, examples}. */
export function readColumns(table: Table, mapping: Mapping): LineColumns {
	const notes: string[] = [];
	const { columns, decimalMark } = mapping;
	const customerCells = columnFor(table, mapping, 'customer') ?? table.columns[0].cells;
	const productCells = columnFor(table, mapping, 'product') ?? table.columns[0].cells;
	const orderCells = columnFor(table, mapping, 'order');
	const customerIds = normaliseIds(customerCells, true);
	const productIds = normaliseIds(productCells, false);
	const orderIds = orderCells && normaliseIds(orderCells, false);
	if (customerIds.merged + productIds.merged > 0) notes.push('ids.merged');
	const order = orderCells && orderIds && { codes: spread(orderCells, orderIds.map), values: orderIds.values };

	const ownCustomer = spread(customerCells, customerIds.map);
	const customerOf = order ? filledFromOrder(ownCustomer, order, onlyCodes(order, customerCells, customerIds.map)) : ownCustomer;
	if (customerOf !== ownCustomer) notes.push('customer.from_order');
	const productOf = spread(productCells, productIds.map);
	const names = Object.values(columns);
	return {
		customer: { of: customerOf, values: customerIds.values, lines: countLines(customerOf, customerIds.values.length) },
		product: { of: productOf, values: productIds.values, lines: countLines(productOf, productIds.values.length) },
		order,
		time: readTimes(table, mapping, customerOf, order, notes),
		amount: new NumberColumn(columnFor(table, mapping, 'amount'), decimalMark, NaN),
		price: new NumberColumn(columnFor(table, mapping, 'price'), decimalMark, NaN),
		quantity: new NumberColumn(columnFor(table, mapping, 'quantity'), decimalMark, 1),
		last: table.columns.reduce((last, { name }, c) => (names.includes(name) ? c : last), 0),
		isHeader: headerTest(customerCells, columns.customer, productCells, columns.product),
		notes
	};
}

function readTimes(
	table: Table,
	mapping: Mapping,
	customer: Codes,
	order: Category | undefined,
	notes: string[]
): Float64Array {
	const name = mapping.columns.date;
	const cells = columnFor(table, mapping, 'date');
	if (name !== undefined && cells) {
		const { times, dayNumbers } = timesOf(name, cells, mapping.dateOrder);
		if (dayNumbers) notes.push('dates.day_numbers');
		if (!order || !cells.codes.includes(-1)) return spreadTimes(cells.codes, times);
		const itself = Int32Array.from(times, (time, code) => (Number.isNaN(time) ? -1 : code));
		const codes = filledFromOrder(cells.codes, order, onlyCodes(order, cells, itself));
		if (codes !== cells.codes) notes.push('date.from_order');
		return spreadTimes(codes, times);
	}
	const sequence = table.columns.find(({ name: column, cells: { values } }) => {
		const words = wordsOf(column);
		return (means(words, 'sequence') || /order.?num/i.test(column)) && values.every((value) => /^\d{1,5}$/.test(value));
	})?.cells;
	if (sequence) {
		notes.push('dates.from_sequence');
		return spreadTimes(sequence.codes, Float64Array.from(sequence.values, Number));
	}
	notes.push(order ? 'dates.from_order' : 'dates.none');
	if (!order) return new Float64Array(table.rows);
	return daysFromOrders({ customer, order: order.codes, orders: order.values });
}

/** The codes themselves where each stays what it is. */
function spread({ codes }: Category, map: Int32Array): Codes {
	if (map.every((to, code) => to === code)) return codes;
	const of = narrowCodes(codes.length, map.length);
	for (let row = 0; row < codes.length; row++) of[row] = codes[row] < 0 ? -1 : map[codes[row]];
	return of;
}

function spreadTimes(codes: Codes, times: Float64Array): Float64Array {
	const of = new Float64Array(codes.length);
	for (let row = 0; row < codes.length; row++) of[row] = codes[row] < 0 ? NaN : times[codes[row]];
	return of;
}

/** Gives rows without a code the one of their order; the codes themselves where there is nothing to give. */
function filledFromOrder(codes: Codes, order: Category, owner: Int32Array): Codes {
	let of = codes;
	for (let row = 0; row < codes.length; row++) {
		const id = order.codes[row];
		if (codes[row] >= 0 || id < 0 || owner[id] < 0) continue;
		if (of === codes) of = codes.slice();
		of[row] = owner[id];
	}
	return of;
}

function countLines(of: Codes, values: number): Int32Array {
	const lines = new Int32Array(values);
	for (let row = 0; row < of.length; row++) if (of[row] >= 0) lines[of[row]]++;
	return lines;
}

function headerTest(
	customer: Category,
	customerName: string | undefined,
	product: Category,
	productName: string | undefined
): (row: number) => boolean {
	const a = customer.values.indexOf(customerName ?? '');
	const b = product.values.indexOf(productName ?? '');
	if (a < 0 || b < 0) return () => false;
	return (row) => customer.codes[row] === a && product.codes[row] === b;
}
