import { unguarded } from '../data/csv.js';
import { LikelyError } from '../errors.js';
import { basketsOf } from '../features/baskets.js';
import { upliftOf } from '../recommendation/uplift.js';
import type { Table } from '../data/types.js';
import type { OrderBook } from '../features/types.js';
import { BETWEEN, GROUPS } from './audience-file.js';
import type { CampaignResult } from './cards.js';

/** One customer of an exported list. */
interface Member {
	readonly products: Set<string>;
	heldBack: boolean;
}

/**
 * What became of a list that `audienceFile` wrote, by orders that came since: of those who were shown an ad, and of those
 * kept back, how many bought something that was listed for them, from the list's day on and within its horizon (without
 * one: in their next order). Everybody on the list counts, whether the ad reached them or not.
 * Throws `campaign.not_a_list` {missing} and `campaign.too_early` {asOf, to} where no order is as new as the list.
 */
export function measureCampaign(table: Table, book: OrderBook): CampaignResult {
	const { members, asOf, horizon } = readList(table);
	if (book.to < asOf) throw new LikelyError('campaign.too_early', { asOf, to: book.to });
	const customers = new Map(book.customers.map((name, c) => [name, c]));
	const products = new Map(book.products.map((name, p) => [name, p]));
	const groups = { shown: { customers: 0, bought: 0 }, heldBack: { customers: 0, bought: 0 } };
	let unknown = 0;
	for (const [name, member] of members) {
		const group = groups[member.heldBack ? 'heldBack' : 'shown'];
		const c = customers.get(name);
		group.customers++;
		if (c === undefined) unknown++;
		else if (boughtAny(book, c, new Set([...member.products].map((product) => products.get(product) ?? -1)), asOf, horizon)) group.bought++;
	}
	const { shown, heldBack } = groups;
	return {
		asOf,
		...(horizon !== undefined && { horizon }),
		complete: horizon === undefined || book.to >= asOf + horizon - 1,
		to: book.to,
		...groups,
		unknown,
		...(shown.customers > 0 && heldBack.customers > 0 && { uplift: upliftOf(shown.bought, shown.customers, heldBack.bought, heldBack.customers) })
	};
}

function boughtAny(book: OrderBook, customer: number, wanted: ReadonlySet<number>, asOf: number, horizon: number | undefined): boolean {
	const baskets = basketsOf(book);
	for (let o = book.customerOrders[customer]; o < book.customerOrders[customer + 1]; o++) {
		if (book.orderTime[o] < asOf || baskets.orderBought[o] === 0) continue;
		if (horizon !== undefined && book.orderTime[o] >= asOf + horizon) return false;
		for (let e = baskets.start[o]; e < baskets.start[o + 1]; e++) if (baskets.bought[e] > 0 && wanted.has(baskets.product[e])) return true;
		if (horizon === undefined) return false;
	}
	return false;
}

function readList(table: Table): { members: Map<string, Member>; asOf: number; horizon: number | undefined } {
	const column = (name: string) => table.columns.find((one) => one.name === name)?.cells;
	const [customer, group, asOf, horizon] = ['customer_id', 'group', 'as_of', 'horizon_days'].map(column);
	const product = column('product') ?? column('products');
	const text = (cells: typeof customer, row: number) => unguarded(cells?.values[cells.codes[row]] ?? '');
	const day = Math.floor(Date.parse(asOf?.values[0] ?? '') / 86_400_000);
	const missing = [!customer && 'customer_id', !group && 'group', !product && 'product', Number.isNaN(day) && 'as_of'].filter((name) => name !== false);
	if (missing.length) throw new LikelyError('campaign.not_a_list', { missing });
	const members = new Map<string, Member>();
	for (let row = 0; row < table.rows; row++) {
		const name = text(customer, row);
		const member = members.get(name) ?? { products: new Set(), heldBack: false };
		member.heldBack ||= text(group, row) === GROUPS.heldBack;
		for (const one of column('product') ? [text(product, row)] : text(product, row).split(BETWEEN)) member.products.add(one);
		members.set(name, member);
	}
	const days = Number(horizon?.values[0] ?? NaN);
	return { members, asOf: day, horizon: Number.isInteger(days) && days > 0 ? days : undefined };
}
