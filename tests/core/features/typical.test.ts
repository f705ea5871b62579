import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { typicalLines } from '../../../src/lib/core/features/typical.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

const line = (product: string, amount?: number, quantity = 1): Line => ({ customer: 'Ann', order: `${product} ${amount} ${quantity}`, day: 1, product, amount, quantity });

describe('a usual line', () => {
	it('has the lower medians of what was bought; credits say nothing', () => {
		const book = buildOrderBook(transactions([line('Ink', 10), line('Ink', 30, 2), line('Ink', 20, 5), line('Ink', -90, -3), line('Ink', -80, -3), line('Pens', 4, 9), line('Pens', undefined, 8)]));
		const { amount, quantity, lines, anyAmount, anyQuantity } = typicalLines(book);
		expect(book.products).toEqual(['Ink', 'Pens']);
		expect([[...amount], [...quantity], [...lines]]).toEqual([[20, 4], [2, 8], [3, 2]]);
		expect([anyAmount, anyQuantity]).toEqual([10, 5]);
	});

	it('is that of all products where one was only sent back, and of one piece where nothing was bought', () => {
		const { amount, quantity } = typicalLines(buildOrderBook(transactions([line('Ink', 10, 3), line('Pens', -4, -1)])));
		expect([[...amount], [...quantity]]).toEqual([[10, 10], [3, 3]]);
		const none = typicalLines(buildOrderBook(transactions([line('Ink', -10, -3)])));
		expect([none.anyAmount, none.anyQuantity]).toEqual([NaN, 1]);
	});
});
