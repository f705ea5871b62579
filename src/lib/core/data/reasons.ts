import type { Found } from './by-names.js';
import type { ProductCandidate } from './product-level.js';
import type { Profile } from './profile.js';
import type { ColumnReason, DateOrder, Role } from './types.js';
import { means, suits } from './vocabulary.js';

/** What a role was given for. */
export interface Grounds {
	readonly found: Found;
	readonly attributes: readonly Profile[];
	readonly levels: readonly ProductCandidate[];
	/** Columns that their names told. */
	readonly named: ReadonlySet<Profile>;
	/** The amount, where it is called a price and its values say otherwise. */
	readonly ofLine: Profile | undefined;
	readonly dateOrder: DateOrder;
}

/** The role of a column and why. */
export function roleAndReason(profile: Profile, grounds: Grounds): { role: Role; reason: ColumnReason } {
	const { found, attributes } = grounds;
	for (const [role, taken] of Object.entries(found))
		if (taken === profile) return { role: role as Role, reason: whyRole(role as Role, profile, grounds) };
	if (attributes.includes(profile)) return { role: 'attribute', reason: { code: 'details', distinct: profile.distinct } };
	return { role: 'ignore', reason: whyIgnored(profile, grounds) };
}

function whyRole(role: Role, profile: Profile, { levels, named, ofLine, dateOrder }: Grounds): ColumnReason {
	const { distinct } = profile;
	if (role === 'product') return { code: 'products', distinct, support: levels.find(({ name }) => name === profile.name)?.support ?? 0 };
	if (role === 'date') return { code: 'dates', share: profile.dates, order: dateOrder };
	if (role === 'region') return { code: 'places', distinct };
	if (role === 'email') return { code: 'emails', share: profile.emails };
	if (role === 'phone') return { code: 'phones', share: profile.phones };
	if (role === 'returned') return { code: 'returned' };
	if (role === 'amount' && profile === ofLine) return { code: 'of_line' };
	if ((role === 'amount' || role === 'price' || role === 'quantity') && !suits(profile.words, role)) return { code: 'such_values' };
	if (role === 'amount' || role === 'price' || role === 'quantity') return { code: 'named_numbers', role, share: profile.numbers };
	return named.has(profile) ? { code: 'named', role, distinct } : { code: 'repeats', role };
}

function whyIgnored(profile: Profile, { levels, found }: Grounds): ColumnReason {
	const { words, distinct } = profile;
	if (distinct === 0) return { code: 'empty' };
	if (distinct === 1) return { code: 'same' };
	if (levels.some(({ name }) => name === profile.name)) return { code: 'level', distinct };
	if (profile.writtenDates > 0.5) return found.date ? { code: 'better_date', by: found.date.name } : { code: 'other_dates' };
	if (distinct === profile.filled) return { code: 'all_different' };
	if (means(words, 'otherNumber') && profile.numbers > 0.5) return { code: 'other_number' };
	if (suits(words, 'customer') && found.customer) return { code: 'better_customer', by: found.customer.name };
	return { code: 'unneeded' };
}
