import { sigmoid } from '../trees/logistic.js';

/** How an order process goes on over a horizon of `slots` spans, from the as-of date on. */
export interface OrderProcess {
	readonly slots: number;
	/** [rows × slots] chance of an order in a slot, if there was none since the as-of date. */
	readonly first: Float64Array;
	/** [rows × slots] chance of an order in a slot, if the last one was so many whole slots before it. */
	readonly again: Float64Array;
}

/**
 * P(at least one purchase within the horizon), [rows]: orders are a renewal process (Cox 1962) in spans of days, and
 * one that is placed holds the product at the chance of its span. `arriving[i]` is the probability of an order in span i with the
 * product not bought before it; an order without it passes its probability on to the spans of the next one. inclusion:
 * [rows × slots]. Time: rows × slots².
 */
export function chanceOfPurchase({ slots, first, again }: OrderProcess, inclusion: Float64Array): Float32Array {
	const rows = first.length / slots;
	const out = new Float32Array(rows);
	const arriving = new Float64Array(slots);
	for (let r = 0; r < rows; r++) {
		const from = r * slots;
		let waiting = 1;
		for (let i = 0; i < slots; i++) {
			arriving[i] = waiting * first[from + i];
			waiting *= 1 - first[from + i];
		}
		let bought = 0;
		for (let i = 0; i < slots; i++) {
			bought += arriving[i] * inclusion[from + i];
			let left = arriving[i] * (1 - inclusion[from + i]);
			for (let later = i + 1; later < slots; later++) {
				const chance = again[from + later - i - 1];
				arriving[later] += left * chance;
				left *= 1 - chance;
			}
		}
		out[r] = Math.min(1, bought);
	}
	return out;
}

/** The chance of an order within `part` times a span, from that within the span. */
export function withinPart(chance: number, part: number): number {
	return part === 1 ? chance : 1 - (1 - chance) ** part;
}

/** Chances nearer to 0 or 1 than this are taken for as near: one tree more or less is all that they say. */
const NEAR = 1e-4;

/** The log-odds of a chance that is kept off 0 and 1. */
export function logOdds(chance: number): number {
	const within = Math.min(1 - NEAR, Math.max(NEAR, chance));
	return Math.log(within / (1 - within));
}

/** The chance at the mean of two chances' log-odds. */
export const meanOfLogOdds = (one: number, other: number) => sigmoid((logOdds(one) + logOdds(other)) / 2);
