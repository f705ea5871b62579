import { basketsOf } from '../../features/baskets.js';
import type { OrderBook } from '../../features/types.js';

/** What is known of some customers: the baskets of each in time, as lines of (product, place of the basket). */
export interface Known {
	readonly products: number;
	/** [rows + 1] lines of a row are start[row] to start[row + 1] - 1, in time. */
	readonly start: Int32Array;
	readonly product: Int32Array;
	/** [lines] the basket's number among the row's, from 0. */
	readonly place: Int32Array;
	/** [rows] how many baskets. */
	readonly baskets: Int32Array;
}

/** The first cut[r] orders of customer[r]; orders of nothing but returns are no baskets. */
export function knownOf(book: OrderBook, customer: Int32Array, cut: Int32Array): Known {
	const b = basketsOf(book);
	const start = new Int32Array(customer.length + 1);
	const baskets = new Int32Array(customer.length);
	const product: number[] = [];
	const place: number[] = [];
	for (let r = 0; r < customer.length; r++) {
		const first = book.customerOrders[customer[r]];
		for (let o = first; o < first + cut[r]; o++) {
			if (b.orderProducts[o] === 0) continue;
			for (let e = b.start[o]; e < b.start[o + 1]; e++) {
				if (b.bought[e] === 0) continue;
				product.push(b.product[e]);
				place.push(baskets[r]);
			}
			baskets[r]++;
		}
		start[r + 1] = product.length;
	}
	return { products: book.products.length, start, product: Int32Array.from(product), place: Int32Array.from(place), baskets };
}

/** Sparse rows with a value per product, products ascending. */
export interface Vectors {
	readonly products: number;
	readonly start: Int32Array;
	readonly product: Int32Array;
	readonly value: Float64Array;
}

/** Adds up `weigh(line, row)` over the lines of each (row, product). Sums of 0 are left out. */
export function vectorsOf({ products, start, product }: Known, weigh: (line: number, row: number) => number): Vectors {
	const sum = new Float64Array(products);
	const out: { product: number[]; value: number[] } = { product: [], value: [] };
	const starts = new Int32Array(start.length);
	for (let r = 0; r + 1 < start.length; r++) {
		for (let line = start[r]; line < start[r + 1]; line++) sum[product[line]] += weigh(line, r);
		for (const p of product.slice(start[r], start[r + 1]).sort()) {
			if (sum[p] === 0) continue;
			out.product.push(p);
			out.value.push(sum[p]);
			sum[p] = 0;
		}
		starts[r + 1] = out.product.length;
	}
	return { products, start: starts, product: Int32Array.from(out.product), value: Float64Array.from(out.value) };
}
