import type { FeatureSet } from '../features/types.js';
import { otherPurchases } from '../models/history-features.js';
import type { Model } from '../models/types.js';
import type { ParameterGroup } from './groups.js';
import { guideOf } from './guide.js';
import { groupsBetween } from './groups-between.js';
import { columnNames, valueOf } from './parameter-values.js';
import { directionOf, NEUTRAL } from './direction.js';
import type { ShapleyOptions, ShapleyValues } from './shapley.js';
import { EXACT_UP_TO, shapleyOfWorths, shapleyValues } from './shapley.js';
import type { Explanation } from './types.js';
import { worthsOf } from './worths.js';
import type { Worths } from './worths.js';

/** Up to this many differing parameters a model that answers coalitions itself is asked for all of them. */
const COALITIONS_UP_TO = 14;
/**
 * The same for trees, which are walked once with both customers whatever the number, as interventional TreeSHAP walks them;
 * unlike its sums, the worths of coalitions stay exact behind a link and a calibration.
 */
const TREES_UP_TO = 16;

/** Up to how many differing parameters a model's impacts are exact; `otherwise` for one that only answers rows. */
export function exactUpTo(model: Model, otherwise: number = EXACT_UP_TO): number {
	if (model.asksRows || (!model.effectiveCoalitions && !model.coalitions)) return otherwise;
	return model.family === 'forest' || model.family === 'boosted' ? TREES_UP_TO : COALITIONS_UP_TO;
}

export interface ExplainOptions extends ShapleyOptions {
	/** The named parameters; those of `groupsBetween` unless told. */
	readonly groups?: readonly ParameterGroup[];
}

/**
 * What moves the probability of one product from the baseline's to the current customer's: Shapley values over the
 * named parameters, strongest first; baseline + impacts = probability. current and baseline: [customer + product
 * features] of the model's inputs. A group is shown under its leading feature's name and value.
 */
export function explainPair(
	model: Model,
	features: FeatureSet,
	product: number,
	current: Float32Array,
	baseline: Float32Array,
	options: ExplainOptions = {}
): Explanation {
	const groups = options.groups ?? groupsBetween(model, features, product, current, baseline, exactUpTo(model, options.exactUpTo));
	const found = impactsOf(model, product, current, baseline, groups, options);
	return explanationOf(features, model.products[product], current, baseline, groups, found);
}

/** Shapley values of groups with names and values, strongest first. current and baseline: [customer + product features]. */
export function explanationOf(
	features: FeatureSet,
	product: string,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly ParameterGroup[],
	found: ShapleyValues
): Explanation {
	const own = features.customer.length;
	const names = columnNames(features, product);
	const impacts = groups.map(({ lead, columns, together }, g) => {
		const definition = lead < own ? features.customer[lead] : features.product[lead - own];
		const of = (vector: Float32Array) => (together ? columns.reduce((sum, c) => sum + (vector[c] > 0 ? 1 : 0), 0) : valueOf(definition, vector[lead]));
		return {
			parameter: together ? otherPurchases.name : names[lead],
			value: of(current),
			baseline: of(baseline),
			impact: found.impacts[g],
			direction: directionOf(found.impacts[g], NEUTRAL)
		};
	});
	impacts.sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact));
	return { product, baseline: found.baseline, probability: found.probability, impacts, standardError: found.standardError };
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
	const moved = movedGroups(columns, current, baseline);
	if (moved.length <= exactUpTo(model, options.exactUpTo))
		return sharesOf(worthsOf(model, product, current, baseline, columns, moved), groups.length);
	const evaluate = model.predictProduct.bind(model, product);
	return shapleyValues(evaluate, current, baseline, columns, { ...options, guide: guideOf(model, product) });
}

/** Shapley values of all players, 0 for those that the worths leave out. */
export function sharesOf({ players, worth }: Worths, count: number): ShapleyValues {
	const impacts = new Float64Array(count);
	shapleyOfWorths(worth, players.length).forEach((impact, i) => (impacts[players[i]] = impact));
	return { baseline: worth[0], probability: worth[worth.length - 1], impacts, standardError: 0 };
}

/** The groups with a column whose value is not the same in both. */
export function movedGroups(groups: readonly Int32Array[], current: Float32Array, baseline: Float32Array): number[] {
	const moved: number[] = [];
	for (let g = 0; g < groups.length; g++)
		for (const c of groups[g])
			if (!Object.is(current[c], baseline[c])) {
				moved.push(g);
				break;
			}
	return moved;
}
