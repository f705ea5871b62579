import { describe, expect, it } from 'vitest';
import { treeShapOf } from '../../../src/lib/core/explanation/treeshap-model.js';
import type { ShapUnit } from '../../../src/lib/core/explanation/treeshap-model.js';
import { shapleyOfWorths } from '../../../src/lib/core/explanation/shapley.js';
import { boosted } from '../../../src/lib/core/models/boosted/index.js';
import { forest } from '../../../src/lib/core/models/forest/index.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { TreeModel } from '../../../src/lib/core/models/trees/model.js';
import { inline } from '../../../src/lib/core/parallel.js';
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
