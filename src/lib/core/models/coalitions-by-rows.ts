import { coalitionTable, isMoved } from './coalition-table.js';
import type { Coalitions, Model } from './types.js';

/** Coalitions as `Model.effectiveCoalitions` has them, asked row by row; without the groups that are equal at both ends. */
export function coalitionsByRows(model: Pick<Model, 'predictProduct'>, product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
	const moved = Int32Array.from(groups.keys()).filter((g) => isMoved(groups[g], current, baseline));
	const table = coalitionTable(current, baseline, Array.from(moved, (g) => groups[g]));
	return { groups: moved, worths: Float64Array.from(model.predictProduct(product, table, 2 ** moved.length)) };
}
