import { basketsOf } from '../../features/baskets.js';
import type { Examples, OrderBook } from '../../features/types.js';
import type { Encoders, Material } from '../neural/material.js';
import { materialOf } from '../neural/material.js';

/** What is said of a basket beside its products: days since the one before, whether it is the first, its size, 1. */
export const basketFacts = 4;

/** Mean and 1 / standard deviation of the facts, [gap mean, gap scale, size mean, size scale], from training baskets. */
export type FactScale = Float32Array;

/** Examples with the baskets before each: of row r the orders first[r] to last[r] - 1. */
export interface SequenceMaterial extends Material {
	readonly first: Int32Array;
	readonly last: Int32Array;
	/** Order o contains product[start[o]] to product[start[o + 1] - 1], each once. */
	readonly start: Int32Array;
	readonly product: Int32Array;
	/** [orders × basketFacts] */
	readonly facts: Float32Array;
	/** [orders] in days */
	readonly time: Float64Array;
}

/** The customer's last `window` orders before each row's moment: nothing later is in reach. */
export function sequencesOf(examples: Examples, encoders: Encoders, scale: FactScale, window: number): SequenceMaterial {
	const { book, customer, cut } = examples;
	const last = customer.map((c, r) => book.customerOrders[c] + cut[r]);
	const first = last.map((end, r) => Math.max(book.customerOrders[customer[r]], end - window));
	const { start, product } = purchases(book);
	const facts = rawFacts(book, start);
	for (let o = 0; o < book.orderTime.length; o++) {
		facts[o * basketFacts] = (facts[o * basketFacts] - scale[0]) * scale[1];
		facts[o * basketFacts + 2] = (facts[o * basketFacts + 2] - scale[2]) * scale[3];
	}
	return { ...materialOf(examples, encoders), first, last, start, product, facts, time: book.orderTime };
}

/** Learned from the orders that training rows look back on. */
export function fitFactScale({ book, customer, cut }: Examples): FactScale {
	const { start } = purchases(book);
	const facts = rawFacts(book, start);
	const known = new Uint8Array(book.orderTime.length);
	customer.forEach((c, r) => known.fill(1, book.customerOrders[c], book.customerOrders[c] + cut[r]));
	const scale = new Float32Array(4);
	[0, 2].forEach((fact, place) => {
		let n = 0;
		let sum = 0;
		let squares = 0;
		known.forEach((isKnown, o) => {
			if (!isKnown) return;
			const value = facts[o * basketFacts + fact];
			n++;
			sum += value;
			squares += value * value;
		});
		const mean = n ? sum / n : 0;
		const deviation = n ? Math.sqrt(Math.max(0, squares / n - mean * mean)) : 0;
		scale[2 * place] = mean;
		scale[2 * place + 1] = deviation > 1e-6 ? 1 / deviation : 0;
	});
	return scale;
}

/** Baskets without what was only returned. */
function purchases(book: OrderBook): { start: Int32Array; product: Int32Array } {
	const baskets = basketsOf(book);
	const orders = book.orderTime.length;
	const start = new Int32Array(orders + 1);
	const product = new Int32Array(baskets.product.length);
	let n = 0;
	for (let o = 0; o < orders; o++) {
		for (let e = baskets.start[o]; e < baskets.start[o + 1]; e++) if (baskets.bought[e]) product[n++] = baskets.product[e];
		start[o + 1] = n;
	}
	return { start, product: product.slice(0, n) };
}

function rawFacts({ customerOrders, customers, orderTime }: OrderBook, start: Int32Array): Float32Array {
	const facts = new Float32Array(orderTime.length * basketFacts);
	for (let c = 0; c < customers.length; c++)
		for (let o = customerOrders[c]; o < customerOrders[c + 1]; o++) {
			const isFirst = o === customerOrders[c];
			facts[o * basketFacts] = isFirst ? 0 : Math.log1p(Math.max(0, orderTime[o] - orderTime[o - 1]));
			facts[o * basketFacts + 1] = isFirst ? 1 : 0;
			facts[o * basketFacts + 2] = Math.log1p(start[o + 1] - start[o]);
			facts[o * basketFacts + 3] = 1;
		}
	return facts;
}
