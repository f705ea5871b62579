import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { trainingExamples } from '../../../../src/lib/core/features/examples.js';
import type { Examples, OrderBook } from '../../../../src/lib/core/features/types.js';
import { Random } from '../../../../src/lib/core/random.js';
import type { Line } from '../../features/lines.js';
import { transactions } from '../../features/lines.js';

/**
 * A shop where each order follows from the one before: after product p comes `next[p]` four times in five, else
 * anything. Only who reads the last basket can tell.
 */
export function chainBook(customers: number, products: number, seed: number): OrderBook {
	const random = new Random(seed);
	const next = new Random('chain').shuffle(Array.from({ length: products }, (_, p) => p));
	const lines: Line[] = [];
	for (let c = 0; c < customers; c++) {
		let product = random.integer(products);
		let day = random.integer(100);
		const orders = 3 + random.integer(8);
		for (let o = 0; o < orders; o++) {
			lines.push({ customer: `C${c}`, order: `O${c}-${o}`, day, product: `P${product}` });
			if (random.next() < 0.3)
				lines.push({ customer: `C${c}`, order: `O${c}-${o}`, day, product: `Q${random.integer(3)}` });
			product = random.next() < 0.8 ? next[product] : random.integer(products);
			day += 1 + random.integer(20);
		}
	}
	return buildOrderBook(transactions(lines));
}

/** Examples for the next order of the customers from..to - 1. */
export function chainExamples(book: OrderBook, from: number, to: number): Examples {
	const customers = Int32Array.from({ length: to - from }, (_, i) => from + i);
	return trainingExamples(book, { kind: 'next-order' }, customers);
}
