import { describe, expect, it } from 'vitest';
import { explainPair, impactsOf } from '../../../src/lib/core/explanation/explain.js';
import { parameterGroups } from '../../../src/lib/core/explanation/groups.js';
import { LiveExplainer } from '../../../src/lib/core/explanation/live.js';
import { treeShapOf } from '../../../src/lib/core/explanation/treeshap-model.js';
import type { ShapUnit } from '../../../src/lib/core/explanation/treeshap-model.js';
import { shapleyOfWorths, shapleyValues } from '../../../src/lib/core/explanation/shapley.js';
import type { ShapleyValues } from '../../../src/lib/core/explanation/shapley.js';
import { boosted } from '../../../src/lib/core/models/boosted/index.js';
import { forest } from '../../../src/lib/core/models/forest/index.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { TreeModel } from '../../../src/lib/core/models/trees/model.js';
import { calibrated } from '../../../src/lib/core/models/calibrated.js';
import type { Examples } from '../../../src/lib/core/features/types.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { Random } from '../../../src/lib/core/random.js';
import { shop } from '../models/trees/shop.js';

const { examples: train } = shop(400, 2);
const context = { seed: 3, validation: shop(100, 2, 5).examples, report: () => {}, pool: inline(treeTasks) };
const current = Float32Array.of(1.2, -0.3, NaN, 1, 3, 20);
const reference = Float32Array.of(-0.4, 0.1, 0.2, 0, 0, NaN);
const logOdds = (p: number) => Math.log(p / (1 - p));

describe('treeShapOf', async () => {
	const models = [
		(await forest.fit(train, { ...forest.defaults, trees: 20 }, context)).model,
		(await boosted.fit(train, { ...boosted.defaults, trees: 25 }, context)).model
	];

	it.each([
		[0, 'probability'],
		[0, 'log-odds'],
		[1, 'probability'],
		[1, 'log-odds']
	] as const)('equals enumeration of the model itself: learner %i in %s', (which, unit: ShapUnit) => {
		const model = models[which];
		if (!(model instanceof TreeModel)) throw new Error('not trees');
		const table = new Float32Array(64 * 6);
		for (let mask = 0; mask < 64; mask++)
			for (let c = 0; c < 6; c++) table[mask * 6 + c] = ((mask >> c) & 1 ? current : reference)[c];
		const chance = model.predictProduct(1, table, 64);
		const worth = Float64Array.from(chance, (p) => (unit === 'probability' ? p : logOdds(p)));
		const expected = shapleyOfWorths(worth, 6);
		const { values, prediction, reference: base } = treeShapOf(model, 1, current, reference, unit);
		expect(Math.abs(values.reduce((a, b) => a + b) - (prediction - base))).toBeLessThan(1e-9);
		values.forEach((value, c) => expect(value).toBeCloseTo(expected[c], 5));
		expect(prediction).toBeCloseTo(worth[63], 5);
	});
});

/** The shop's customers with columns of noise in place of their own: trees that learn too much ask about all of them. */
function wide(examples: Examples, columns: number): Examples {
	const random = new Random(7);
	const customer = Array.from({ length: columns }, (_, c) => ({ ...examples.features.customer[0], name: `noise_${c}` }));
	return { ...examples, features: { ...examples.features, customer }, x: Float32Array.from({ length: examples.rows * columns }, () => random.normal()) };
}

describe('impacts of trees with more parameters than others are asked all coalitions of', async () => {
	const columns = 15;
	const examples = wide(train, columns);
	const { model } = await forest.fit(examples, { ...forest.defaults, trees: 30 }, { ...context, validation: wide(context.validation, columns) });
	const random = new Random(8);
	const [now, then] = [0, 1].map(() => Float32Array.from({ length: columns + 2 }, () => random.normal()));

	it('are exact: those of interventional TreeSHAP', () => {
		if (!(model instanceof TreeModel)) throw new Error('not trees');
		const { impacts, standardError, baseline, probability } = explainPair(model, examples.features, 1, now, then);
		const { values, prediction, reference: base } = treeShapOf(model, 1, now, then, 'probability');
		expect(standardError).toBe(0);
		expect(impacts.filter(({ impact }) => impact !== 0).length).toBeGreaterThan(10);
		expect([baseline, probability]).toEqual([expect.closeTo(base, 6), expect.closeTo(prediction, 6)]);
		for (let c = 0; c < columns; c++) expect(impacts.find(({ parameter }) => parameter === `noise_${c}`)?.impact).toBeCloseTo(values[c], 6);
	});

	it('stay exact behind a calibration, from scratch and moved', () => {
		const none = new Float64Array(2);
		const map = { clip: 1e-6, bias: 0.3, odds: 0.7, against: 0.7, popularity: 0, rateLogit: none, offset: none };
		const bent = calibrated(model, { kind: 'temperature', map, spread: 0, logLoss: 0, candidates: [] });
		const live = new LiveExplainer(bent, examples.features);
		live.explain(1, then, now);
		for (const value of [0, 2]) {
			const moved = Float32Array.from(now, (own, c) => (c === 3 ? value : own));
			const found = live.explain(1, moved, then);
			expect(found.standardError).toBe(0);
			expect(found).toEqual(explainPair(bent, examples.features, 1, moved, then));
			expect(Math.abs(found.impacts.reduce((sum, { impact }) => sum + impact, found.baseline) - found.probability)).toBeLessThan(1e-6);
		}
	});
});

describe('impacts of trees with more parameters than all coalitions can be asked of', async () => {
	const columns = 17;
	const examples = wide(train, columns);
	// Nobody watches, so that the noise is learned.
	const given = { ...context, validation: { ...wide(context.validation, columns), labels: undefined } };
	const random = new Random(9);
	const [now, then] = [0, 1].map(() => Float32Array.from({ length: columns + 2 }, () => random.normal()));
	const groups = parameterGroups(examples.features);
	const ofGroups = groups.map((group) => group.columns);

	it.each(['forest', 'boosted'] as const)('are sampled and corrected by interventional TreeSHAP of the score behind the probability: %s', async (family) => {
		const { model: raw } = family === 'forest' ? await forest.fit(examples, { ...forest.defaults, trees: 30 }, given) : await boosted.fit(examples, { ...boosted.defaults, trees: 30 }, given);
		const none = new Float64Array(2);
		const model = calibrated(raw, { kind: 'temperature', map: { clip: 1e-6, bias: 0.3, odds: 0.7, against: 0.7, popularity: 0, rateLogit: none, offset: none }, spread: 0, logLoss: 0, candidates: [] });
		const exact = shapleyOfWorths(model.coalitions?.(1, now, then, ofGroups) ?? [], groups.length);
		const options = { seed: 3, pairs: 20 };
		const off = ({ impacts }: ShapleyValues) => Math.sqrt(impacts.reduce((sum, impact, g) => sum + (impact - exact[g]) ** 2, 0));
		const guided = impactsOf(model, 1, now, then, groups, options);
		const plain = shapleyValues((table, rows) => model.predictProduct(1, table, rows), now, then, ofGroups, options);
		expect(guided.standardError).toBeGreaterThan(0);
		expect(guided.standardError).toBeLessThan(0.5 * plain.standardError);
		expect(off(guided)).toBeLessThan(0.5 * off(plain));
		expect(off(guided)).toBeLessThan(4 * guided.standardError * Math.sqrt(groups.length));
		expect(Math.abs(guided.impacts.reduce((sum, impact) => sum + impact, guided.baseline) - guided.probability)).toBeLessThan(1e-9);
		expect([guided.baseline, guided.probability]).toEqual([plain.baseline, plain.probability]);
	});
});
