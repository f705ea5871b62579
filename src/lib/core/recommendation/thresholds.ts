import type { ThresholdPoint } from '../evaluation/types.js';

/** Whether a probability is at or above a threshold; probabilities are float32, and .7 passes .7. */
export function passes(probability: number, threshold: number): boolean {
	return Math.fround(probability) >= Math.fround(threshold);
}

/** Products at or above the threshold, most likely first (equal ones in their own order). probabilities: [products]. */
export function adsFor(probabilities: Float32Array, threshold: number): number[] {
	const ads: number[] = [];
	probabilities.forEach((p, j) => passes(p, threshold) && ads.push(j));
	return ads.sort((a, b) => probabilities[b] - probabilities[a]);
}

/**
 * What the held-out customers showed at a threshold: the curve's point at or next below it (it has one at every
 * hundredth), or its first. curve: ascending thresholds. Undefined for an empty curve.
 */
export function reachAt(curve: readonly ThresholdPoint[], threshold: number): ThresholdPoint | undefined {
	let found = curve[0];
	for (const point of curve) if (passes(threshold, point.threshold)) found = point;
	return found;
}

/** Each row's highest probability and its product. */
export interface BestPerRow {
	readonly probability: Float32Array;
	readonly product: Int32Array;
}

/** The best product of every row of p, [rows × products]; the first of equal ones. */
export function bestPerRow(p: Float32Array, products: number): BestPerRow {
	const rows = products ? p.length / products : 0;
	const probability = new Float32Array(rows);
	const product = new Int32Array(rows);
	for (let r = 0; r < rows; r++) {
		let best = 0;
		for (let j = 1; j < products; j++) if (p[r * products + j] > p[r * products + best]) best = j;
		product[r] = best;
		probability[r] = p[r * products + best];
	}
	return { probability, product };
}

/** Why nobody is shown an ad, and what would change that. */
export interface Nobody {
	readonly threshold: number;
	/** The row and product that come nearest. */
	readonly highest: { readonly row: number; readonly product: number; readonly probability: number };
	/** The highest hundredths at which at least one, a hundredth, a tenth and half of the rows are reached. */
	readonly instead: readonly { readonly threshold: number; readonly rows: number; readonly share: number }[];
}

/**
 * The facts for a sentence where nobody passes the threshold; undefined where somebody does, or without rows. A
 * threshold of 0.00 is never suggested, so `instead` may hold fewer points, or none.
 */
export function whyNobody({ probability, product }: BestPerRow, threshold: number): Nobody | undefined {
	const rows = probability.length;
	const sorted = probability.slice().sort().reverse();
	if (!rows || passes(sorted[0], threshold)) return undefined;
	const row = probability.indexOf(sorted[0]);
	const instead = new Map<number, Nobody['instead'][number]>();
	for (const wanted of [1, Math.ceil(rows / 100), Math.ceil(rows / 10), Math.ceil(rows / 2)]) {
		let hundredth = Math.floor(sorted[wanted - 1] * 100);
		if (passes(sorted[wanted - 1], (hundredth + 1) / 100)) hundredth++;
		if (hundredth < 1 || instead.has(hundredth)) continue;
		const reached = sorted.findLastIndex((p) => passes(p, hundredth / 100)) + 1;
		instead.set(hundredth, { threshold: hundredth / 100, rows: reached, share: reached / rows });
	}
	return { threshold, highest: { row, product: product[row], probability: sorted[0] }, instead: [...instead.values()] };
}
