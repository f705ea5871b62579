import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import type { NextBasketRanking } from '../../../src/lib/core/models/nextbasket/index.js';
import { nextOrderOf, nextOrdersFile, summaryOf } from '../../../src/lib/core/project/next-orders.js';
import { transactions } from '../features/lines.js';

const day = Date.UTC(2024, 0, 1) / 86_400_000;
const line = (customer: string, order: string, at: number, product: string) => ({ customer, order, day: day + at, product });
const book = buildOrderBook(
	transactions([line('Ann', 'A', 0, '=cmd()'), line('Ann', 'A', 0, 'Ink'), line('Ann', 'B', 5, 'Ink'), line('Bob', 'C', 3, 'Paper')])
);
const index = (name: string) => book.products.indexOf(name);
const ranking: NextBasketRanking = {
	customers: Int32Array.of(0, 1),
	products: Int32Array.from(book.customers.flatMap((name) => (name === 'Ann' ? ['Ink', 'Paper'] : ['=cmd()', 'Paper'])), index),
	top: 2
};

describe('lists of the next order', () => {
	it('say what the customer did with each product before', () => {
		expect(nextOrderOf(book, ranking, 'Ann')).toEqual([
			{ product: 'Ink', orders: 2, last: day + 5 },
			{ product: 'Paper', orders: 0 }
		]);
		expect(nextOrderOf(book, ranking, 'Eve')).toBeUndefined();
	});

	it('are counted', () => {
		expect(summaryOf(book, ranking, 3)).toEqual({ customers: 2, top: 2, fresh: 0.5, seconds: 3 });
	});

	it('are a file that no spreadsheet runs', () => {
		const { text, rows } = nextOrdersFile(book, ranking);
		expect(rows).toBe(4);
		expect(text.split('\r\n').slice(0, 3)).toEqual(['customer_id,rank,product,orders_before,last_bought', 'Ann,1,Ink,2,2024-01-06', 'Ann,2,Paper,0,']);
		expect(text).toContain("Bob,1,'=cmd(),0,\r\n");
	});

	it('say in the last column what products are called that are codes', () => {
		const productNames = book.products.map((product) => (product === 'Ink' ? '' : `+${product}, blue`));
		const { text } = nextOrdersFile({ ...book, productNames }, ranking);
		expect(text.split('\r\n').slice(0, 3)).toEqual(['customer_id,rank,product,orders_before,last_bought,product_name', 'Ann,1,Ink,2,2024-01-06,', `Ann,2,Paper,0,,"'+Paper, blue"`]);
	});
});
