import type { FeatureSet } from '../features/types.js';
import type { Model } from '../models/types.js';
import { parameterGroups } from './groups.js';
import type { ParameterGroup } from './groups.js';

/** Histories of products that are parameters of their own, where there are more; fewer where much else differs. */
const ALONE = 8;
const ALONE_AT_LEAST = 2;

/**
 * The parameters that tell two inputs of one product apart. Of a model that answers from named features they are those
 * of `parameterGroups`. Where it reads histories, products that neither of the two bought are left out, and of many
 * that part them, those that matter most, added first or taken away last, stand alone and the rest is one parameter,
 * so that no more than `most` parameters part them, if that can be. current and baseline: [columns].
 */
export function groupsBetween(model: Model, features: FeatureSet, product: number, current: Float32Array, baseline: Float32Array, most: number): readonly ParameterGroup[] {
	const all = parameterGroups(features, model.products[product]);
	const { customer } = features;
	if (!customer.some(({ history, identity }) => history !== undefined || identity)) return all;
	const moved = ({ columns }: ParameterGroup) => columns.some((c) => !Object.is(current[c], baseline[c]));
	const groups = all.filter(({ lead, columns }) => {
		if (customer[lead]?.identity) return baseline[lead] !== 0;
		return columns.length > 0 && (customer[lead]?.history === undefined || columns.some((c) => current[c] !== 0 || baseline[c] !== 0));
	});
	const histories = groups.filter((group) => customer[group.lead]?.history !== undefined && moved(group));
	const others = groups.filter(moved).length - histories.length;
	const alone = Math.max(ALONE_AT_LEAST, Math.min(ALONE, most - others - 1));
	if (histories.length <= alone + 1) return groups;
	const rest = byInfluence(model, product, current, baseline, histories).slice(alone);
	const together: ParameterGroup = { lead: rest[0].lead, columns: Int32Array.from(rest.flatMap(({ columns }) => [...columns])).sort(), together: true };
	return [...groups.filter((group) => !rest.includes(group)), together];
}

/** Groups by how much each moves the probability by itself, from the baseline and back from the current values; ties as they stand. */
function byInfluence(model: Model, product: number, current: Float32Array, baseline: Float32Array, groups: readonly ParameterGroup[]): ParameterGroup[] {
	const width = current.length;
	const rows = 2 * groups.length + 2;
	const table = new Float32Array(rows * width);
	const ends = [current, baseline] as const;
	ends.forEach((end, side) => table.set(end, side * width));
	groups.forEach(({ columns }, g) =>
		ends.forEach((end, side) => {
			const at = (2 + 2 * g + side) * width;
			table.set(end, at);
			for (const c of columns) table[at + c] = ends[1 - side][c];
		})
	);
	const p = model.predictProduct(product, table, rows);
	const influence = new Map(groups.map((group, g) => [group, Math.abs(p[2 + 2 * g] - p[0]) + Math.abs(p[3 + 2 * g] - p[1])]));
	return [...groups].sort((a, b) => (influence.get(b) ?? 0) - (influence.get(a) ?? 0));
}
