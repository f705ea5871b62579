import { basketsOf } from '../../features/baskets.js';
import { decay } from '../../features/state.js';
import type { Examples, SparseRows } from '../../features/types.js';

/** Decayed counts are whole numbers of this part of a purchase: what is stored is what was learned from. */
export const COUNT_UNIT = 1 / 8192;

/** What rows had bought before their moment: sparse rows with a decayed count per entry. */
export interface Histories extends SparseRows {
	/** [entries] count in `COUNT_UNIT`s: each purchase counts 0.8 to the power of the orders since then; at most 5. */
	readonly count: Uint16Array;
}

/**
 * The histories of all rows, products ascending. For `ever` every product counts 1, whenever and however often it was
 * bought: an order's age would tell of orders that held nothing but the product that is asked for. Linear in the orders
 * of each row.
 */
export function historiesOf(examples: Examples): Histories {
	const { book, entries, customer, cut, question, rows } = examples;
	const count = new Uint16Array(entries.product.length);
	if (question.kind === 'ever') return { ...entries, count: count.fill(1 / COUNT_UNIT) };
	const baskets = basketsOf(book);
	const decayed = new Float64Array(book.products.length);
	for (let r = 0; r < rows; r++) {
		const first = book.customerOrders[customer[r]];
		let age = 0;
		for (let o = first + cut[r] - 1; o >= first; o--) {
			if (baskets.orderBought[o] === 0) continue;
			const weight = decay(age++);
			for (let e = baskets.start[o]; e < baskets.start[o + 1]; e++)
				if (baskets.bought[e] > 0) decayed[baskets.product[e]] += weight;
		}
		for (let e = entries.start[r]; e < entries.start[r + 1]; e++) {
			count[e] = Math.max(1, Math.round(decayed[entries.product[e]] / COUNT_UNIT));
			decayed[entries.product[e]] = 0;
		}
	}
	return { ...entries, count };
}

/**
 * [rows] how many products a row is bound to buy by its own pace: of `next`, purchases per horizon, those long ago
 * counting less; of `next-order`, products per order. Of few orders it is pulled to the `usual` number, which it is for `ever`.
 */
export function paceOf(examples: Examples, usual: number): Float32Array {
	const { book, customer, cut, asOf, question, rows } = examples;
	const pace = new Float32Array(rows).fill(usual);
	if (question.kind === 'ever') return pace;
	const { orderProducts } = basketsOf(book);
	for (let r = 0; r < rows; r++) {
		const first = book.customerOrders[customer[r]];
		let bought = usual;
		let spans = 1;
		if (question.kind === 'next') {
			const halved = 2 * question.horizon;
			let tenure = 0;
			for (let o = first; o < first + cut[r]; o++) {
				if (orderProducts[o] === 0) continue;
				const age = asOf[r] - book.orderTime[o];
				tenure = Math.max(tenure, age);
				bought += orderProducts[o] * 2 ** (-age / halved);
			}
			spans += (2 / Math.LN2) * (1 - 2 ** (-tenure / halved));
		} else
			for (let o = first; o < first + cut[r]; o++) {
				bought += orderProducts[o];
				if (orderProducts[o] > 0) spans++;
			}
		pace[r] = bought / spans;
	}
	return pace;
}

/** [rows] horizons since the last order; 0 where the question is not `next`. */
export function silenceOf({ book, customer, cut, asOf, question, rows }: Examples): Float32Array {
	const silence = new Float32Array(rows);
	if (question.kind !== 'next') return silence;
	const { orderProducts } = basketsOf(book);
	for (let r = 0; r < rows; r++) {
		const first = book.customerOrders[customer[r]];
		let o = first + cut[r] - 1;
		while (o > first && orderProducts[o] === 0) o--;
		silence[r] = Math.max(0, asOf[r] - book.orderTime[o]) / question.horizon;
	}
	return silence;
}

/** 32 bits of a customer's name (FNV-1a): enough to know somebody again without keeping the name. */
export function nameHash(name: string): number {
	let h = 0x811c9dc5;
	for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
	return h >>> 0;
}
