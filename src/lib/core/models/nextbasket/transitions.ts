import type { Histories } from './histories.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';
import { OwnHistory } from './own.js';
import { shareFloats, shareIntegers } from './shared.js';
import type { States } from './states.js';

/** For each product, what came next after it: products `next[…]` with their shares, from start[p] to start[p + 1] - 1. */
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
	const seen = new Uint8Array(products);
	const touched = new Int32Array(products);
	const starts = new Int32Array(products + 1);
	const next: number[] = [];
	const share: number[] = [];
	for (let p = 0; p < products; p++) {
		let total = 10;
		let count = 0;
		for (let e = start[p]; e < start[p + 1]; e++) {
			total += value[e];
			const basket = nextBasket(histories, states.customer[state[e]], states.cut[state[e]]);
			const worth = value[e] * hitWorth(basket.length);
			for (const product of basket) {
				if (!seen[product]) {
					seen[product] = 1;
					touched[count++] = product;
				}
				sum[product] += worth;
			}
		}
		for (let i = 0; i < count; i++) {
			next.push(touched[i]);
			share.push(sum[touched[i]] / total);
			sum[touched[i]] = 0;
			seen[touched[i]] = 0;
		}
		starts[p + 1] = next.length;
	}
	return { start: shareIntegers(starts), next: shareIntegers(next), share: shareFloats(Float32Array.from(share)) };
}

/** out += the mean of what follows the customer's products, weighted as the transitions were counted. */
export function followTransitions(own: OwnHistory, transitions: Transitions, before: Before, out: Float32Array): void {
	const { start, next, share } = transitions;
	let total = 0;
	const mass = massOf(own, before);
	for (let i = 0; i < own.size; i++) total += mass(i);
	if (total === 0) return;
	for (let i = 0; i < own.size; i++) {
		const m = mass(i) / total;
		if (m > 0) for (let e = start[own.item[i]]; e < start[own.item[i] + 1]; e++) out[next[e]] += m * share[e];
	}
}

function massOf(own: OwnHistory, before: Before): (slot: number) => number {
	return before === 'last' ? (slot) => (own.recent[slot] === 0 ? 1 : 0) : (slot) => Math.min(own.d80[slot], 1);
}
