import type { FeatureSet } from '../features/types.js';
import { isMoved } from '../models/coalition-table.js';
import type { Model } from '../models/types.js';
import { parameterGroups } from './groups.js';
import type { ParameterGroup } from './groups.js';

/** Histories of products that are parameters of their own, where there are more; fewer where much else differs. */
const ALONE = 6;
const ALONE_AT_LEAST = 2;

/**
 * The parameters that tell two inputs of one product apart. Of a model that answers from named features they are those
 * of `parameterGroups`. Where it reads histories, products that neither of the two bought are left out, and of many
 * that part them, the product's own and those that matter most stand alone and the rest is one parameter, so that no
 * more than `most` parameters part them, if that can be. What matters most is the same for all products, whose
 * coalitions then are the same. current and baseline: [columns].
 */
export function groupsBetween(model: Model, features: FeatureSet, product: number, current: Float32Array, baseline: Float32Array, most: number): readonly ParameterGroup[] {
	const all = parameterGroups(features, model.products[product]);
	const { customer } = features;
	if (!customer.some(({ history, identity }) => history !== undefined || identity)) return all;
	const moved = ({ columns }: ParameterGroup) => isMoved(columns, current, baseline);
	const groups = all.filter(({ lead, columns }) => {
		if (customer[lead]?.identity) return baseline[lead] !== 0;
		return columns.length > 0 && (customer[lead]?.history === undefined || columns.some((c) => current[c] !== 0 || baseline[c] !== 0));
	});
	const histories = groups.filter((group) => customer[group.lead]?.history !== undefined && moved(group));
	const others = groups.filter(moved).length - histories.length;
	const alone = Math.max(ALONE_AT_LEAST, Math.min(ALONE, most - others - 1));
	if (histories.length <= alone + 1) return groups;
	const influence = model.inputs?.influence?.(current, baseline, Int32Array.from(histories, ({ lead }) => lead)) ?? new Float64Array(histories.length);
	const strongest = [...histories.keys()].sort((a, b) => influence[b] - influence[a]).map((h) => histories[h]);
	const own = strongest.findIndex(({ lead }) => customer[lead].history === model.products[product]);
	if (own >= alone) strongest.splice(alone - 1, 0, ...strongest.splice(own, 1));
	const rest = strongest.slice(alone);
	const together: ParameterGroup = { lead: rest[0].lead, columns: Int32Array.from(rest.flatMap(({ columns }) => [...columns])).sort(), together: true };
	return [...groups.filter((group) => !rest.includes(group)), together];
}
