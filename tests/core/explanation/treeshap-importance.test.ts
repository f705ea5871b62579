import { describe, expect, it } from 'vitest';
import {
	gainImportance,
	meanAbsoluteShap,
	permutationImportance
} from '../../../src/lib/core/explanation/treeshap-importance.js';
import { treeShapPath } from '../../../src/lib/core/explanation/treeshap-path.js';
import { boosted } from '../../../src/lib/core/models/boosted/index.js';
import { binTable, treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { TreeModel } from '../../../src/lib/core/models/trees/model.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { Random } from '../../../src/lib/core/random.js';
import { shop } from '../models/trees/shop.js';

/** Product p is bought by those with much of column p (0 to 2), in region p (column 3), or who bought it (4 and 5). */
describe('importance', async () => {
	const { examples } = shop(1500, 2);
	const context = { seed: 3, validation: shop(300, 2, 5).examples, report: () => {}, pool: inline(treeTasks) };
	const { model } = await boosted.fit(examples, boosted.defaults, context);
	if (!(model instanceof TreeModel)) throw new Error('not trees');
	const product = 1;
	const table = new Float32Array(examples.rows * 6);
	for (let r = 0; r < examples.rows; r++) {
		table.set(examples.x.subarray(r * 4, r * 4 + 4), r * 6);
		table.set(examples.absentX, r * 6 + 4);
		for (let i = examples.entries.start[r]; i < examples.entries.start[r + 1]; i++)
			if (examples.entries.product[i] === product) table.set(examples.entryX.subarray(i * 2, i * 2 + 2), r * 6 + 4);
	}
	const label = new Uint8Array(examples.rows);
	const { start, product: bought } = examples.labels ?? { start: new Int32Array(1501), product: new Int32Array(0) };
	for (let r = 0; r < examples.rows; r++) label[r] = bought.subarray(start[r], start[r + 1]).includes(product) ? 1 : 0;

	const used = (importance: Float64Array) => {
		for (const signal of [1, 3]) for (const noise of [0, 2]) expect(importance[signal]).toBeGreaterThan(1.2 * importance[noise]);
	};

	it('by gain finds the columns that matter, in shares', () => {
		const gain = gainImportance(model, product);
		expect(gain.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
		used(gain);
		expect(gainImportance(model, 0)[0]).toBeGreaterThan(gainImportance(model, 0)[1]);
	});

	it('by mean absolute Shapley value finds them too', () => {
		const { trees, first, bins } = model.parts;
		const shap = treeShapPath({ trees, from: first[product], to: first[product + 1] }, binTable(bins, table, examples.rows));
		used(meanAbsoluteShap(shap, 6));
	});

	it('by permutation finds them too, moves groups together, repeats itself, and leaves the table alone', () => {
		const kept = table.slice();
		const loss = (p: Float32Array) => p.reduce((sum, own, r) => sum - Math.log(label[r] ? own : 1 - own), 0) / p.length;
		const evaluate = (rows: Float32Array, count: number) => model.predictProduct(product, rows, count);
		const run = (groups: Int32Array[]) =>
			permutationImportance(evaluate, table, examples.rows, groups, loss, 5, new Random(1));
		const single = run(Array.from({ length: 6 }, (_, c) => Int32Array.of(c)));
		used(single.mean);
		expect(single.deviation[1]).toBeGreaterThan(0);
		expect(single.deviation[1]).toBeLessThan(single.mean[1]);
		expect(run(Array.from({ length: 6 }, (_, c) => Int32Array.of(c)))).toEqual(single);
		const all = run([Int32Array.of(0, 1, 2, 3, 4, 5)]);
		expect(all.mean[0]).toBeGreaterThan(single.mean[1]);
		expect(table).toEqual(kept);
	});
});
