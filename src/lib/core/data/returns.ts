import { LikelyError } from '../errors.js';
import { findByNames } from './by-names.js';
import { saysReturned } from './flags.js';
import { idKey, isNothing } from './ids.js';
import { profileColumns } from './profile.js';
import type { Table } from './types.js';

/**
 * The orders that a second file says were returned, each once however often the file repeats it, as keys that
 * `toTransactions` compares with. Where the file has a column that says returned yes or no, only the yes count.
 * Throws returns.no_order_column {columns}.
 */
export function returnedOrders(table: Table): Set<string> {
	const profiles = profileColumns(table);
	const found = findByNames(table, profiles);
	const others = profiles.filter((profile) => profile !== found.returned && profile.distinct > 0 && !profile.flags);
	const order = found.order ?? (others.length === 1 ? others[0] : undefined);
	if (!order) throw new LikelyError('returns.no_order_column', { columns: table.columns.map(({ name }) => name) });

	const ids = table.columns[order.index].cells;
	const flags = found.returned && table.columns[found.returned.index].cells;
	const yes = flags?.values.map(saysReturned) ?? [];
	const keys = ids.values.map(idKey);
	const returned = new Set<string>();
	for (let row = 0; row < table.rows; row++) {
		const code = ids.codes[row];
		if (code < 0 || isNothing(ids.values[code]) || (flags && !yes[flags.codes[row]])) continue;
		returned.add(keys[code]);
	}
	return returned;
}
