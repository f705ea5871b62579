import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/lib/core/explanation/gauss-legendre.js';
import { shapleyOfWorths } from '../../../src/lib/core/explanation/shapley.js';
import { treeShapPath } from '../../../src/lib/core/explanation/treeshap-path.js';
import { treeShap, treeShapBackground } from '../../../src/lib/core/explanation/treeshap.js';
import { growBoosted, growForest, sumTrees } from '../../../src/lib/core/models/trees/index.js';
import type { Binned, Trees } from '../../../src/lib/core/models/trees/index.js';
import { goesLeft } from '../../../src/lib/core/models/trees/node.js';
import { NodeKind } from '../../../src/lib/core/models/trees/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { sample } from '../models/trees/tables.js';

const COLUMNS = 5;
const work = (seed: number) => ({ random: new Random(seed), report: () => {} });
const rowOf = (binned: Binned, row: number) =>
	Uint8Array.from({ length: COLUMNS }, (_, c) => binned.data[c * binned.rows + row]);
const oneRow = (binned: Binned, row: Uint8Array): Binned => ({ ...binned, rows: 1, data: row });

/** The worth of every coalition, each asked by itself. */
const worths = (worth: (known: (column: number) => boolean) => number) =>
	Float64Array.from({ length: 2 ** COLUMNS }, (_, mask) => worth((c) => ((mask >> c) & 1) === 1));

/** What a tree gives where a column that is not known sends the row both ways, by the training weight. */
function bothWays(trees: Trees, tree: number, row: Uint8Array, known: (column: number) => boolean): number {
	const { column, kind, split, left, value, cover, subsets } = trees;
	const root = trees.start[tree];
	const walk = (node: number): number => {
		if (kind[node] === NodeKind.leaf) return value[node];
		const child = root + left[node];
		const asked = column[node];
		if (!known(asked))
			return (cover[child] * walk(child) + cover[child + 1] * walk(child + 1)) / (cover[child] + cover[child + 1]);
		const at = (trees.subsetStart[tree] + split[node]) * 8;
		return walk(child + (goesLeft(kind[node], split[node], subsets, at, row[asked]) ? 0 : 1));
	};
	return walk(root);
}

/** One of each learner on a small table. */
async function ensembles(seed: number) {
	const { binned, label } = sample(150, seed);
	const forest = await growForest(
		binned,
		label,
		undefined,
		{ trees: 3, depth: 9, minLeaf: 2, columnsPerNode: 3 },
		work(seed)
	);
	const boosted = await growBoosted(
		binned,
		label,
		undefined,
		{
			trees: 4,
			rate: 0.3,
			depth: 4,
			lambda: 1,
			minChild: 0.1,
			minGain: 0,
			rowShare: 1,
			columnShare: 1,
			patience: 0
		},
		work(seed)
	);
	return { binned, all: [forest.trees, boosted.trees].map((trees) => ({ trees, from: 1, to: trees.start.length - 1 })) };
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
	expect(actual.length).toBe(expected.length);
	for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i] - expected[i])).toBeLessThan(1e-9);
};

describe('tree Shapley values', () => {
	it('are, against a reference, what all coalitions give, for both learners', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.nat(149), fc.nat(149), async (seed, a, b) => {
				const { binned, all } = await ensembles(seed);
				const [current, reference] = [rowOf(binned, a), rowOf(binned, b)];
				for (const ensemble of all) {
					const values = worths((known) => {
						const mixed = current.map((bin, c) => (known(c) ? bin : reference[c]));
						return sumTrees(ensemble.trees, oneRow(binned, mixed), ensemble.from, ensemble.to)[0];
					});
					close(treeShap(ensemble, current, reference), shapleyOfWorths(values, COLUMNS));
				}
			}),
			{ numRuns: 25 }
		);
	});

	it('are, without one, what all coalitions give when unknown columns go both ways', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), async (seed) => {
				const { binned, all } = await ensembles(seed);
				for (const ensemble of all) {
					const { values, expected } = treeShapPath(ensemble, binned);
					for (const row of [0, 77, 149]) {
						const own = rowOf(binned, row);
						const worth = worths((known) => {
							let sum = 0;
							for (let t = ensemble.from; t < ensemble.to; t++) sum += bothWays(ensemble.trees, t, own, known);
							return sum;
						});
						close(values.subarray(row * COLUMNS, (row + 1) * COLUMNS), shapleyOfWorths(worth, COLUMNS));
						expect(expected).toBeCloseTo(worth[0], 10);
					}
				}
			}),
			{ numRuns: 15 }
		);
	});

	it('add up to the prediction for every row', async () => {
		const { binned, all } = await ensembles(9);
		for (const ensemble of all) {
			const prediction = sumTrees(ensemble.trees, binned, ensemble.from, ensemble.to);
			const { values, expected } = treeShapPath(ensemble, binned);
			const background = treeShapBackground(ensemble, rowOf(binned, 3), binned);
			for (let row = 0; row < binned.rows; row++) {
				const own = values.subarray(row * COLUMNS, (row + 1) * COLUMNS);
				expect(Math.abs(expected + own.reduce((a, b) => a + b) - prediction[row])).toBeLessThan(1e-10);
			}
			const mean = prediction.reduce((a, b) => a + b) / binned.rows;
			expect(Math.abs(mean + background.reduce((a, b) => a + b) - prediction[3])).toBeLessThan(1e-10);
		}
	});
});

describe('gaussLegendre', () => {
	it.each([1, 2, 3, 8, 16])('integrates every polynomial below degree 2n exactly with n = %i points', (n) => {
		const { points, weights } = gaussLegendre(n);
		for (let degree = 0; degree < 2 * n; degree++) {
			const sum = points.reduce((total, t, i) => total + weights[i] * t ** degree, 0);
			expect(sum).toBeCloseTo(1 / (degree + 1), 13);
		}
	});
});
