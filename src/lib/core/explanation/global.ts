import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { Random } from '../random.js';

/** Draws of the bootstrap. */
const DRAWS = 400;

/** [draws × items] how often each item is in each draw with replacement. */
export function bootstrapCounts(items: number, random: Random, draws = DRAWS): Uint16Array {
	const counts = new Uint16Array(draws * items);
	for (let d = 0; d < draws; d++) for (let i = 0; i < items; i++) counts[d * items + random.integer(items)]++;
	return counts;
}

/** How much parameters matter, [parameters] each. */
export interface Importance {
	/** Mean absolute impact (Lundberg et al. 2020), with a 95 % percentile interval. */
	readonly mean: Float64Array;
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** Mean impact with its sign. */
	readonly signed: Float64Array;
}

/**
 * Importance from the impacts of some customers, [customers × parameters], row-major. counts: `bootstrapCounts` of the
 * customers, shared between products, so that their intervals are of the same draws.
 */
export function importanceOf(impacts: Float32Array, parameters: number, counts: Uint16Array): Importance {
	const customers = impacts.length / parameters;
	const draws = counts.length / customers;
	const found = { mean: new Float64Array(parameters), low: new Float64Array(parameters), high: new Float64Array(parameters), signed: new Float64Array(parameters) };
	const size = new Float64Array(customers);
	const means = new Float64Array(draws);
	for (let j = 0; j < parameters; j++) {
		let [sum, signed] = [0, 0];
		for (let i = 0; i < customers; i++) {
			const impact = impacts[i * parameters + j];
			signed += impact;
			sum += size[i] = Math.abs(impact);
		}
		for (let d = 0; d < draws; d++) {
			let total = 0;
			for (let i = 0; i < customers; i++) total += counts[d * customers + i] * size[i];
			means[d] = total / customers;
		}
		means.sort();
		found.mean[j] = sum / customers;
		found.signed[j] = signed / customers;
		found.low[j] = sortedQuantile(means, 0.025);
		found.high[j] = sortedQuantile(means, 0.975);
	}
	return found;
}

/** [n] place of each value among the known ones, 0 the lowest to 1 the highest, ties share theirs; NaN missing. */
export function ranksOf(values: Float32Array): Float32Array {
	const order = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i])).sort((a, b) => values[a] - values[b]);
	const ranks = new Float32Array(values.length).fill(NaN);
	const last = Math.max(1, order.length - 1);
	for (let first = 0; first < order.length; ) {
		let end = first;
		while (end < order.length && values[order[end]] === values[order[first]]) end++;
		for (let i = first; i < end; i++) ranks[order[i]] = order.length === 1 ? 0.5 : (first + end - 1) / 2 / last;
		first = end;
	}
	return ranks;
}
