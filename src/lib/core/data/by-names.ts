import { tells } from './dependency.js';
import { namesReturn } from './flags.js';
import type { Profile } from './profile.js';
import type { Category, Role, Table } from './types.js';
import { means, suits } from './vocabulary.js';

/** The column that was found for a role. */
export type Found = Partial<Record<Role, Profile>>;

/** Roles that names tell and values do not contradict; amount, product level and region need to know more and come later. */
export function findByNames(table: Table, profiles: readonly Profile[]): Found {
	const found: Found = {};
	const cells = (profile: Profile): Category => table.columns[profile.index].cells;
	const take = (role: Role, score: (profile: Profile) => number): void => takeBest(profiles, found, role, score);
	const all = (profile: Profile, allowed: RegExp): boolean =>
		profile.distinct > 0 && profile.distinct < 6 && cells(profile).values.every((value) => allowed.test(value));

	const unnamed = table.format?.header === false;
	take('part', (p) => ((unnamed ? p.distinct === 2 : suits(p.words, 'part')) && all(p, /^(history|future)$/i) ? 1 : 0));
	take('fold', (p) => ((unnamed ? p.distinct > 1 : suits(p.words, 'fold')) && all(p, /^(train|val|valid|validation|test)$/i) ? 1 : 0));
	take('date', (p) => {
		if (!suits(p.words, 'date') || p.dates < 0.5) return 0;
		return 1 + (means(p.words, 'order') ? 0.5 : 0) + (p.writtenDates > 0.5 ? 0.2 : 0);
	});
	take('customer', (p) => {
		if (!suits(p.words, 'customer') || p.words.includes('custom') || !couldBeId(p)) return 0;
		const id = means(p.words, 'id') || p.words.length === 1 || p.words.some((word) => word.endsWith('id'));
		const name = /name|nom\b|nombre|nome|naam|first|last/.test(p.words.join(' '));
		return 1 + (id ? 0.5 : 0) + (p.words.includes('unique') ? 0.3 : 0) - (means(p.words, 'email') ? 0.1 : 0) - (name ? 0.6 : 0) - (means(p.words, 'product') ? 0.7 : 0);
	});
	take('order', (p) => {
		if (!suits(p.words, 'order') || !couldBeId(p) || p.flags) return 0;
		const ofEachLine = p.distinct === p.filled ? 0.6 : 0;
		return 1 + (means(p.words, 'id') ? 0.5 : 0) + p.distinct / (1 + table.rows) - ofEachLine;
	});
	take('quantity', (p) => (suits(p.words, 'quantity') && p.numbers >= 0.7 ? 1 + p.wholes : 0));
	take('price', (p) => {
		if (p.numbers < 0.7) return 0;
		if (!suits(p.words, 'price')) return p.words.join(' ') === 'item cost' ? 0.5 : 0;
		return 1 + (/unit|einzel|stuck|pu\b/.test(p.words.join(' ')) ? 0.5 : 0);
	});
	take('returned', (p) => {
		if (!suits(p.words, 'returned') || p.distinct < 1 || p.distinct > 30) return 0;
		if (means(p.words, 'returned') && p.flags) return 2;
		return cells(p).values.some(namesReturn) ? 1 : 0;
	});
	return found;
}

/**
 * Where no column holds dates: the one whose name promises the date of the order all the same. That it cannot be read is
 * then said where the rows are read, instead of passing it over in silence.
 */
export function findUnreadableDate(profiles: readonly Profile[], found: Found): void {
	takeBest(profiles, found, 'date', (p) => (suits(p.words, 'date') && p.distinct > 0 && p.numbers < 0.5 ? 1 + (means(p.words, 'order') ? 0.5 : 0) : 0));
}

