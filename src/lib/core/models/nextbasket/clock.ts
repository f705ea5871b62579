import { ClockFilter, STEPS } from './clock-filter.js';
import type { Histories } from './histories.js';
import { sharedFloats, shareFloats, shareIntegers } from './shared.js';

const ROUNDS = 6;
/** Pseudo-purchases that draw a product's rates towards its mean. */
const PRIOR = 1.5;

/**
 * When within the period of the data an order was placed, inferred from what is in it: customers whose orders have no dates,
 * or dates of their own, still buy what is sold at the time.
 */
export interface Clock {
	/** [products × STEPS] log of how much more a product is bought for the first time at a step than over the period. */
	readonly logRate: Float32Array;
	/** [orders of the sampled customers × STEPS] where in the period each of their orders lies. */
	readonly posterior: Float32Array;
	/** [customers] row of a customer's first order in `posterior`; -1: not sampled. */
	readonly row: Int32Array;
}

export interface ClockTask {
	readonly histories: Histories;
	/** [customers] orders that are read. */
	readonly ends: Int32Array;
	/** Every so manyth customer is sampled. */
	readonly step: number;
}

/**
 * Fits a hidden Markov model by expectation-maximisation (Baum et al. 1970): a customer's orders, and one more to come, are
 * sorted draws from the period, and each step has its own rates of first purchases.
 */
export function fitClock({ histories, ends, step }: ClockTask): Clock {
	const { customers, products } = histories;
	const row = new Int32Array(customers).fill(-1);
	let orders = 0;
	for (let c = 0; c < customers; c += step) {
		if (ends[c] === 0) continue;
		row[c] = orders;
		orders += ends[c];
	}
	const posterior = sharedFloats(orders * STEPS);
	let logRate: Float32Array = new Float32Array(products * STEPS);
	for (let round = 0; round <= ROUNDS; round++) {
		const filter = new ClockFilter(histories, logRate);
		const mass = new Float64Array(products * STEPS);
		for (let c = 0; c < customers; c += step) {
			if (row[c] < 0) continue;
			const steps = filter.smooth(c, ends[c]);
			if (round === ROUNDS) posterior.set(steps, row[c] * STEPS);
			filter.eachFirst((position, product) => {
				for (let k = product * STEPS, at = position * STEPS; k < (product + 1) * STEPS; k++, at++) mass[k] += steps[at];
			});
		}
		if (round < ROUNDS) logRate = logRates(mass, products);
	}
	return { logRate: shareFloats(logRate), posterior, row: shareIntegers(row) };
}

/** Rates against the mean from how much of each product lies at each step, smoothed over neighbouring steps. */
function logRates(mass: Float64Array, products: number): Float32Array {
	const smooth = new Float64Array(mass.length);
	const total = new Float64Array(STEPS);
	const ofProduct = new Float64Array(products);
	let all = 0;
	for (let p = 0; p < products; p++)
		for (let k = 0; k < STEPS; k++) {
			const at = p * STEPS + k;
			const before = mass[k > 0 ? at - 1 : at];
			const after = mass[k < STEPS - 1 ? at + 1 : at];
			smooth[at] = 0.25 * before + 0.5 * mass[at] + 0.25 * after;
			total[k] += smooth[at];
			ofProduct[p] += mass[at];
			all += mass[at];
		}
	return Float32Array.from(smooth, (value, at) => {
		const expected = (total[at % STEPS] * ofProduct[Math.floor(at / STEPS)]) / Math.max(all, 1e-9);
		return Math.log((value + PRIOR) / (expected + PRIOR));
	});
}
