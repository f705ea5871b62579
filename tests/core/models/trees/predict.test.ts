import { describe, expect, it } from 'vitest';
import { sumTreesCompiled } from '../../../../src/lib/core/models/trees/compiled/predict.js';
import { growBoosted, growForest, predictBoosted, sumTrees } from '../../../../src/lib/core/models/trees/index.js';
import { sumTreesReference } from '../../../../src/lib/core/models/trees/predict.js';
import { Random } from '../../../../src/lib/core/random.js';
import { difference } from '../../../difference.js';
import { numbers, sample } from './tables.js';

const work = () => ({ random: new Random(3), report: () => {} });
const { binned, label } = sample(900);

describe('prediction', async () => {
	const grow = { trees: 12, depth: 20, minLeaf: 2, columnsPerNode: 2 };
	const forest = await growForest(binned, label, undefined, grow, work());

	it.each([1, 3, 64, 127, 255, 9001])('is the same compiled and in TypeScript, to the bit, for %i rows', (rows) => {
		const table = sample(rows, 5).binned;
		const expected = sumTreesReference(forest.trees, table, 3, 11);
		expect(difference(sumTreesCompiled(forest.trees, table, 3, 11), expected)).toBeUndefined();
		expect(difference(sumTrees(forest.trees, table, 3, 11), expected)).toBeUndefined();
		expect(new Set(expected).size).toBeGreaterThan(Math.min(rows / 30, 100));
	});

	it.each([0, 1, 2])('goes down trees of %i levels, to the bit', async (depth) => {
		const { trees } = await growForest(binned, label, undefined, { ...grow, depth }, work());
		const table = sample(300, 7).binned;
		expect(difference(sumTreesCompiled(trees, table, 0, 12), sumTreesReference(trees, table, 0, 12))).toBeUndefined();
	});

	it.each([0, 1, 2, 3, 4, 5])('asks trees of %i levels without categories all questions at once, to the bit', async (depth) => {
		const { binned, label } = numbers(900);
		const { trees } = await growForest(binned, label, undefined, { ...grow, depth }, work());
		for (const rows of [128, 131, 4100]) {
			const table = numbers(rows, 7).binned;
			expect(difference(sumTreesCompiled(trees, table, 0, 12), sumTreesReference(trees, table, 0, 12))).toBeUndefined();
			expect(difference(sumTreesCompiled(trees, table, 3, 11), sumTreesReference(trees, table, 3, 11))).toBeUndefined();
		}
	});

	it('repeats the log-odds that boosting ended with', async () => {
		const options = {
			trees: 20,
			rate: 0.3,
			depth: 4,
			lambda: 1,
			minChild: 1,
			minGain: 0,
			rowShare: 0.5,
			columnShare: 1,
			patience: 0
		};
		const { trees, base, margin } = await growBoosted(binned, label, undefined, options, work());
		const sum = sumTrees(trees, binned);
		const probability = predictBoosted(trees, base, binned);
		for (let row = 0; row < binned.rows; row++) {
			expect(base + sum[row]).toBeCloseTo(margin[row], 4);
			expect(probability[row]).toBeCloseTo(1 / (1 + Math.exp(-margin[row])), 5);
		}
	});
});
