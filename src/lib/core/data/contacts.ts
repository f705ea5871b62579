import { freeOf } from './by-names.js';
import type { Found } from './by-names.js';
import { dependency } from './dependency.js';
import type { Profile } from './profile.js';
import type { Category, Table } from './types.js';
import { means } from './vocabulary.js';

/** How a customer can be reached, as far as the file says. */
export const CONTACTS = ['email', 'phone'] as const;
export type Contact = (typeof CONTACTS)[number];

/** Finds columns of e-mail addresses and of telephone numbers that belong to the customers, and not to sellers or suppliers. */
export function findContacts(table: Table, profiles: readonly Profile[], found: Found): void {
	const customer = found.customer && table.columns[found.customer.index].cells;
	const own = (p: Profile) => !means(p.words, 'seller') && (!customer || !(dependency(customer, table.columns[p.index].cells) < 0.6));
	const take = (role: Contact, fits: (p: Profile) => boolean) => {
		const [first] = freeOf(profiles, found).filter((p) => p.distinct > 1 && fits(p) && own(p)).sort((a, b) => b.filled - a.filled);
		if (first) found[role] = first;
	};
	take('email', (p) => p.emails >= 0.8);
	take('phone', (p) => p.phones >= 0.8 && means(p.words, 'phone'));
}

/** Seven to fifteen digits with the marks that telephone numbers are written with. */
export function looksLikePhone(text: string): boolean {
	const digits = text.replace(/\D/g, '').length;
	return digits >= 7 && digits <= 15 && /^\+?[\d\s()./-]+$/.test(text);
}

/** [customers] the latest known value of each customer, '' where there is none. customer: [rows], -1 for none; time: [rows]. */
export function latestOfCustomers(column: Category, customer: ArrayLike<number>, time: Float64Array, customers: number): string[] {
	const latest = new Float64Array(customers).fill(-Infinity);
	const values = new Array<string>(customers).fill('');
	for (let row = 0; row < customer.length; row++) {
		const c = customer[row];
		const code = column.codes[row];
		if (c < 0 || code < 0 || time[row] < latest[c]) continue;
		latest[c] = time[row];
		values[c] = column.values[code];
	}
	return values;
}
