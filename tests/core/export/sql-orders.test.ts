import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import type { Mapping, Quality } from '../../../src/lib/core/data/types.js';
import { dialects } from '../../../src/lib/core/export/sql/dialect.js';
import { filledTable } from '../../../src/lib/core/export/sql/insert.js';
import { ordersSql } from '../../../src/lib/core/export/sql/orders.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { customerFeatures } from '../../../src/lib/core/features/registry.js';
import { silent } from '../../../src/lib/core/progress.js';
import { inDuckDb, rowsOf, runScript } from './duckdb.js';

const d = dialects.duckdb;
const header = ['row', 'Kunde', 'Rechnung', 'Datum', 'Artikel', 'Menge', 'Preis', 'Land'];
const mapping: Mapping = {
	columns: { customer: 'Kunde', order: 'Rechnung', date: 'Datum', product: 'Artikel', quantity: 'Menge', price: 'Preis', region: 'Land' },
	attributes: [],
	dateOrder: 'dmy',
	decimalMark: ','
};
const two = (n: number) => String(n).padStart(2, '0');

/** Lines as a German export may have them: cancellations in every place, broken cells, prices of zero. */
const sheet = fc
	.array(
		fc.record({
			customer: fc.constantFrom('Anna', 'Bert', 'Anna', ''),
			order: fc.nat(40),
			cancelled: fc.constantFrom(false, false, true),
			day: fc.integer({ min: 1, max: 28 }),
			hour: fc.constantFrom('', ' 09:30', ' 17:05'),
			product: fc.constantFrom('Tinte', 'Papier', 'Tinte', 'n/a'),
			quantity: fc.constantFrom('1', '2', '-1', '-2', '0', ''),
			price: fc.constantFrom('1.234,50', '2,5', '0', '3', 'gratis', ''),
			region: fc.constantFrom('DE', 'AT', '')
		}),
		{ minLength: 4, maxLength: 40 }
	)
	.map((rows) => [
		...['Anna', 'Bert', 'Cleo', 'Dora', 'Emil', 'Finn'].map((name, i) => [String(i), name, String(536_000 + i), '01.02.2024', i % 2 ? 'Papier' : 'Tinte', '1', '1', 'DE']),
		...rows.map(({ customer, order, cancelled, day, hour, product, quantity, price, region }, i) => [
			String(i + 6),
			customer,
			// An order that names its customer on another line is filled from there, which the view leaves to others.
			customer ? `${cancelled && order > 36 ? 'C' : ''}${536_100 + order}` : String(537_000 + i),
			`${two(day)}.03.2024${hour}`,
			product,
			quantity,
			price,
			region
		])
	]);

async function transactionsOf(rows: readonly (readonly string[])[]) {
	const csv = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\n');
	const { table } = await openOrders([memorySource('orders.csv', csv)], silent);
	return toTransactions(table, mapping);
}

describe('the view of the orders in SQL', () => {
	it('reads what the page reads, cancellations matched, in DuckDB', async () => {
		await inDuckDb(async (connection) => {
			await fc.assert(
				fc.asyncProperty(sheet, async (rows) => {
					const { transactions: t, quality } = await transactionsOf(rows);
					const book = buildOrderBook(t);
					const features = customerFeatures(book, { kind: 'next-order' });
					const columns = [['line_no', 'BIGINT'] as const, ...header.map((name) => [name, 'VARCHAR'] as const)];
					const literals = rows.map((cells, i) => [String(i + 1), ...cells.map((cell) => d.string(cell))]);
					await runScript(connection, filledTable(d, 'shop_orders', columns, literals));
					await runScript(connection, ordersSql(d, { mapping, quality, book }, features, 'shop_orders'));
					const found = await rowsOf(
						connection,
						`SELECT line_no, customer, order_id, epoch_ms(ordered_at), product, amount, quantity, returned, epoch_ms(returned_at), region
FROM likely_orders ORDER BY line_no`
					);
					const name = ({ codes, values }: { readonly codes: ArrayLike<number>; readonly values: readonly string[] }, row: number) => values[codes[row]] ?? null;
					const milliseconds = (days: number) => (Number.isNaN(days) ? null : BigInt(Math.round(days * 86_400_000)));
					expect(found.map((row) => row.filter((_, i) => i !== 2))).toEqual(
						Array.from({ length: t.rows }, (_, row) => [
							BigInt(t.line[row] - 1),
							name(t.customer, row),
							milliseconds(t.time[row]),
							name(t.product, row),
							Number.isNaN(t.amount[row]) ? null : t.amount[row],
							t.quantity[row],
							t.returned[row] === 1,
							milliseconds(t.returnedTime?.[row] ?? NaN),
							name(t.attributes[0].column, row)
						])
					);
				}),
				{ numRuns: Number(process.env.RUNS ?? 12), ...(!process.env.RUNS && { seed: 1 }) }
			);
		});
	}, 240_000);

	it.each([
		['dates.from_order', { notes: ['dates.from_order'] }, 'export.sql_no_dates'],
		['its own split', {}, 'export.sql_split']
	])('refuses orders with %s', async (_, more: Partial<Quality>, code) => {
		const { transactions, quality } = await transactionsOf([...'ab'].map((name, i) => [String(i), name, '1', '01.02.2024', name, '1', '1', 'DE']));
		const book = buildOrderBook(transactions);
		const given = { future: new Uint8Array(book.orderTime.length), fold: new Uint8Array(book.customers.length) };
		const source = { mapping, quality: { ...quality, ...more }, book: code === 'export.sql_split' ? { ...book, given } : book };
		expect(() => ordersSql(d, source, customerFeatures(book, { kind: 'next-order' }), 't')).toThrow(code);
	});
});
