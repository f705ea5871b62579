import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { linesOfWide } from '../../../src/lib/core/data/wide.js';
import { cellsOf, tableOf } from './tables.js';

const names = ['Customer ID', 'City', 'Age', 'Pen', 'Ink', 'Pad', 'Cup', 'Bag'];
const rows = [
	['C1', 'Rom', '31', '2', '0', '0', '1', ''],
	['C2', 'Bonn', '58', '0', '0', '1', '0', '0'],
	['C3', 'Rom', '22', '0', '0', '0', '0', '0'],
	['C4', 'Bern', '45', '5', '1', '0', '0', '']
];

describe('one row per customer, one column per product', () => {
	it('becomes one line per customer and product that was bought, with how many and the rest of the row', () => {
		const lines = linesOfWide(tableOf(names, rows));
		expect(lines && cellsOf(lines)).toEqual({
			names: ['Customer ID', 'City', 'Age', 'product', 'quantity'],
			rows: [
				['C1', 'Rom', '31', 'Pen', '2'],
				['C1', 'Rom', '31', 'Cup', '1'],
				['C2', 'Bonn', '58', 'Pad', '1'],
				['C4', 'Bern', '45', 'Pen', '5'],
				['C4', 'Bern', '45', 'Ink', '1']
			]
		});
		expect([...(lines?.line ?? [])]).toEqual([2, 2, 3, 5, 5]);
	});

	it('may say yes and no, and its products may be called products', () => {
		const flags = rows.map((row, r) => [row[0], ...Array.from({ length: 6 }, (_, p) => ((r + p) % 3 ? 'No' : 'Yes'))]);
		const lines = linesOfWide(tableOf(['client', ...Array.from({ length: 6 }, (_, p) => `product_${p + 1}`)], flags));
		expect(lines && cellsOf(lines).rows.slice(0, 2)).toEqual([['C1', 'product_1', '1'], ['C1', 'product_4', '1']]);
		expect(lines?.rows).toBe(8);
	});

	it('goes all the way from a file', async () => {
		const many = Array.from({ length: 40 }, (_, c) => [`C${c}`, rows[c % 4][1], ...rows[c % 4].slice(2)]);
		const csv = [names, ...many].map((row) => row.join(',')).join('\n');
		const { table } = await openOrders([memorySource('wide.csv', csv)]);
		const { mapping, missing } = guessMapping(table);
		expect(mapping.columns).toMatchObject({ customer: 'Customer ID', product: 'product', quantity: 'quantity' });
		expect(missing).toEqual(['date']);
		expect(toTransactions(table, mapping).quality).toMatchObject({ used: 50, customers: 30, products: 4 });
	});

	it('is not what customers that repeat, a column of products, few columns, or full ones are', () => {
		expect(linesOfWide(tableOf(names, [...rows, rows[0]]))).toBeUndefined();
		expect(linesOfWide(tableOf([...names, 'Product'], rows.map((row, r) => [...row, ['Pen', 'Ink'][r % 2]])))).toBeUndefined();
		expect(linesOfWide(tableOf(names.slice(0, 7), rows.map((row) => row.slice(0, 7))))).toBeUndefined();
		expect(linesOfWide(tableOf(names, rows.map((row) => [...row.slice(0, 3), '1', '2', '3', '4', '5'])))).toBeUndefined();
	});
});
