import { Bits } from './bits.js';
import type { Histories } from './histories.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';
import { OwnHistory } from './own.js';
import { shareFloats, shareIntegers } from './shared.js';
import type { States } from './states.js';

/** For each product, what came next after it: products `next[…]`, ascending, with their shares, from start[p] to start[p + 1] - 1. */
export interface Transitions {
	readonly start: Int32Array;
	readonly next: Int32Array;
	readonly share: Float32Array;
}

/** What counts before: the whole history, each product min(decayed count, 1), or the last order. */
export type Before = 'history' | 'last';

/**
 * Item-to-item shares over some of the states: what the next baskets that followed a product were worth, over the product's
 * mass plus 10, so that rare products say little.
 */
export function countTransitions(
	histories: Histories,
	states: States,
	rows: ArrayLike<number>,
	before: Before
): Transitions {
	const { products } = histories;
	const own = new OwnHistory(histories);
	const mass = massOf(own, before);
	const start = new Int32Array(products + 1);
	const visit = (row: number, see: (product: number, mass: number, row: number) => void) => {
		own.read(states.customer[row], states.cut[row]);
		for (let i = 0; i < own.size; i++) if (mass(i) > 0) see(own.item[i], mass(i), row);
	};
	for (let r = 0; r < rows.length; r++) visit(rows[r], (product) => start[product + 1]++);
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const at = start.slice(0, products);
	const state = new Int32Array(start[products]);
	const value = new Float32Array(start[products]);
	for (let r = 0; r < rows.length; r++)
		visit(rows[r], (product, m, row) => {
			state[at[product]] = row;
			value[at[product]++] = m;
		});
	const sum = new Float32Array(products);
	const seen = new Bits(products);
	const starts = new Int32Array(products + 1);
	let next = new Int32Array(1024);
	let share = new Float32Array(1024);
	let size = 0;
	for (let p = 0; p < products; p++) {
		let total = 10;
		for (let e = start[p]; e < start[p + 1]; e++) {
			total += value[e];
			const basket = nextBasket(histories, states.customer[state[e]], states.cut[state[e]]);
			const worth = value[e] * hitWorth(basket.length);
			for (const product of basket) {
				seen.add(product);
				sum[product] += worth;
			}
		}
		if (size + products > next.length) [next, share] = [enlarged(next, size + products), enlarged(share, size + products)];
		const from = size;
		size = seen.take(next, size);
		for (let e = from; e < size; e++) {
			share[e] = sum[next[e]] / total;
			sum[next[e]] = 0;
		}
		starts[p + 1] = size;
	}
	return { start: shareIntegers(starts), next: shareIntegers(next.subarray(0, size)), share: shareFloats(share.subarray(0, size)) };
}

function enlarged<Numbers extends Int32Array | Float32Array>(numbers: Numbers, least: number): Numbers {
	const larger = new (numbers.constructor as new (length: number) => Numbers)(Math.max(least, 2 * numbers.length));
	larger.set(numbers);
	return larger;
}

/**
 * For each product that is wanted, out[product] = the mean of what follows the customer's products, weighted as the transitions
 * were counted. wanted: ascending. Long lists are searched, not read: what follows a popular product is half the catalogue.
 */
export function followTransitions(own: OwnHistory, transitions: Transitions, before: Before, wanted: Int32Array, out: Float32Array): void {
	const { start, next, share } = transitions;
	for (const product of wanted) out[product] = 0;
	let total = 0;
	const mass = massOf(own, before);
	for (let i = 0; i < own.size; i++) total += mass(i);
	if (total === 0) return;
	for (let i = 0; i < own.size; i++) {
		const m = mass(i) / total;
		if (!(m > 0)) continue;
		let at = start[own.item[i]];
		const end = start[own.item[i] + 1];
		for (let w = 0; w < wanted.length && at < end; w++) {
			const product = wanted[w];
			at = reach(next, at, end, product);
			if (at < end && next[at] === product) out[product] += m * share[at++];
		}
	}
}

/** The first place from `at` on, before `end`, with a number of at least `least`: in steps that double, then by halves. */
function reach(ascending: Int32Array, at: number, end: number, least: number): number {
	if (ascending[at] >= least) return at;
	let step = 1;
	while (at + step < end && ascending[at + step] < least) {
		at += step;
		step *= 2;
	}
	let high = Math.min(end, at + step);
	while (at + 1 < high) {
		const middle = (at + high) >> 1;
		if (ascending[middle] < least) at = middle;
		else high = middle;
	}
	return high;
}

function massOf(own: OwnHistory, before: Before): (slot: number) => number {
	return before === 'last' ? (slot) => (own.recent[slot] === 0 ? 1 : 0) : (slot) => Math.min(own.d80[slot], 1);
}
