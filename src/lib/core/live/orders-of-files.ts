import { openOrders } from '../data/formats/open.js';
import { returnedOrders } from '../data/returns.js';
import type { ByteSource } from '../data/source.js';
import { toTransactions } from '../data/transactions.js';
import type { Mapping, TableFormat } from '../data/types.js';
import type { Work } from '../progress.js';
import type { IncomingOrder } from './order.js';
import { ordersOf } from './orders-of.js';

/**
 * The orders of a newer export, or of the piece that was added to one, read as the mapping of the first one says.
 * Throws what `openOrders`, `validateMapping` and `toTransactions` throw.
 */
export async function ordersOfFiles(
	sources: readonly ByteSource[],
	mapping: Mapping,
	work: Work
): Promise<{ readonly rows: number; readonly orders: readonly IncomingOrder[]; readonly format?: TableFormat }> {
	const { table, returns } = await openOrders(sources, work, undefined, mapping.encoding);
	const { transactions } = toTransactions(table, mapping, returns && returnedOrders(returns), { piece: true });
	return { rows: table.rows, orders: transactions.rows ? ordersOf(transactions) : [], ...(table.format && { format: table.format }) };
}
