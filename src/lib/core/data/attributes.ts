import { dependency } from './dependency.js';
import type { Profile } from './profile.js';
import type { Category, Table } from './types.js';
import { means } from './vocabulary.js';

const MOST_VALUES = 60;
const MOST_ATTRIBUTES = 12;

/**
 * The columns that describe the customer or the order: 2 to 60 different words, the same on all lines of an order (or,
 * without orders, nearly always of a customer), and not decided by the product.
 */
export function findAttributes(
	table: Table,
	free: readonly Profile[],
	key: Category | undefined,
	keyIsOrder: boolean,
	products: readonly Profile[]
): Profile[] {
	return free
		.filter((profile) => {
			const { words, distinct, filled } = profile;
			if (distinct < 2 || distinct > MOST_VALUES || filled < table.rows / 2 || profile.writtenDates > 0.5) return false;
			if (products.includes(profile) || means(words, 'product') || means(words, 'date')) return false;
			const personal = means(words, 'circumstance');
			if (!personal && (means(words, 'otherNumber') || (profile.numbers > 0.5 && !profile.flags))) return false;
			const cells = table.columns[profile.index].cells;
			if (key && dependency(key, cells) < (keyIsOrder ? 0.98 : 0.9)) return false;
			return !products.some((product) => {
				const tells = product.distinct > distinct && product.distinct < 0.5 * product.filled;
				return tells && dependency(table.columns[product.index].cells, cells) > 0.98;
			});
		})
		.slice(0, MOST_ATTRIBUTES);
}
