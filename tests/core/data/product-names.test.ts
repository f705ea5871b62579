import { describe, expect, it } from 'vitest';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import type { Mapping } from '../../../src/lib/core/data/types.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { rebuiltBook } from '../../../src/lib/core/live/rebuild.js';
import { tableOf } from './tables.js';

const mapping: Mapping = { columns: { customer: 'Customer', product: 'StockCode' }, attributes: [], dateOrder: 'ymd', decimalMark: '.' };
const names = ['Customer', 'StockCode', 'Category', 'Description', 'Note'];
const line = (customer: string, code: string, name: string, category = 'Kitchen') => [customer, code, category, name, 'sold by hand'];
const lines = [
	line('Ada', '22423', 'CAKESTAND'),
	line('Bo', 'FUR-BO-10000112', 'HOLDER'),
	line('Bo', '22423', 'CAKESTAND'),
	...['Cy', 'Di', 'Ed', 'Fi', 'Gil', 'Hal'].map((customer) => line(customer, '22423', 'CAKESTAND')),
	// A file puts notes in the place of a name now and then.
	line('Cy', '22423', 'damaged'),
	line('Di', '10002', '')
];
const bookOf = (rows: readonly (readonly string[])[], map = mapping) => buildOrderBook(toTransactions(tableOf(names, rows), map).transactions);
const called = ({ products, productNames }: ReturnType<typeof bookOf>) => productNames && Object.fromEntries(products.map((product, p) => [product, productNames[p]]));

describe('names of products that are codes', () => {
	it('come from the column that tells them apart, each as it stands in most rows, and follow the sorted products', () => {
		expect(called(bookOf(lines))).toEqual({ '10002': '', '22423': 'CAKESTAND', 'FUR-BO-10000112': 'HOLDER' });
	});

	it('are none where products have names of their own, where a column is mapped, or does not belong to the product', () => {
		expect(called(bookOf(lines, { ...mapping, columns: { customer: 'Customer', product: 'Description' } }))).toBeUndefined();
		expect(called(bookOf(lines, { ...mapping, columns: { ...mapping.columns, region: 'Description' } }))).toBeUndefined();
		const astray = lines.map(([customer, code, category], i) => [customer, code, category, ['red ribbon', 'blue ribbon', 'grey ribbon'][i % 3], '']);
		expect(called(bookOf(astray))).toBeUndefined();
	});

	it('stay where orders come in, those of new products being unknown', () => {
		const book = bookOf(lines);
		const more = rebuiltBook(book, [{ order: 'new', customer: 'Ada', time: 3, attributes: {}, lines: [{ product: '99999', amount: 1, quantity: 1, returned: false }] }]);
		expect(called(more)).toEqual({ '10002': '', '22423': 'CAKESTAND', 'FUR-BO-10000112': 'HOLDER', '99999': '' });
	});
});
