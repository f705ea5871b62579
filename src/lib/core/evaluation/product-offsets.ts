import type { CalibrationMap } from './calibration-map.js';
import { logit } from './calibration-map.js';
import type { CalibrationPairs } from './calibration-pairs.js';
import { pairLoss } from './loss.js';

/** Tried strengths of shrinkage, strongest first, in expected purchases. */
const SHRINKAGES = [300, 100, 30, 10, 3];

/**
 * A shift per product: ln((bought + k) / (expected + k)), the gamma-Poisson shrinkage of observed over expected
 * purchases to the pooled map. k is chosen on held-out folds; without a gain of more than one standard error (over
 * customers) there are no shifts. heldOut: [pairs] probabilities of `map`'s kind fitted without the pair's fold.
 */
export function chooseOffsets(
	pairs: CalibrationPairs,
	heldOut: Float32Array,
	map: CalibrationMap,
	pooledLoss: number
): { offset: Float64Array; shrinkage: number; logLoss: number } {
	const products = map.offset.length;
	// [folds × products] what was bought and what the held-out probabilities expected.
	const bought = new Float64Array(pairs.folds * products);
	const expected = new Float64Array(pairs.folds * products);
	let mass = 0;
	for (let i = 0; i < heldOut.length; i++) {
		const at = pairs.fold[i] * products + pairs.product[i];
		bought[at] += pairs.weight[i] * pairs.label[i];
		expected[at] += pairs.weight[i] * heldOut[i];
		mass += pairs.weight[i];
	}
	const none = { offset: new Float64Array(products), shrinkage: Infinity, logLoss: pooledLoss };
	let best = none;
	for (const k of SHRINKAGES) {
		const byFold = Array.from({ length: pairs.folds }, (_, fold) => offsetsWithout(fold, k, bought, expected, products));
		const gain = new Float64Array(pairs.customers);
		for (let i = 0; i < heldOut.length; i++) {
			const shift = byFold[pairs.fold[i]][pairs.product[i]];
			const moved = 1 / (1 + Math.exp(-logit(heldOut[i]) - shift));
			gain[pairs.customer[i]] +=
				pairs.weight[i] * (pairLoss(heldOut[i], pairs.label[i]) - pairLoss(moved, pairs.label[i]));
		}
		const sum = gain.reduce((a, b) => a + b, 0);
		const mean = sum / gain.length;
		const error = Math.sqrt(gain.reduce((a, g) => a + (g - mean) ** 2, 0));
		const logLoss = pooledLoss - sum / mass;
		if (sum > error && logLoss < best.logLoss)
			best = { offset: offsetsWithout(-1, k, bought, expected, products), shrinkage: k, logLoss };
	}
	return best;
}

/** [products] shifts from all folds but one. */
function offsetsWithout(out: number, k: number, bought: Float64Array, expected: Float64Array, products: number) {
	const offset = new Float64Array(products);
	for (let j = 0; j < products; j++) {
		let b = k;
		let e = k;
		for (let at = j, fold = 0; at < bought.length; at += products, fold++) {
			if (fold === out) continue;
			b += bought[at];
			e += expected[at];
		}
		offset[j] = Math.log(b / e);
	}
	return offset;
}
