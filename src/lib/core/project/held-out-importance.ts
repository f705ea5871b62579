import { meanAbsoluteShap, gainImportance, permutationImportance } from '../explanation/treeshap-importance.js';
import { treeShapPath } from '../explanation/treeshap-path.js';
import { parameterGroups } from '../explanation/groups.js';
import { columnNames } from '../explanation/parameter-values.js';
import { pairVectorInto, tableWidth } from '../features/table.js';
import { isCalibrated } from '../models/calibrated.js';
import { asInputs, inputFeatures } from '../models/inputs.js';
import { binTable } from '../models/trees/bin.js';
import { TreeModel } from '../models/trees/model.js';
import { Random } from '../random.js';
import { heldOutOf } from './held-out.js';
import type { Predictor } from './predictor.js';

/** How much one parameter matters for one product, on customers that the model did not learn from. */
export interface ParameterImportance {
	readonly parameter: string;
	/** Rise of the log loss when its values are dealt to other customers, mean over the repeats. */
	readonly permutation: number;
	/** Standard deviation over the repeats. */
	readonly deviation: number;
	/** Trees alone: its share of what the product's splits gained in training. */
	readonly gain?: number;
	/** Trees alone: mean absolute path-dependent Shapley value (TreeSHAP), before any calibration. */
	readonly shap?: number;
}

export interface HeldOutImportance {
	readonly product: string;
	readonly customers: number;
	/** What `shap` is counted in; undefined for a model that is no trees. */
	readonly unit?: 'probability' | 'log-odds';
	/** The one that raises the loss most first. */
	readonly parameters: readonly ParameterImportance[];
}

/**
 * Importance of every parameter for a product by three of the literature's measures. product: index. Undefined
 * where the test customers are not known any more, or none was asked about the product.
 */
export function heldOutImportance(predictor: Predictor, product: number, repeats: number): HeldOutImportance | undefined {
	const { model, card, products } = predictor;
	const held = heldOutOf(predictor);
	if (!held) return undefined;
	const asked = Int32Array.from({ length: held.examples.rows }, (_, row) => row).filter((row) => held.outcome[row * products.length + product] !== 2);
	if (!asked.length) return undefined;
	const inputs = asInputs(model, held.examples);
	const features = inputFeatures(model);
	const width = tableWidth(inputs);
	const table = new Float32Array(asked.length * width);
	asked.forEach((row, r) => pairVectorInto(inputs, row, product, table, r * width));
	const groups = parameterGroups(features, products[product]).filter(({ lead, columns }) => columns.length && !features.customer[lead]?.identity);
	const bought = Uint8Array.from(asked, (row) => held.outcome[row * products.length + product]);
	const loss = (p: Float32Array) => p.reduce((sum, own, r) => sum - Math.log(Math.max(1e-9, bought[r] ? own : 1 - own)), 0) / p.length;
	const evaluate = model.predictProduct.bind(model, product);
	const columns = groups.map((group) => group.columns);
	const { mean, deviation } = permutationImportance(evaluate, table, asked.length, columns, loss, repeats, new Random(card.seed).fork('permutation'));
	const trees = ofTrees(isCalibrated(model) ? model.raw : model, product, table, asked.length, columns);
	const names = columnNames(features, products[product]);
	const parameters = groups.map(({ lead }, g) => ({ parameter: names[lead], permutation: mean[g], deviation: deviation[g], ...(trees && { gain: trees.gain[g], shap: trees.shap[g] }) }));
	parameters.sort((a, b) => b.permutation - a.permutation);
	return { product: products[product], customers: asked.length, ...(trees && { unit: trees.unit }), parameters };
}

/** [groups] shares of the gain and mean absolute Shapley values; undefined for other models. */
function ofTrees(model: object, product: number, table: Float32Array, rows: number, groups: readonly Int32Array[]) {
	if (!(model instanceof TreeModel)) return undefined;
	const { trees, first, bins, link } = model.parts;
	const [from, to] = [first[product], first[product + 1]];
	const { values } = treeShapPath({ trees, from, to }, binTable(bins, table, rows));
	const columns = bins.kinds.length;
	const scale = link === 'mean' ? 1 / (to - from) : 1;
	const together = new Float64Array(rows * groups.length);
	groups.forEach((group, g) => {
		for (let r = 0; r < rows; r++) for (const c of group) together[r * groups.length + g] += scale * values[r * columns + c];
	});
	const gains = gainImportance(model, product);
	return {
		unit: link === 'mean' ? ('probability' as const) : ('log-odds' as const),
		gain: groups.map((group) => group.reduce((sum, c) => sum + gains[c], 0)),
		shap: meanAbsoluteShap({ values: together, expected: 0 }, groups.length)
	};
}
