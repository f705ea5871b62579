import { LikelyError } from '../errors.js';
import type { FeatureSet } from '../features/types.js';
import type { Model } from '../models/types.js';
import type { ParameterGroup } from './groups.js';
import { parameterGroups } from './groups.js';
import { columnNames, valueOf } from './parameter-values.js';
import { directionOf } from './rules.js';
import type { ShapleyOptions, ShapleyValues } from './shapley.js';
import { shapleyOfWorths, shapleyValues } from './shapley.js';
import type { Explanation } from './types.js';

/** Half of the last shown digit, a tenth of a probability point: an impact up to this reads as none. */
export const NEUTRAL = 5e-4;
/** Up to this many differing parameters a model that answers coalitions itself is asked for all of them. */
const COALITIONS_UP_TO = 14;

export interface ExplainOptions extends ShapleyOptions {
	/** The named parameters; those of `parameterGroups` unless told. */
	readonly groups?: readonly ParameterGroup[];
}

/**
 * What moves the probability of one product from the baseline's to the current customer's: Shapley values over the
 * named parameters, strongest first; baseline + impacts = probability. current and baseline: [customer + product
 * features]. A group is shown under its leading feature's name and value. Throws `model.not_explainable` {family} for
 * a model that does not answer from named parameters.
 */
export function explainPair(
	model: Model,
	features: FeatureSet,
	product: number,
	current: Float32Array,
	baseline: Float32Array,
	options: ExplainOptions = {}
): Explanation {
	const groups = options.groups ?? parameterGroups(features);
	const found = impactsOf(model, product, current, baseline, groups, options);
	const definitions = [...features.customer, ...features.product];
	const names = columnNames(features, model.products[product]);
	const impacts = groups.map(({ lead }, g) => ({
		parameter: names[lead],
		value: valueOf(definitions[lead], current[lead]),
		baseline: valueOf(definitions[lead], baseline[lead]),
		impact: found.impacts[g],
		direction: directionOf(found.impacts[g], NEUTRAL)
	}));
	impacts.sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact));
	return {
		product: model.products[product],
		baseline: found.baseline,
		probability: found.probability,
		impacts,
		standardError: found.standardError
	};
}

/** The same as bare numbers: impacts are [groups], in the order of the groups. */
export function impactsOf(
	model: Model,
	product: number,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly ParameterGroup[],
	options: ShapleyOptions = {}
): ShapleyValues {
	const columns = groups.map((group) => group.columns);
	const moved = columns.flatMap((group, g) => (group.some((c) => !Object.is(current[c], baseline[c])) ? [g] : []));
	if (model.coalitions && moved.length <= COALITIONS_UP_TO) {
		const worth = model.coalitions(product, current, baseline, moved.map((g) => columns[g]));
		const impacts = new Float64Array(groups.length);
		shapleyOfWorths(worth, moved.length).forEach((impact, i) => (impacts[moved[i]] = impact));
		return { baseline: worth[0], probability: worth[worth.length - 1], impacts, standardError: 0 };
	}
	if (!model.predictProduct) throw new LikelyError('model.not_explainable', { family: model.family });
	const evaluate = model.predictProduct.bind(model, product);
	return shapleyValues(evaluate, current, baseline, columns, options);
}
