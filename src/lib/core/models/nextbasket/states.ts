import type { Histories } from './histories.js';
import { sharedBytes, shareIntegers } from './shared.js';

/**
 * Moments to learn from: of customer[s] the first cut[s] orders are known, and the next one is the answer. age[s] counts
 * how many orders before the freshest answer it lies. The freshest come first: states 0 to fresh - 1 have age 0.
 */
export interface States {
	readonly count: number;
	readonly fresh: number;
	readonly customer: Int32Array;
	readonly cut: Int32Array;
	readonly age: Uint8Array;
}

/**
 * States of up to `ages` ages, younger ones first, until there are `most`; each age's customers ascend. The freshest answer
 * of a customer is the held-out basket for whom `held` says so, with nobody in their place where it does not; undefined: it
 * is everybody's last known order. Of all customers every `step`th is taken.
 */
export function labelledStates(
	histories: Histories,
	held: ((customer: number) => boolean) | undefined,
	{ ages, most, step }: { readonly ages: number; readonly most: number; readonly step: number }
): States {
	const { customers, known } = histories;
	const customer: number[] = [];
	const cut: number[] = [];
	const age: number[] = [];
	let fresh = 0;
	for (let a = 0; a < ages; a++) {
		const before = customer.length;
		for (let c = 0; c < customers; c += step) {
			const at = held ? known[c] - a : known[c] - 1 - a;
			if (at < 1 || (held && a === 0 && !held(c))) continue;
			customer.push(c);
			cut.push(at);
			age.push(a);
		}
		if (a === 0) fresh = customer.length;
		if (customer.length >= most || customer.length === before) break;
	}
	const ageOf = sharedBytes(age.length);
	ageOf.set(age);
	return { count: age.length, fresh, customer: shareIntegers(customer), cut: shareIntegers(cut), age: ageOf };
}
