import { describe, expect, it } from 'vitest';
import { binColumns, growBoosted, growForest, predictForest, sumTrees } from '../../../../src/lib/core/models/trees/index.js';
import type { GrowBoosted } from '../../../../src/lib/core/models/trees/index.js';
import { Random } from '../../../../src/lib/core/random.js';
import fixtures from './fixtures.json' with { type: 'json' };

// Values that scikit-learn and XGBoost gave once: see fixtures.py.
const table = (columns: readonly (readonly (number | null)[])[]) =>
	binColumns(columns.map((column) => Float32Array.from(column, (value) => value ?? NaN)), ['number', 'number', 'number']);
const label = Uint8Array.from(fixtures.label);
const weight = Uint8Array.from(fixtures.weight);
const full = table(fixtures.columns);
const work = () => ({ random: new Random(1), report: () => {} });

describe('a tree on every row', () => {
	it.each([
		['', undefined, 10, fixtures.tree],
		['with weights', weight, 20, fixtures.treeWeighted]
	] as const)('has the leaves of scikit-learn %s', async (_, weights, minLeaf, expected) => {
		const grow = { trees: 1, depth: 4, minLeaf, columnsPerNode: 3, bootstrap: false };
		const { trees } = await growForest(full, label, weights, grow, work());
		const p = predictForest(trees, full);
		const other = [...p.keys()].filter((row) => Math.abs(p[row] - expected[row]) > 1e-5);
		expect(other).toEqual([]);
	});
});

describe('a forest', async () => {
	const grow = { trees: 400, depth: 60, minLeaf: 4, columnsPerNode: 2 };
	const { trees, outOfBag } = await growForest(full, label, undefined, grow, work());
	it.each([
		['its rows', predictForest(trees, full), fixtures.forest],
		['rows it has not seen', outOfBag, fixtures.outOfBag]
	])('answers for %s as scikit-learn does, but for chance', (_, p, expected) => {
		const apart = p.map((value, row) => Math.abs(value - expected[row]));
		expect(apart.reduce((sum, own) => sum + own, 0) / apart.length).toBeLessThan(0.04);
		expect(Math.max(...apart)).toBeLessThan(0.2);
	});
});

describe('boosting', () => {
	const options: GrowBoosted = {
		trees: 5,
		rate: 0.4,
		depth: 3,
		lambda: 1.5,
		minChild: 2,
		minGain: 0,
		rowShare: 1,
		columnShare: 1,
		patience: 0
	};

	it.each([
		['', full, undefined, options, fixtures.boosted],
		['with missing values', table(fixtures.gaps), undefined, options, fixtures.boostedGaps],
		['with weights', full, Float32Array.from(weight), options, fixtures.boostedWeighted],
		['that prunes', full, undefined, { ...options, depth: 4, minGain: 0.5 }, fixtures.boostedPruned]
	] as const)('ends at the log-odds of XGBoost %s', async (_, binned, weights, given, expected) => {
		const { trees, base } = await growBoosted(binned, label, weights, given, work());
		const sum = sumTrees(trees, binned);
		const worst = Math.max(...sum.map((value, row) => Math.abs(base + value - expected[row])));
		expect(worst).toBeLessThan(2e-4);
	});
});
