import { describe, expect, it } from 'vitest';
import type { CalibrationPairs } from '../../../src/lib/core/evaluation/calibration-pairs.js';
import { chooseOffsets } from '../../../src/lib/core/evaluation/product-offsets.js';
import { Random } from '../../../src/lib/core/random.js';
import { sigmoid } from './tiny.js';

/** Pairs that are all told the same, of products with rates of their own: as many pairs of each as said. */
function pairsOf(rates: readonly number[], counts: readonly number[], seed: number): { pairs: CalibrationPairs; told: Float32Array } {
	const random = new Random(seed);
	const product = Int32Array.from(counts.flatMap((count, j) => Array.from({ length: count }, () => j)));
	const n = product.length;
	const label = Uint8Array.from(product, (j) => (random.next() < rates[j] ? 1 : 0));
	const customer = Int32Array.from(product.keys());
	const told = new Float32Array(n).fill(0.25);
	return {
		told,
		pairs: {
			...{ p: told, product, label, customer, customers: n, folds: 5, dates: 1, mass: n },
			weight: new Float32Array(n).fill(1),
			fold: Uint8Array.from(customer, (c) => c % 5),
			date: new Int32Array(n)
		}
	};
}

describe('shifts of single products', () => {
	it('are the most probable ones under their spread: what they leave unexplained is what the prior asks for', () => {
		const { pairs, told } = pairsOf([0.6, 0.1, 0.25, 0.05], [600, 500, 400, 20], 1);
		const { offset, spread } = chooseOffsets(pairs, told, 4);
		expect(spread).toBeGreaterThan(0);
		offset.forEach((shift, j) => {
			const own = [...pairs.label.keys()].filter((i) => pairs.product[i] === j);
			const bought = own.reduce((sum, i) => sum + pairs.label[i], 0);
			expect(bought - own.length * sigmoid(Math.log(1 / 3) + shift)).toBeCloseTo(shift / spread ** 2, 1);
		});
	});

	it('are the smaller, the less is known of a product', () => {
		const { pairs, told } = pairsOf([0.7, 0.7, 0.1], [1000, 5, 1000], 3);
		const { offset } = chooseOffsets(pairs, told, 3);
		expect(Math.abs(offset[1])).toBeLessThan(0.8 * offset[0]);
	});

	it('are none where a gain may be chance', () => {
		const chosen = Array.from({ length: 12 }, (_, seed) => {
			const { pairs, told } = pairsOf([0.25, 0.25, 0.25, 0.25], [60, 60, 60, 60], 10 + seed);
			return chooseOffsets(pairs, told, 4).spread;
		});
		expect(chosen.filter((spread) => spread > 0).length).toBeLessThanOrEqual(3);
	});
});
