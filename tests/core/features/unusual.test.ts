import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { customersByOrders } from '../../../src/lib/core/features/customers-by-orders.js';
import { unusual } from '../../../src/lib/core/features/unusual.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

const today = 1000;
/** 40 customers, each with one order every tenth day for 400 days, a customer a day. */
const steady: readonly Line[] = Array.from({ length: 400 }, (_, day) => line(`C${day % 40}`, day, 10 + (day % 7)));

function line(customer: string, day: number, amount: number): Line {
	return { customer, order: `${customer}-${day}`, day, product: 'Ink', amount };
}
const found = (lines: readonly Line[], dated = true) => unusual(buildOrderBook(transactions(lines)), dated, today);

describe('what stands out in the data', () => {
	it('is nothing where nothing does', () => {
		expect(found(steady)).toEqual([]);
	});

	it('is a gap far longer than the others', () => {
		expect(found(steady.filter(({ day }) => day < 100 || day > 160))).toEqual([{ code: 'gap', from: 99, to: 161 }]);
		expect(found(steady.filter(({ day }) => day < 100 || day > 160), false)).toEqual([]);
		expect(found(steady.filter(({ day }) => day % 10 === 0))).toEqual([]);
		// Orders every fifth day: a gap of 45 days is nine times as long, one of 50 ten times.
		const without = (from: number, to: number) => found(steady.filter(({ day }) => day % 5 === 0 && (day <= from || day >= to)));
		expect(without(100, 145)).toEqual([]);
		expect(without(100, 150)).toEqual([{ code: 'gap', from: 100, to: 150 }]);
	});

	it('is one customer who orders for many', () => {
		const till = Array.from({ length: 100 }, (_, i) => line('till', i * 3, 12));
		expect(found([...steady, ...till])).toEqual([{ code: 'heavy_customer', name: 'till', share: 0.2 }]);
	});

	it('is an amount that a lost decimal mark made', () => {
		expect(found([...steady, line('C1', 399, 1_000_000)])).toMatchObject([{ code: 'large_amounts', lines: 1, largest: 1_000_000 }]);
	});

	it('is an order from tomorrow, not one from today', () => {
		const recent = steady.map((one) => ({ ...one, day: one.day + 600 }));
		expect(found([...recent, line('C1', today, 10)])).toEqual([]);
		expect(found([...recent, line('C1', today + 1, 10)])).toEqual([{ code: 'future_orders', orders: 1, last: today + 1 }]);
	});
});

describe('customers by number of orders', () => {
	it('puts everybody into one class, the empty ones between them included', () => {
		const lines = [line('A', 1, 1), ...Array.from({ length: 12 }, (_, i) => line('B', i, 1)), line('C', 1, 1), line('C', 2, 1)];
		const classes = customersByOrders(buildOrderBook(transactions(lines)));
		expect(classes.map(({ from, to, customers }) => [from, to, customers])).toEqual([
			[1, 1, 1],
			[2, 2, 1],
			[3, 3, 0],
			[4, 4, 0],
			[5, 9, 0],
			[10, 19, 1]
		]);
	});
});
