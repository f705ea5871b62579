import { freeOf, isClock } from './by-names.js';
import type { Found } from './by-names.js';
import { dependency, tells } from './dependency.js';
import type { Profile } from './profile.js';
import type { Category, Role, Table } from './types.js';

/** Dates in a customer's life, and of a row's upkeep. */
const notOfOrders = /birth|dob|geburt|naiss|nacim|nasci|geboor|urodz|sign|regist|join|member|since|updat|modif/;

/**
 * Finds a date, and an order column, that their names did not tell: codes of several lines each, which have one date and
 * one customer.
 */
export function fillDateAndOrder(table: Table, profiles: readonly Profile[], found: Found): void {
	const dates = freeOf(profiles, found).filter((p) => p.distinct > 1 && !notOfOrders.test(p.words.join(' ')));
	fill(found, 'date', dates.filter((p) => p.writtenDates >= 0.8));
	fill(found, 'date', dates.filter((p) => p.codedDates === 1));
	fillOrder(table, profiles, found);
}

function fillOrder(table: Table, profiles: readonly Profile[], found: Found): void {
	const { customer, date } = found;
	if (found.order || !customer || !date) return;
	const cells = (profile: Profile): Category => table.columns[profile.index].cells;
	const codes = freeOf(profiles, found).filter((p) => {
		if (p.distinct < customer.distinct || p.distinct > 0.9 * p.filled || p.writtenDates > 0 || !p.examples.every((text) => /\d/.test(text))) return false;
		if (p.numbers > 0.9 && p.wholes < 0.95) return false;
		return tells(cells(p), cells(date)) && tells(cells(p), cells(customer));
	});
	fill(found, 'order', codes);
}

/**
 * Finds what names did not tell (a file without a header, or in a language we do not know) from how columns depend on
 * each other: an order has one date and one customer, a customer has several dates, and the products of an order
 * differ. Fills in only what `found` lacks, and leaves out what stays unclear.
 */
export function fillFromValues(table: Table, profiles: readonly Profile[], found: Found): void {
	const cells = (profile: Profile): Category => table.columns[profile.index].cells;
	const free = (): Profile[] => freeOf(profiles, found).filter((profile) => profile.distinct > 1);
	const names = (): Profile[] => free().filter((p) => isName(p) && p.distinct < 0.9 * p.filled);

	fill(found, 'customer', free().filter((p) => p.emails >= 0.8));
	fillOrder(table, profiles, found);
	const { date } = found;
	if (!found.customer && date) fill(found, 'order', names().filter((p) => dependency(cells(p), cells(date)) >= 0.9));
	const { order } = found;
	if (order)
		fill(found, 'customer', names().filter((p) => p.distinct < order.distinct && dependency(cells(order), cells(p)) >= 0.95));
	if (!found.customer && !found.product) {
		const words = names().filter((p) => p.numbers < 0.1 && p.examples.every((example) => /^\D+$/.test(example)));
		const ids = names().filter((p) => p.wholes > 0.9);
		if (words.length === 1 && ids.length === 1) [found.product, found.customer] = [words[0], ids[0]];
	}
	if (!found.customer && found.product) {
		const owners = names().filter((p) => p.distinct > 20);
		if (owners.length === 1) fill(found, 'customer', owners);
	}
	const key = order ?? found.customer;
	if (found.customer) fill(found, 'product', names().filter((p) => !key || !(dependency(cells(key), cells(p)) >= 0.5)));
}

/** Other levels of a product that values alone told: names that each product has one of, and an order several of. */
export function groupsOf(table: Table, profiles: readonly Profile[], found: Found): Profile[] {
	const { product, order, customer } = found;
	const key = order ?? customer;
	if (!product || !key) return [];
	const cells = (profile: Profile): Category => table.columns[profile.index].cells;
	return freeOf(profiles, found).filter(
		(p) => p.distinct > 1 && p.distinct < 0.9 * p.filled && p.numbers < 0.1 && isName(p) && tells(cells(product), cells(p)) && !(dependency(cells(key), cells(p)) >= 0.5)
	);
}

/** Neither a date nor a measurement. */
function isName(profile: Profile): boolean {
	return profile.writtenDates < 0.5 && !isClock(profile) && (profile.numbers < 0.9 || (profile.wholes > 0.95 && profile.distinct > 20));
}

/** Gives a role that nothing has yet to the candidate with most different values. */
function fill(found: Found, role: Role, candidates: readonly Profile[]): void {
	if (found[role] || candidates.length === 0) return;
	found[role] = candidates.reduce((a, b) => (b.distinct > a.distinct ? b : a));
}
