import type { ThresholdPoint } from './types.js';
import { wilsonInterval } from './wilson.js';

/** Thresholds 0.01 … 0.99 as float32, so that a stored probability of .7 passes .7. STEPS[k] is k / 100. */
const STEPS = Float32Array.from({ length: 100 }, (_, k) => k / 100);

/** The highest k ≤ 99 with probability ≥ k / 100. */
export function stepOf(probability: number): number {
	let k = Math.min(99, Math.floor(probability * 100));
	if (k < 99 && probability >= STEPS[k + 1]) k++;
	else if (probability < STEPS[k]) k--;
	return k;
}

/**
 * Counts pairs by the highest step that they pass: reach and precision at 0.01 … 0.99, with Wilson intervals. `customers`
 * counts those with at least one pair at or above the threshold.
 */
export class ThresholdCounter {
	readonly #pairs = new Float64Array(STEPS.length);
	readonly #positives = new Float64Array(STEPS.length);
	readonly #best: Int8Array;

	/** customers: the number of customers in the book. */
	constructor(customers: number) {
		this.#best = new Int8Array(customers);
	}

	add(customer: number, probability: number, label: number): void {
		const step = stepOf(probability);
		this.#pairs[step]++;
		this.#positives[step] += label;
		if (step > this.#best[customer]) this.#best[customer] = step;
	}

	/** 99 points, lowest threshold first. */
	curve(): ThresholdPoint[] {
		const customers = new Float64Array(STEPS.length);
		for (const step of this.#best) customers[step]++;
		const points: ThresholdPoint[] = [];
		const all = this.#positives.reduce((a, b) => a + b, 0);
		let pairs = 0;
		let bought = 0;
		let reached = 0;
		for (let k = STEPS.length - 1; k > 0; k--) {
			pairs += this.#pairs[k];
			bought += this.#positives[k];
			reached += customers[k];
			const { low, high } = wilsonInterval(bought, pairs);
			points.push({
				threshold: k / 100,
				pairs,
				customers: reached,
				precision: bought / pairs,
				precision_low: low,
				precision_high: high,
				recall: bought / all
			});
		}
		return points.reverse();
	}
}
