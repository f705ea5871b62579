import { CONTACTS, latestOfCustomers } from '../data/contacts.js';
import { narrowCodes } from '../data/code-list.js';
import { namesFor } from '../data/product-names.js';
import { release } from '../data/release.js';
import type { Category, Codes, Transactions } from '../data/types.js';
import type { OrderBook } from './types.js';

/**
 * Sorts order lines into the book that every later stage reads: by customer, time and order of appearance. Lines of
 * one order id of one customer are one order, dated as its earliest line; an order without an id is the customer's
 * day. Customers, products and attribute values are sorted by code unit, so that the order of the file's rows does
 * not matter; values that no line uses are left out, as are lines without a customer or product. Where the file has
 * its own split, held-out orders come after all known ones of the customer. An order's attribute is its first line
 * that has one. Linear in lines, save for the sort of a customer's orders.
 *
 * `consume`: nobody reads the transactions afterwards, so that the memory of each column is given back once it is read.
 */
export function buildOrderBook(t: Transactions, consume = false): OrderBook {
	const done = (...columns: readonly (ArrayBufferView | undefined)[]): void => {
		if (consume) release(...columns);
	};
	const customer = sortedCodes(t.customer, t.rows);
	done(t.customer.codes);
	const product = sortedCodes(t.product, t.rows);
	done(t.product.codes);
	const byCustomer = countingSort(customer.codes, t.rows, customer.values.length);
	const groups = groupOrders(t, byCustomer, customer.values.length);
	const orders = sortOrders(groups);
	const lines = linesOfOrders(byCustomer.items, groups.orderOfLine, orders, product.codes);
	release(byCustomer.items, groups.orderOfLine);
	const contacts = contactsOf(t, customer);
	const given = t.given && { given: givenSplit(t.given, groups, orders, customer) };
	release(customer.codes);
	done(t.time);

	const count = lines.items.length;
	const lineProduct = inOrder(product.codes, lines.items, new Int32Array(count));
	release(product.codes);
	const lineAmount = inOrder(t.amount, lines.items, new Float64Array(count));
	done(t.amount);
	const lineQuantity = inOrder(t.quantity, lines.items, new Float64Array(count));
	done(t.quantity);
	const lineReturned = inOrder(t.returned, lines.items, new Uint8Array(count));
	const lineReturnedTime = t.returnedTime && inOrder(t.returnedTime, lines.items, new Float64Array(count));
	done(t.returned, t.returnedTime);
	const orderTime = new Float64Array(orders.length);
	const orderIds: string[] = [];
	let from = Infinity;
	let to = -Infinity;
	for (let o = 0; o < orders.length; o++) {
		const group = orders[o];
		orderTime[o] = groups.time[group];
		orderIds.push(orderId(t, groups.firstRow[group]));
		from = Math.min(from, orderTime[o]);
		to = Math.max(to, orderTime[o]);
	}
	done(t.order.codes);
	const attributes = t.attributes.map(({ name, column }) => {
		const sorted = sortedCodes(column, t.rows);
		done(column.codes);
		const ofOrder = firstCodes(sorted.codes, lines);
		release(sorted.codes);
		return { name, values: sorted.values, ofOrder };
	});
	release(lines.items);
	return {
		customers: customer.values,
		products: product.values,
		...(t.productNames && { productNames: namesFor(product.values, t.product.values, t.productNames) }),
		orderIds,
		customerOrders: groups.customerStart,
		orderTime,
		orderLines: lines.start,
		lineProduct,
		lineAmount,
		lineQuantity,
		lineReturned,
		...(lineReturnedTime && { lineReturnedTime }),
		attributes,
		...contacts,
		from: orders.length ? Math.floor(from) : 0,
		to: orders.length ? Math.floor(to) : 0,
		...given
	};
}

/** The values of rows, put into `to` one behind the other. */
function inOrder<To extends Float64Array | Int32Array | Uint8Array>(values: ArrayLike<number>, rows: Int32Array, to: To): To {
	for (let i = 0; i < rows.length; i++) to[i] = values[rows[i]];
	return to;
}

/** Each customer's latest known e-mail address and telephone number. */
function contactsOf(t: Transactions, customer: { codes: Codes; values: readonly string[] }): Pick<OrderBook, 'contacts'> {
	if (!t.contacts) return {};
	const known = CONTACTS.flatMap((kind) => {
		const column = t.contacts?.[kind];
		return column ? [[kind, latestOfCustomers(column, customer.codes, t.time, customer.values.length)]] : [];
	});
	return { contacts: Object.fromEntries(known) };
}

/** Ranges over a permutation: items start[k] to start[k + 1] - 1 belong to k. */
interface Ranges {
	readonly start: Int32Array;
	readonly items: Int32Array;
}

/** A category whose used values are sorted; codes of unused values are gone. */
function sortedCodes(column: Category, rows: number): { codes: Codes; values: readonly string[] } {
	const used = new Uint8Array(column.values.length);
	for (let row = 0; row < rows; row++) if (column.codes[row] >= 0) used[column.codes[row]] = 1;
	const kept: number[] = [];
	for (let code = 0; code < used.length; code++) if (used[code]) kept.push(code);
	kept.sort((a, b) => (column.values[a] < column.values[b] ? -1 : column.values[a] > column.values[b] ? 1 : a - b));
	const rank = new Int32Array(column.values.length);
	kept.forEach((code, i) => (rank[code] = i));
	const codes = narrowCodes(rows, kept.length);
	for (let row = 0; row < rows; row++) codes[row] = column.codes[row] < 0 ? -1 : rank[column.codes[row]];
	return { codes, values: kept.map((code) => column.values[code]) };
}

