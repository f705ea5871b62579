import { isCalibrated } from '../models/calibrated.js';
import { binTable } from '../models/trees/bin.js';
import { TreeModel } from '../models/trees/model.js';
import { sumTrees } from '../models/trees/predict.js';
import type { Model } from '../models/types.js';
import type { Guide } from './shapley.js';
import { treeShap } from './treeshap.js';

/**
 * The score behind the probability of one product by trees, the sum of their leaves, whose Shapley values interventional
 * TreeSHAP gives exactly however many parameters there are. Undefined for other models.
 */
export function guideOf(model: Model, product: number): Guide | undefined {
	const raw = isCalibrated(model) ? model.raw : model;
	if (!(raw instanceof TreeModel)) return undefined;
	const { trees, first, bins } = raw.parts;
	const [from, to] = [first[product], first[product + 1]];
	return {
		shares(current, baseline, groups) {
			const groupOf = new Int32Array(current.length).fill(-1);
			groups.forEach((columns, g) => columns.forEach((c) => (groupOf[c] = g)));
			const [own, other] = [current, baseline].map((row) => binTable(bins, row, 1).data);
			return treeShap({ trees, from, to }, own, other, groupOf, groups.length);
		},
		scores: (table, rows) => sumTrees(trees, binTable(bins, table, rows), from, to)
	};
}
