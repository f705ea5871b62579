import { LikelyError } from '../errors.js';
import { matchCancellations } from './cancellations.js';
import { narrowCodes } from './code-list.js';
import { CONTACTS } from './contacts.js';
import { filledDown } from './filled-down.js';
import { saysReturned } from './flags.js';
import { givenSplit } from './given.js';
import { idKey } from './ids.js';
import { readColumns } from './line-columns.js';
import type { LineColumns } from './line-columns.js';
import { columnFor } from './line-values.js';
import { validateMapping } from './mapping.js';
import { OrderNames } from './order-names.js';
import { namesFor, productNames } from './product-names.js';
import { release } from './release.js';
import { countRejections, reasonNumber, reasons } from './set-aside.js';
import type { SetAside } from './set-aside.js';
import { rowsWith, sortRows } from './sort-rows.js';
import type { Category, Codes, Mapping, Quality, Rejection, Table, Transactions } from './types.js';

export interface Lines {
	readonly transactions: Transactions;
	readonly quality: Quality;
	/** Which rows were set aside and why; `rejectedCsv` writes them. */
	readonly aside: SetAside;
}

export interface Cleaning {
	/** Codes of `keepable` reasons (see set-aside.ts) whose rows are used all the same. */
	readonly keep?: readonly string[];
	/** The table is a piece of a larger one: it may hold a single customer or product, or no usable row at all. */
	readonly piece?: boolean;
}

/**
 * Order lines from a table and what its columns mean, with an account of every row that was not used.
 *
 * Amount is the amount column, else quantity × price, else NaN. An order is a customer with an order id, or with a day
 * where there is none. A row whose every cell repeats an earlier row's is set aside (`row.duplicate`), a second export
 * of the same line being more likely than the same sale twice to the second; so are lines of postage and fees, orders
 * of test customers, views and carts of an event log, text where a number belongs, and prices that are not above zero; `cleaning` can keep them. A
 * cancellation (a negative quantity or amount, an order id such as C536379) is no purchase: it marks the purchase that
 * it takes back as returned, and is set aside as `row.cancellation` or, without such a purchase,
 * `row.cancellation_unmatched`.
 * `returns`: orders of a second file, from `returnedOrders`. Where an order names its customer or date on its first
 * line only, its other lines get them. Without dates, the order of a customer's orders stands for days. `quality.notes`
 * says what was assumed.
 *
 * Throws what `validateMapping` throws, data.no_dates {column, examples}, data.no_rows {rows, reason, count, examples},
 * data.one_customer {customer}, data.one_product {product}, data.bad_split {role, value}.
 */
export function toTransactions(
	given: Table,
	mapping: Mapping,
	returns?: ReadonlySet<string>,
	cleaning: Cleaning = {}
): Lines {
	validateMapping(given, mapping);
	const table = filledDown(given, mapping);
	const columns = readColumns(table, mapping);
	const { customer, product, time } = columns;
	const { reason, cancellations, eventColumn } = sortRows(table, columns, new Set(cleaning.keep));
	const used = rowsWith(reason, 0);
	const notes = [...(table === given ? [] : ['lines.from_above']), ...columns.notes];

	const returned = returnedRows(table, mapping, columns, used, returns, notes);
	const lines = { customer: customer.of, product: product.of, time, products: product.values.length };
	const returnedTime = new Float64Array(cancellations.length ? table.rows : 0).fill(NaN);
	const matched = matchCancellations(lines, used, cancellations, returned, returnedTime);
	const unmatched = reasonNumber('row.cancellation_unmatched');
	cancellations.forEach((row, i) => {
		if (!matched[i]) reason[row] = unmatched;
	});

	const aside: SetAside = {
		reason,
		codes: reasons.map(({ code }) => code),
		columns: reasons.map(({ code, role }) =>
			code === 'row.not_purchase' ? eventColumn : table.columns.findIndex(({ name }) => role !== undefined && name === mapping.columns[role])
		)
	};
	const rejections = countRejections(table, aside);
	if (used.length === 0 && !cleaning.piece) throw new LikelyError('data.no_rows', factsOf(table, rejections));
	const transactions = gather(table, mapping, columns, used, { returned, returnedTime }, notes);
	if (used.length < table.rows) release(time, returned, returnedTime);
	release(used);
	const quality = qualityOf(table, transactions, rejections, notes);
	if (cleaning.piece) return { transactions, quality, aside };
	if (quality.customers < 2) throw new LikelyError('data.one_customer', { customer: transactions.customer.values[0] });
	if (quality.products < 2) throw new LikelyError('data.one_product', { product: transactions.product.values[0] });
	return { transactions, quality, aside };
}