/** Rows by key, stable; rows with key -1 are left out. */
function countingSort(keys: Codes, rows: number, size: number): Ranges {
	const start = new Int32Array(size + 1);
	for (let row = 0; row < rows; row++) if (keys[row] >= 0) start[keys[row] + 1]++;
	for (let k = 0; k < size; k++) start[k + 1] += start[k];
	const next = start.slice(0, size);
	const items = new Int32Array(start[size]);
	for (let row = 0; row < rows; row++) if (keys[row] >= 0) items[next[keys[row]]++] = row;
	return { start, items };
}

/** Orders in order of appearance within their customer: groups customerStart[c] to customerStart[c + 1] - 1. */
interface Groups {
	/** [lines by customer] the group of each. */
	readonly orderOfLine: Int32Array;
	readonly customerStart: Int32Array;
	readonly time: Float64Array;
	readonly firstRow: Int32Array;
	readonly future: Uint8Array;
}

function groupOrders(t: Transactions, byCustomer: Ranges, customers: number): Groups {
	const orderOfLine = new Int32Array(byCustomer.items.length);
	const customerStart = new Int32Array(customers + 1);
	let groups = 0;
	const partOf = (row: number): number => (t.given?.part[row] ? 1 : 0);
	const momentOf = (row: number): number => (Number.isNaN(t.time[row]) ? 0 : t.time[row]);
	// The group that an order id (times two, plus the part) last stood for; older than the customer's first: not yet seen.
	const groupOf = new Int32Array(2 * t.order.values.length).fill(-1);
	for (let c = 0; c < customers; c++) {
		const first = groups;
		let days: Map<number, number> | undefined;
		for (let i = byCustomer.start[c]; i < byCustomer.start[c + 1]; i++) {
			const row = byCustomer.items[i];
			const part = partOf(row);
			const code = t.order.codes[row];
			const day = 2 * Math.floor(momentOf(row)) + part;
			let group = (code < 0 ? days?.get(day) : groupOf[2 * code + part]) ?? -1;
			if (group < first) {
				group = groups++;
				if (code < 0) (days ??= new Map<number, number>()).set(day, group);
				else groupOf[2 * code + part] = group;
			}
			orderOfLine[i] = group;
		}
		customerStart[c + 1] = groups;
	}
	const time = new Float64Array(groups).fill(Infinity);
	const firstRow = new Int32Array(groups).fill(-1);
	const future = new Uint8Array(groups);
	for (let i = 0; i < orderOfLine.length; i++) {
		const row = byCustomer.items[i];
		const group = orderOfLine[i];
		if (firstRow[group] < 0) {
			firstRow[group] = row;
			future[group] = partOf(row);
		}
		time[group] = Math.min(time[group], momentOf(row));
	}
	return { orderOfLine, customerStart, time, firstRow, future };
}

/** Groups sorted within each customer: known before held out, then time, then appearance. */
function sortOrders({ customerStart, time, future }: Groups): Int32Array {
	const sorted = new Int32Array(time.length).map((_, group) => group);
	const compare = (a: number, b: number) => future[a] - future[b] || time[a] - time[b] || a - b;
	for (let c = 0; c + 1 < customerStart.length; c++) {
		const first = customerStart[c];
		const end = customerStart[c + 1];
		for (let o = first + 1; o < end; o++)
			if (compare(o - 1, o) > 0) {
				sorted.subarray(first, end).sort(compare);
				break;
			}
	}
	return sorted;
}

/** Rows by order, in order of appearance; lines without a product are left out (their order stays). */
function linesOfOrders(rows: Int32Array, group: Int32Array, orders: Int32Array, product: Codes): Ranges {
	const place = new Int32Array(orders.length);
	for (let o = 0; o < orders.length; o++) place[orders[o]] = o;
	const keys = new Int32Array(rows.length);
	for (let i = 0; i < rows.length; i++) keys[i] = product[rows[i]] < 0 ? -1 : place[group[i]];
	const { start, items } = countingSort(keys, rows.length, orders.length);
	release(keys);
	for (let i = 0; i < items.length; i++) items[i] = rows[items[i]];
	return { start, items };
}

/** [orders] the first known code among an order's lines, -1 where there is none. */
function firstCodes(codes: Codes, lines: Ranges): Int32Array {
	const ofOrder = new Int32Array(lines.start.length - 1).fill(-1);
	for (let o = 0; o < ofOrder.length; o++)
		for (let i = lines.start[o]; i < lines.start[o + 1] && ofOrder[o] < 0; i++) ofOrder[o] = codes[lines.items[i]];
	return ofOrder;
}

function orderId(t: Transactions, row: number): string {
	return t.order.codes[row] < 0 ? '' : t.order.values[t.order.codes[row]];
}

function givenSplit(
	given: { readonly part: Uint8Array; readonly fold: Uint8Array },
	groups: Groups,
	orders: Int32Array,
	customer: { readonly codes: Codes; readonly values: readonly string[] }
): { future: Uint8Array; fold: Uint8Array } {
	const fold = new Uint8Array(customer.values.length);
	for (let row = customer.codes.length - 1; row >= 0; row--)
		if (customer.codes[row] >= 0) fold[customer.codes[row]] = given.fold[row];
	return { future: Uint8Array.from(orders, (group) => groups.future[group]), fold };
}
