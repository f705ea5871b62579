import type { Histories } from './histories.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';
import { OwnHistory } from './own.js';
import { sharedFloats } from './shared.js';
import type { States } from './states.js';

/** What is known of each product from states and the baskets that followed; all [products]. */
export interface Rates {
	/** Share of next baskets that hold it, and what that is worth. */
	readonly next: Float32Array;
	readonly nextWorth: Float32Array;
	/** Of those who hold it: how many bought it next, and what that is worth. */
	readonly again: Float32Array;
	readonly againWorth: Float32Array;
	/** Next baskets with it over last orders with it. */
	readonly growth: Float32Array;
}

/** Rates over some of the states; shrunken by fixed counts, as few states say little. */
export function productRates(histories: Histories, states: States, rows: ArrayLike<number>): Rates {
	const own = new OwnHistory(histories);
	const sums = () => new Float64Array(histories.products);
	const [holders, last, next, worth, again, againWorth] = Array.from({ length: 6 }, sums);
	for (let r = 0; r < rows.length; r++) {
		const state = rows[r];
		own.read(states.customer[state], states.cut[state]);
		for (let i = 0; i < own.size; i++) {
			const p = own.item[i];
			holders[p]++;
			if (own.recent[i] === 0) last[p]++;
		}
		const basket = nextBasket(histories, states.customer[state], states.cut[state]);
		const value = hitWorth(basket.length);
		for (const p of basket) {
			next[p]++;
			worth[p] += value;
			if (own.slotOf(p) < 0) continue;
			again[p]++;
			againWorth[p] += value;
		}
	}
	const n = Math.max(1, rows.length);
	const rate = (f: (p: number) => number) => {
		const out = sharedFloats(histories.products);
		for (let p = 0; p < out.length; p++) out[p] = f(p);
		return out;
	};
	return {
		next: rate((p) => next[p] / n),
		nextWorth: rate((p) => worth[p] / n),
		again: rate((p) => (again[p] + 0.5) / (holders[p] + 10)),
		againWorth: rate((p) => (againWorth[p] + 0.1) / (holders[p] + 10)),
		growth: rate((p) => (next[p] + 1) / (last[p] + 1))
	};
}
