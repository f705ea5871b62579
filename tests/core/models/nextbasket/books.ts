import type { OrderBook } from '../../../../src/lib/core/features/types.js';
import { Random } from '../../../../src/lib/core/random.js';

/** A customer's orders, each a list of products; `held` is the held-out basket, `fold` 0 train, 1 validation, 2 test. */
export interface Shopper {
	readonly orders: readonly (readonly number[])[];
	readonly held?: readonly number[];
	readonly fold?: number;
}

/** A book of shoppers over products P0, P1…; with folds where one of them has any. */
export function bookOf(shoppers: readonly Shopper[], products: number): OrderBook {
	const customerOrders = [0];
	const orderLines = [0];
	const lineProduct: number[] = [];
	const future: number[] = [];
	const orderTime: number[] = [];
	for (const { orders, held } of shoppers) {
		[...orders, ...(held ? [held] : [])].forEach((basket, o) => {
			lineProduct.push(...basket);
			orderLines.push(lineProduct.length);
			orderTime.push(o);
			future.push(held && o === orders.length ? 1 : 0);
		});
		customerOrders.push(orderTime.length);
	}
	const given = { future: Uint8Array.from(future), fold: Uint8Array.from(shoppers, ({ fold }) => fold ?? 0) };
	return {
		customers: shoppers.map((_, c) => `C${c}`),
		products: Array.from({ length: products }, (_, p) => `P${p}`),
		orderIds: orderTime.map((_, o) => `O${o}`),
		customerOrders: Int32Array.from(customerOrders),
		orderTime: Float64Array.from(orderTime),
		orderLines: Int32Array.from(orderLines),
		lineProduct: Int32Array.from(lineProduct),
		lineAmount: new Float64Array(lineProduct.length).fill(NaN),
		lineQuantity: new Float64Array(lineProduct.length).fill(1),
		lineReturned: new Uint8Array(lineProduct.length),
		attributes: [],
		from: 0,
		to: 100,
		...(shoppers.some(({ held, fold }) => held || fold !== undefined) && { given })
	};
}

/**
 * Shoppers with a taste for one of four aisles of six products each: two of a favourite triple again and again, one more of
 * the aisle, and now and then anything. Held-out baskets are drawn like the others.
 */
export function shoppers(count: number, seed: number): Shopper[] {
	const random = new Random(seed);
	return Array.from({ length: count }, (_, c) => {
		const aisle = random.integer(4) * 6;
		const basket = () => [
			...new Set([aisle + random.integer(3), aisle + random.integer(3), aisle + random.integer(6), ...(random.next() < 0.3 ? [random.integer(24)] : [])])
		];
		return {
			orders: Array.from({ length: 2 + random.integer(5) }, basket),
			held: basket(),
			fold: c % 5 === 3 ? 1 : c % 5 === 4 ? 2 : 0
		};
	});
}
