import { logit } from './calibration-map.js';
import type { CalibrationPairs, PairCells } from './calibration-pairs.js';
import { countCells } from './calibration-pairs.js';
import { pairLoss } from './loss.js';

/** Tried standard deviations of the products' shifts around the pooled map, in logits. */
const SPREADS = [0.1, 0.3, 1];
const STEPS = 4;
/** Width of a class of like probabilities, in logits. */
const CELL = 0.05;
const LONGEST_STEP = 1.5;

export interface ProductOffsets {
	/** [products] what is added to the logit. */
	readonly offset: Float64Array;
	/** Assumed standard deviation of the shifts; 0: none. */
	readonly spread: number;
	/** Mean log loss on held-out folds. */
	readonly logLoss: number;
	/** [pairs] probabilities with the shifts that were fitted without the pair's fold. */
	readonly heldOut: Float32Array;
}

/**
 * A shift of the logit per product, the most probable one if shifts are normal around 0 with a common spread: shrunken
 * to the pooled map the more, the less is known of a product. The spread is chosen on held-out folds; without a gain
 * of more than one standard error (over customers) there are no shifts. heldOut: [pairs] probabilities of the pooled
 * map fitted without the pair's fold.
 */
export function chooseOffsets(pairs: CalibrationPairs, heldOut: Float32Array, products: number): ProductOffsets {
	const z = Float64Array.from(heldOut, (p) => logit(Math.min(Math.max(p, 1e-7), 1 - 1e-7)));
	const mass = pairs.weight.reduce((a, b) => a + b, 0);
	const loss = pairs.weight.reduce((sum, w, i) => sum + w * pairLoss(heldOut[i], pairs.label[i]), 0) / mass;
	const cells = countCells(pairs, z, pairs.product, CELL);
	let best: ProductOffsets = { offset: new Float64Array(products), spread: 0, logLoss: loss, heldOut };
	for (const spread of SPREADS) {
		const byFold = Array.from({ length: pairs.folds }, (_, fold) => fitOffsets(cells, spread, products, fold));
		const gain = new Float64Array(pairs.customers);
		const shifted = new Float32Array(z.length);
		for (let i = 0; i < z.length; i++) {
			const moved = 1 / (1 + Math.exp(-z[i] - byFold[pairs.fold[i]][pairs.product[i]]));
			shifted[i] = moved;
			gain[pairs.customer[i]] +=
				pairs.weight[i] * (pairLoss(heldOut[i], pairs.label[i]) - pairLoss(moved, pairs.label[i]));
		}
		const sum = gain.reduce((a, b) => a + b, 0);
		const mean = sum / gain.length;
		const error = Math.sqrt(gain.reduce((a, g) => a + (g - mean) ** 2, 0));
		const logLoss = loss - sum / mass;
		if (sum > error && logLoss < best.logLoss) best = { offset: fitOffsets(cells, spread, products), spread, logLoss, heldOut: shifted };
	}
	return best;
}

/** [products] shifts from all folds but `out`, by Newton steps on all products at once. */
function fitOffsets(cells: PairCells, spread: number, products: number, out = -1): Float64Array {
	const { z, group, fold, weight, bought } = cells;
	const offset = new Float64Array(products);
	const precision = 1 / spread ** 2;
	for (let step = 0; step < STEPS; step++) {
		const gradient = offset.map((a) => -a * precision);
		const curvature = new Float64Array(products).fill(precision);
		for (let c = 0; c < z.length; c++) {
			if (fold[c] === out) continue;
			const j = group[c];
			const p = 1 / (1 + Math.exp(-z[c] - offset[j]));
			gradient[j] += bought[c] - weight[c] * p;
			curvature[j] += weight[c] * p * (1 - p);
		}
		for (let j = 0; j < products; j++)
			offset[j] += Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, gradient[j] / curvature[j]));
	}
	return offset;
}