/** Where nothing else says when: days that are counted from some first one. Days of a month or a week tell nothing. */
export function findDayNumber(table: Table, profiles: readonly Profile[], found: Found): void {
	takeBest(profiles, found, 'date', (p) => {
		if (!/^(day|tag|jour|dia|giorno)( (no|nr|num|number|id|index))?$/.test(p.words.join(' ')) || p.wholes < 1 || p.distinct < 2) return 0;
		const days = table.columns[p.index].cells.values.map(Number);
		return days.every((day) => day >= 0 && day < 20_000) && days.some((day) => day > 31) ? 1 : 0;
	});
}

/** What is called amount beside a price, and is nearly always the same few whole numbers, is how many. */
export function tellAmountFromQuantity(found: Found): void {
	const { amount, price, quantity } = found;
	if (!amount || !price || quantity || amount.wholes < 1 || amount.distinct > 60 || price.distinct <= 2 * amount.distinct) return;
	found.quantity = amount;
	delete found.amount;
}

/**
 * The column of what a line cost. One that is the same on all lines of an order is the order's total: it is taken only
 * where there is no price.
 */
export function findAmount(table: Table, profiles: readonly Profile[], found: Found): void {
	const order = found.order && table.columns[found.order.index].cells;
	takeBest(profiles, found, 'amount', (p) => {
		if (!suits(p.words, 'amount') || p.numbers < 0.7 || p.distinct < 2) return 0;
		const several = order !== undefined && order.values.length < 0.8 * table.rows;
		const ofOrder = several && tells(order, table.columns[p.index].cells);
		if (ofOrder && found.price) return 0;
		return 1 + (/line|item|sales|amount|revenue|betrag|umsatz/.test(p.words.join(' ')) ? 0.3 : 0) - (ofOrder ? 0.5 : 0);
	});
}

/** The columns that a name says could be the product, and values do not contradict. */
export function findSellable(profiles: readonly Profile[], found: Found): Profile[] {
	return freeOf(profiles, found).filter(
		(p) => suits(p.words, 'product') && couldBeId(p) && p.distinct > 1 && p.distinct < 0.9 * p.filled
	);
}

/**
 * The product where a shop sells one only: a column that its name alone tells. `surely`: only one that cannot be a kind
 * or a group of products.
 */
export function findLoneProduct(profiles: readonly Profile[], found: Found, surely: boolean): void {
	const itself = /^(prod|item|sku|arti(cle|kel|go|culo)|asin|ware|towar|товар|商品|产品|상품)/;
	takeBest(profiles, found, 'product', (p) => {
		if (found.product || p.distinct !== 1 || !suits(p.words, 'product') || !couldBeId(p)) return 0;
		return itself.test(p.words.join(' ')) ? 2 : surely ? 0 : 1;
	});
}

/** The column that says where: a region, else a state, else a country, with 2 to 100 different ones. */
export function findRegion(profiles: readonly Profile[], found: Found): void {
	takeBest(profiles, found, 'region', (p) => {
		if (!suits(p.words, 'region') || p.distinct < 2 || p.distinct > 100 || p.numbers > 0.5) return 0;
		return means(p.words, 'region') ? 3 : means(p.words, 'state') ? 2 : 1;
	});
}

/** The columns that have no role yet. */
export function freeOf(profiles: readonly Profile[], found: Found): Profile[] {
	const taken = new Set(Object.values(found));
	return profiles.filter((profile) => !taken.has(profile));
}

function takeBest(profiles: readonly Profile[], found: Found, role: Role, score: (profile: Profile) => number): void {
	let best = 0;
	let winner: Profile | undefined;
	for (const profile of freeOf(profiles, found)) {
		const s = score(profile);
		if (s > best) [best, winner] = [s, profile];
	}
	if (winner) found[role] = winner;
}

/** Times of day, without a day. */
export function isClock({ examples }: Profile): boolean {
	return examples.length > 0 && examples.every((text) => /^\d{1,2}[:.h]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?$/i.test(text) && (text.includes(':') || text.includes('h')));
}

/** Names and codes, whole numbers included; no dates, no measurements, no times of day. */
function couldBeId(p: Profile): boolean {
	return p.distinct > 0 && p.writtenDates < 0.5 && !(p.numbers > 0.9 && p.wholes < 0.9) && !isClock(p);
}
