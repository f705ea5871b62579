import { LikelyError } from '../errors.js';
import { detectDecimalMark } from './amounts.js';
import { findAttributes } from './attributes.js';
import {
	findAmount,
	findByNames,
	findDayNumber,
	findLoneProduct,
	findRegion,
	findSellable,
	findUnreadableDate,
	freeOf,
	tellAmountFromQuantity
} from './by-names.js';
import type { Found } from './by-names.js';
import { fillDateAndOrder, fillFromValues, groupsOf } from './by-values.js';
import { findContacts } from './contacts.js';
import { detectDateOrder } from './dates.js';
import { fillMoneyFromValues } from './money-by-values.js';
import { priceEvidence, priceIsOf } from './price-of-line.js';
import { rankProductLevels } from './product-level.js';
import type { ProductCandidate } from './product-level.js';
import { profileColumns } from './profile.js';
import type { Profile } from './profile.js';
import { roleAndReason } from './reasons.js';
import type { Category, ColumnGuess, Mapping, Role, Table } from './types.js';

export type { ProductCandidate } from './product-level.js';

export interface MappingGuess {
	readonly mapping: Mapping;
	/** One per column, in the order of the table. */
	readonly guesses: readonly ColumnGuess[];
	/** Of customer, product and date, those that were not found. */
	readonly missing: readonly Role[];
	/** Nothing in the dates tells day from month. */
	readonly dateAmbiguous: boolean;
	/** A column of money of which the values do not say, or say against its name, whether it is for a piece or for the whole line. */
	readonly priceDoubt?: string;
	/** Columns that could be predicted, best first. */
	readonly productCandidates: readonly ProductCandidate[];
}

/**
 * Guesses what the columns of a table of orders mean, from names (in some twenty languages) held against values: a
 * column called Date without dates is none, a discount is not an amount, a ship date not the date of the order. What
 * names do not tell is taken from how columns depend on each other. Never throws: what is not found is `missing`.
 */
export function guessMapping(table: Table): MappingGuess {
	const profiles = profileColumns(table);
	const cells = (profile: Profile | undefined): Category | undefined => profile && table.columns[profile.index].cells;
	const found = findByNames(table, profiles);
	const named = new Set(Object.values(found));
	fillDateAndOrder(table, profiles, found);
	if (!found.date) findDayNumber(table, profiles, found);
	findAmount(table, profiles, found);
	tellAmountFromQuantity(found);
	const sellable = findSellable(profiles, found);
	let levels = rankProductLevels(table, sellable, cells(found.customer));
	if (levels.length) found.product = sellable.find((profile) => profile.name === levels[0].name);
	if (!found.product) findLoneProduct(profiles, found, true);
	fillFromValues(table, profiles, found);
	if (!found.product) findLoneProduct(profiles, found, false);
	if (found.product && !levels.length) {
		levels = rankProductLevels(table, [found.product, ...groupsOf(table, profiles, found)], cells(found.customer));
		found.product = profiles.find(({ name }) => name === levels[0].name);
	}
	if (table.format?.header === false) fillMoneyFromValues(table, profiles, found);
	const { ofLine, doubt } = tellPriceFromAmount(table, sellable, found);
	findRegion(profiles, found);
	findContacts(table, profiles, found);
	if (!found.date) findUnreadableDate(profiles, found);
	const key = cells(found.order) ?? cells(found.customer);
	const attributes = findAttributes(table, freeOf(profiles, found), key, found.order !== undefined, sellable);

	const date = detectDateOrder(cells(found.date)?.values ?? []);
	const numbers = [found.amount, found.price, found.quantity].flatMap((profile) => cells(profile)?.values.slice(0, 20_000) ?? []);
	const grounds = { found, attributes, levels, named, ofLine, dateOrder: date.order };
	return {
		mapping: {
			columns: Object.fromEntries(Object.entries(found).map(([role, profile]) => [role, profile.name])),
			attributes: attributes.map(({ name }) => name),
			dateOrder: date.order,
			decimalMark: detectDecimalMark(numbers).mark
		},
		guesses: profiles.map((profile) => ({
			name: profile.name,
			...roleAndReason(profile, grounds),
			examples: profile.examples,
			distinct: profile.distinct,
			missing: profile.missing
		})),
		missing: (['customer', 'product', 'date'] as const).filter((role) => !found[role]),
		dateAmbiguous: found.date !== undefined && date.ambiguous,
		...(doubt && { priceDoubt: doubt.name }),
		productCandidates: levels
	};
}

/**
 * A price that grows with the quantity of the same product is what the line cost: it becomes the amount, `ofLine`. `doubt`:
 * a price that does so now and then, or an amount that never does.
 */
function tellPriceFromAmount(table: Table, sellable: readonly Profile[], found: Found): { ofLine?: Profile; doubt?: Profile } {
	const { price, amount, quantity } = found;
	const item = [...sellable, ...(found.product ? [found.product] : [])].reduce<Profile | undefined>((a, b) => (a && a.distinct >= b.distinct ? a : b), undefined);
	const money = price ?? amount;
	if (!item || !money || !quantity || (price && amount)) return {};
	const cells = ({ index }: Profile): Category => table.columns[index].cells;
	const { mark } = detectDecimalMark(cells(money).values.slice(0, 20_000));
	const is = priceIsOf(priceEvidence(cells(item), cells(money), cells(quantity), mark));
	if (money === amount) return is === 'piece' ? { doubt: money } : {};
	if (is === 'unclear') return { doubt: money };
	if (is !== 'line') return {};
	found.amount = money;
	delete found.price;
	return { ofLine: money };
}

/**
 * Throws mapping.no_customer {columns}, mapping.no_product {columns}, mapping.unknown_column {column, role} or
 * mapping.same_column {column} (customer and product are one) when the mapping does not fit the table.
 */
export function validateMapping(table: Table, mapping: Mapping): void {
	const { customer, product } = mapping.columns;
	const columns = table.columns.map(({ name }) => name);
	if (!customer) throw new LikelyError('mapping.no_customer', { columns });
	if (!product) throw new LikelyError('mapping.no_product', { columns });
	const wanted = [...Object.entries(mapping.columns), ...mapping.attributes.map((column) => ['attribute', column] as const)];
	for (const [role, column] of wanted)
		if (column !== undefined && !columns.includes(column)) throw new LikelyError('mapping.unknown_column', { column, role });
	if (customer === product) throw new LikelyError('mapping.same_column', { column: customer });
}
