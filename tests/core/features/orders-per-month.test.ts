import { describe, expect, it } from 'vitest';
import { ordersPerMonth } from '../../../src/lib/core/features/orders-per-month.js';
import type { OrderBook } from '../../../src/lib/core/features/types.js';

const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

function bookOf(days: number[]): OrderBook {
	const empty = new Int32Array();
	return {
		customers: [],
		products: [],
		orderIds: [],
		customerOrders: empty,
		orderTime: Float64Array.from(days),
		orderLines: empty,
		lineProduct: empty,
		lineAmount: new Float64Array(),
		lineQuantity: new Float64Array(),
		lineReturned: new Uint8Array(),
		attributes: [],
		from: Math.floor(Math.min(...days)),
		to: Math.floor(Math.max(...days))
	} as unknown as OrderBook;
}

describe('ordersPerMonth', () => {
	it('counts each order in its month and leaves no month out', () => {
		const months = ordersPerMonth(bookOf([day('2023-11-30') + 0.99, day('2023-12-01'), day('2024-02-29'), day('2024-02-01')]));
		expect(months).toEqual([
			{ day: day('2023-11-01'), orders: 1 },
			{ day: day('2023-12-01'), orders: 1 },
			{ day: day('2024-01-01'), orders: 0 },
			{ day: day('2024-02-01'), orders: 2 }
		]);
	});

	it('works before 1970', () => {
		expect(ordersPerMonth(bookOf([day('1969-12-31'), day('1970-01-01')]))).toEqual([
			{ day: day('1969-12-01'), orders: 1 },
			{ day: 0, orders: 1 }
		]);
	});

	it('is empty without dates and beyond a century', () => {
		expect(ordersPerMonth(bookOf([0, 0]))).toEqual([]);
		expect(ordersPerMonth(bookOf([day('1900-01-01'), day('2024-01-01')]))).toEqual([]);
	});
});
