import type { Found } from './by-names.js';
import type { ProductCandidate } from './product-level.js';
import type { Profile } from './profile.js';
import type { Role } from './types.js';
import { means, suits } from './vocabulary.js';

/** What a role was given for, in plain words. */
export interface Grounds {
	readonly found: Found;
	readonly attributes: readonly Profile[];
	readonly levels: readonly ProductCandidate[];
	/** Columns that their names told. */
	readonly named: ReadonlySet<Profile>;
	/** The amount, where it is called a price and its values say otherwise. */
	readonly ofLine: Profile | undefined;
	readonly dateOrder: string;
}

/** The role of a column and why. */
export function roleAndReason(profile: Profile, grounds: Grounds): { role: Role; reason: string } {
	const { found, attributes } = grounds;
	for (const [role, taken] of Object.entries(found))
		if (taken === profile) return { role: role as Role, reason: whyRole(role as Role, profile, grounds) };
	if (attributes.includes(profile))
		return { role: 'attribute', reason: `${profile.distinct} values that describe the customer or the order` };
	return { role: 'ignore', reason: whyIgnored(profile, grounds) };
}

function whyRole(role: Role, profile: Profile, { levels, named, ofLine, dateOrder }: Grounds): string {
	if (role === 'product') {
		const level = levels.find(({ name }) => name === profile.name);
		const support = level && level.support > 0 ? `, half of them with ${level.support} buyers or more` : '';
		return `${profile.distinct} products${support}`;
	}
	if (role === 'date') return `${percent(profile.dates)} of the values are dates (${dateOrder})`;
	if (role === 'region') return `The name says where, and there are ${profile.distinct} of them`;
	if (role === 'email') return `${percent(profile.emails)} of the values are e-mail addresses; no model learns from them`;
	if (role === 'phone') return `${percent(profile.phones)} of the values are telephone numbers; no model learns from them`;
	if (role === 'returned') return 'The values say whether the goods came back';
	if (role === 'amount' && profile === ofLine) return 'It grows with the quantity of the same product: what the line cost, not a piece';
	if ((role === 'amount' || role === 'price' || role === 'quantity') && !suits(profile.words, role)) return 'The values are such as a column of this kind has';
	if (role === 'amount' || role === 'price' || role === 'quantity')
		return `The name says ${role} and ${percent(profile.numbers)} of the values are numbers`;
	if (!named.has(profile)) return `The values repeat as those of a column of ${role}s do`;
	return `The name says ${role}, and there are ${profile.distinct} different ones`;
}

function whyIgnored(profile: Profile, { levels, found }: Grounds): string {
	const { words, distinct } = profile;
	if (distinct === 0) return 'The column is empty';
	if (distinct === 1) return 'The value is the same in every row';
	if (levels.some(({ name }) => name === profile.name)) return `Another level of products: ${distinct} of them`;
	if (profile.writtenDates > 0.5) return found.date ? `Dates, but ${found.date.name} says better when the order was` : 'Dates of something else';
	if (distinct === profile.filled) return 'Every row has another value';
	if (means(words, 'otherNumber') && profile.numbers > 0.5) return 'A number that is neither what was paid nor how many';
	if (suits(words, 'customer') && found.customer) return `${found.customer.name} tells customers apart better`;
	return 'Not needed';
}

function percent(share: number): string {
	return `${Math.floor(100 * share)} %`;
}
