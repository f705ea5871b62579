import type { FeatureSet } from '../../features/types.js';
import { perCoalition, union } from '../joined-coalitions.js';
import { sigmoid } from '../trees/logistic.js';
import type { TreeModel } from '../trees/model.js';
import type { Coalitions } from '../types.js';
import { HazardCurve } from './hazard.js';
import type { OrderHazard } from './hazard.js';

/** Whether there is an order within a span: boosted trees, on top of a hazard where there is one. */
export class OrderTiming {
	readonly #curve: HazardCurve | undefined;

	constructor(
		features: FeatureSet,
		readonly trees: TreeModel,
		hazard: OrderHazard | undefined
	) {
		this.#curve = hazard && new HazardCurve(features, hazard);
	}

	/** [rows] the chance; table: [rows × customer features]. */
	predict(table: Float32Array, rows: number): Float32Array {
		const own = this.trees.predictProduct(0, table, rows);
		const curve = this.#curve;
		if (!curve) return own;
		const width = table.length / Math.max(1, rows);
		return own.map((chance, r) => sigmoid(oddsOf(chance) + curve.logOdds(table, r * width)));
	}

	/** What the trees say of coalitions of the ends, on top of the hazard. `groups`: as they were asked about. */
	onTop(trees: Coalitions, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		if (!this.#curve) return trees;
		const start = this.#curve.coalitions(current, baseline, groups);
		const all = union([trees, start]);
		const both = perCoalition(all, [trees, start]);
		return { groups: all, worths: Float64Array.from({ length: both.length / 2 }, (_, mask) => sigmoid(oddsOf(both[2 * mask]) + both[2 * mask + 1])) };
	}
}

const oddsOf = (chance: number) => Math.log(chance / (1 - chance));
