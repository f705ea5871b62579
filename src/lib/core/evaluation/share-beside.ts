import type { CalibrationPairs } from './calibration-pairs.js';
import { pairLoss } from './loss.js';

/** Standard errors of a gain that is there by chance once in twenty times, where there is none. */
const SURELY = 1.645;
/** Squared standard error of a gain at the least: at a date where both say the same there is none. */
const LEAST = 1e-12;

/** Less of a model than this is none. */
const LITTLE = 0.01;

/**
 * The share of a model in a log-odds pool with popularity, 0 to 1, by held-out probabilities `a` of the model and `b` of
 * popularity, [pairs] each. 0 where the log loss of `a` is not below that of `b` by more than chance gives away over
 * customers, all dates together (one-sided test at 5 %); 1 where it is so at a further date like those that were seen,
 * too. Otherwise z² / (1 + z²), the part of the expected gain's square that is no error (empirical Bayes), where z is that
 * gain in standard errors. A gain at some dates only is often of knowing the date: who learned from all dates knows what
 * sold at an early one, popularity what sells now.
 */
export function shareBeside(a: Float32Array, b: Float32Array, pairs: CalibrationPairs): number {
	const { customer, customers, date, dates, label, weight } = pairs;
	const gain = new Float64Array(customers);
	const gainAt = new Float64Array(customers * dates);
	const lossAt = new Float64Array(dates);
	const isAsked = new Uint8Array(customers * dates);
	for (let i = 0; i < a.length; i++) {
		const loss = weight[i] * pairLoss(b[i], label[i]);
		const own = loss - weight[i] * pairLoss(a[i], label[i]);
		const at = date[i] * customers + customer[i];
		gain[customer[i]] += own;
		gainAt[at] += own;
		isAsked[at] = 1;
		lossAt[date[i]] += loss;
	}
	const { sum, squares } = around(gain);
	if (!(sum > SURELY * Math.sqrt(squares))) return 0;
	const effects: Effect[] = [];
	for (let d = 0; d < dates; d++) {
		const from = d * customers;
		const asked = gainAt.subarray(from, from + customers).filter((_, c) => isAsked[from + c]);
		const { sum: gained, squares: spread } = around(asked);
		if (asked.length > 1 && lossAt[d] > 0) effects.push({ mean: gained / lossAt[d], variance: Math.max(LEAST, spread / lossAt[d] ** 2) });
	}
	const z = effects.length < 2 ? Infinity : nextInErrors(effects);
	if (z > SURELY) return 1;
	const share = z > 0 ? z ** 2 / (1 + z ** 2) : 0;
	return share < LITTLE ? 0 : share;
}

/** The gain at one date, as a share of the loss, and its squared standard error. */
interface Effect {
	readonly mean: number;
	readonly variance: number;
}

/**
 * The next of such effects in standard errors: their mean by the error that its own uncertainty and the variance between
 * them make (random effects by the method of moments: DerSimonian and Laird, 1986).
 */
function nextInErrors(effects: readonly Effect[]): number {
	const pooled = (between: number) => {
		const weights = effects.map(({ variance }) => 1 / (variance + between));
		const total = weights.reduce((all, w) => all + w, 0);
		const mean = effects.reduce((all, effect, i) => all + weights[i] * effect.mean, 0) / total;
		return { weights, total, mean };
	};
	const fixed = pooled(0);
	const stray = effects.reduce((all, effect, i) => all + fixed.weights[i] * (effect.mean - fixed.mean) ** 2, 0);
	const scale = fixed.total - fixed.weights.reduce((all, w) => all + w * w, 0) / fixed.total;
	const between = Math.max(0, (stray - (effects.length - 1)) / scale);
	const { mean, total } = pooled(between);
	return mean / Math.sqrt(1 / total + between);
}

function around(values: Float64Array): { sum: number; squares: number } {
	const sum = values.reduce((all, value) => all + value, 0);
	const mean = sum / values.length;
	return { sum, squares: values.reduce((all, value) => all + (value - mean) ** 2, 0) };
}