/** [rows of the table] 1 where the returned column, or the second file, says so. */
function returnedRows(
	table: Table,
	mapping: Mapping,
	{ order }: LineColumns,
	used: Int32Array,
	returns: ReadonlySet<string> | undefined,
	notes: string[]
): Uint8Array {
	const returned = new Uint8Array(table.rows);
	const flags = columnFor(table, mapping, 'returned');
	if (flags) {
		const yes = flags.values.map(saysReturned);
		for (const row of used) if (flags.codes[row] >= 0 && yes[flags.codes[row]]) returned[row] = 1;
	}
	if (returns) {
		const sentBack = order?.values.map((id) => returns.has(idKey(id))) ?? [];
		const found = sentBack.filter(Boolean).length;
		if (found === 0 && returns.size > 0) notes.push('returns.none_matched');
		else if (found < returns.size) notes.push('returns.some_unmatched');
		if (order) for (const row of used) if (order.codes[row] >= 0 && sentBack[order.codes[row]]) returned[row] = 1;
	}
	return returned;
}

/** The used rows in columns of their own; values that no row uses any more are left out. */
function gather(
	table: Table,
	mapping: Mapping,
	{ customer, product, order, time, amount, price, quantity }: LineColumns,
	used: Int32Array,
	{ returned, returnedTime }: { returned: Uint8Array; returnedTime: Float64Array },
	notes: string[]
): Transactions {
	const names = new OrderNames(customer.values, order?.values ?? []);
	const orderOf = new Int32Array(used.length);
	for (let i = 0; i < used.length; i++) {
		const row = used[i];
		orderOf[i] = names.code(customer.of[row], order ? order.codes[row] : -1, time[row]);
	}
	if (names.dayOrders > 0) notes.push('order.from_day');
	if (!amount.there && price.there) notes.push('amount.from_price');
	const attributes = [...(mapping.columns.region === undefined ? [] : [mapping.columns.region]), ...mapping.attributes];
	const given = givenSplit(columnFor(table, mapping, 'part'), columnFor(table, mapping, 'fold'), used);
	return {
		rows: used.length,
		customer: compact(customer.of, customer.values, used),
		order: names.finish(orderOf),
		...namedProducts(table, mapping, product, used),
		time: picked(time, used, Float64Array),
		amount: amount.there ? amount.pick(used) : quantity.pick(used, price),
		quantity: quantity.pick(used),
		returned: picked(returned, used, Uint8Array),
		...(returnedTime.length > 0 && { returnedTime: picked(returnedTime, used, Float64Array) }),
		line: picked(table.line, used, Int32Array),
		attributes: [...new Set(attributes)].flatMap((name) => {
			const cells = table.columns.find((column) => column.name === name)?.cells;
			const isRegion = name === mapping.columns.region;
			return cells ? [{ name: isRegion ? 'region' : name, column: compact(cells.codes, cells.values, used) }] : [];
		}),
		...contactsOf(table, mapping, used),
		...(given && { given })
	};
}

/** The products of the used rows, and what they are called where they are codes. */
function namedProducts(table: Table, mapping: Mapping, { of, values }: LineColumns['product'], used: Int32Array): Pick<Transactions, 'product' | 'productNames'> {
	const product = compact(of, values, used);
	const names = productNames(table, mapping, of, values);
	return { product, ...(names && { productNames: namesFor(product.values, values, names) }) };
}

/** The mapped e-mail addresses and telephone numbers of the used rows. */
function contactsOf(table: Table, mapping: Mapping, used: Int32Array): Pick<Transactions, 'contacts'> {
	const found = CONTACTS.flatMap((role) => {
		const cells = columnFor(table, mapping, role);
		return cells ? [[role, compact(cells.codes, cells.values, used)]] : [];
	});
	return found.length ? { contacts: Object.fromEntries(found) } : {};
}

/** Some entries, ascending; the entries themselves where they are all of them. */
function picked<T extends { readonly length: number; [index: number]: number }>(from: T, rows: Int32Array, empty: new (length: number) => T): T {
	if (rows.length === from.length) return from;
	const to = new empty(rows.length);
	for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]];
	return to;
}

function compact(codes: Codes, values: readonly string[], used: Int32Array): Category {
	const map = new Int32Array(values.length).fill(-1);
	const kept: string[] = [];
	const of = narrowCodes(used.length, values.length);
	for (let i = 0; i < used.length; i++) {
		const code = codes[used[i]];
		if (code >= 0 && map[code] < 0) map[code] = kept.push(values[code]) - 1;
		of[i] = code < 0 ? -1 : map[code];
	}
	return { codes: of, values: kept };
}

function qualityOf(table: Table, t: Transactions, rejections: readonly Rejection[], notes: readonly string[]): Quality {
	let from = Infinity;
	let to = -Infinity;
	for (const time of t.time) {
		if (time < from) from = time;
		if (time > to) to = time;
	}
	return {
		rows: table.rows,
		used: t.rows,
		rejections,
		customers: t.customer.values.length,
		orders: t.order.values.length,
		products: t.product.values.length,
		returned: t.returned.reduce((sum, flag) => sum + flag, 0),
		from,
		to,
		notes
	};
}

function factsOf(table: Table, rejections: readonly Rejection[]): Record<string, string | number | readonly string[]> {
	const [most] = rejections;
	return { rows: table.rows, reason: most.code, count: most.count, examples: most.examples.map(({ value }) => value) };
}
