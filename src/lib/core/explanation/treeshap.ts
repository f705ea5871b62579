import { goesLeft } from '../models/trees/node.js';
import { NodeKind } from '../models/trees/types.js';
import type { Binned, Trees } from '../models/trees/types.js';

/** Some trees of many: `from` to `to` - 1. Their prediction is the sum of the leaves; scale it for a forest's mean. */
export interface Ensemble {
	readonly trees: Trees;
	readonly from: number;
	readonly to: number;
}

/**
 * Exact interventional Shapley values of the sum of the leaves against one reference (Lundberg et al. 2020, algorithm
 * 3): a column outside a coalition stands at the reference's value. Every tree is walked once with both rows at the same
 * time and branches only where they part, so the cost is the nodes that either could reach. current and reference: one
 * row in bins, [columns]. Returns [columns], adding up to prediction(current) - prediction(reference) within float64; or
 * [groups], where columns move together: groupOf [columns] is each one's group, -1 where it stays at `current`.
 */
export function treeShap(ensemble: Ensemble, current: Uint8Array, reference: Uint8Array, groupOf = Int32Array.from(current.keys()), groups = current.length): Float64Array {
	const staying = reference.map((bin, c) => (groupOf[c] < 0 ? current[c] : bin));
	return new InterventionalWalk(ensemble, groupOf, groups).run(current, staying, new Float64Array(groups));
}

/** The mean of `treeShap` over the rows of a background. */
export function treeShapBackground(ensemble: Ensemble, current: Uint8Array, background: Binned): Float64Array {
	const columns = current.length;
	const walk = new InterventionalWalk(ensemble, Int32Array.from(current.keys()), columns);
	const values = new Float64Array(columns);
	const reference = new Uint8Array(columns);
	for (let row = 0; row < background.rows; row++) {
		for (let c = 0; c < columns; c++) reference[c] = background.data[c * background.rows + row];
		walk.run(current, reference, values);
	}
	return values.map((value) => value / background.rows);
}

const UNDECIDED = 0;
const CURRENT = 1;
const REFERENCE = 2;

class InterventionalWalk {
	/** [groups] whose side each group takes on the way down */
	readonly #side: Uint8Array;
	/** [(groups + 1)²] (a - 1)! b! / (a + b)!: how often a player is the last of its a to join, before all of the b */
	readonly #weight: Float64Array;
	readonly #width: number;
	#values: Float64Array = new Float64Array(0);
	#current: Uint8Array = new Uint8Array(0);
	#reference: Uint8Array = new Uint8Array(0);
	#root = 0;
	#subset = 0;
	/** What the subtree walked last pays each group that was decided for the current row, or the reference, above it. */
	#toCurrent = 0;
	#toReference = 0;

	constructor(
		readonly ensemble: Ensemble,
		readonly groupOf: Int32Array,
		groups: number
	) {
		this.#side = new Uint8Array(groups);
		this.#width = groups + 1;
		this.#weight = playerWeights(this.#width);
	}

	/** Adds the values to `into`. */
	run(current: Uint8Array, reference: Uint8Array, into: Float64Array): Float64Array {
		const { trees, from, to } = this.ensemble;
		this.#values = into;
		this.#current = current;
		this.#reference = reference;
		for (let tree = from; tree < to; tree++) {
			this.#root = trees.start[tree];
			this.#subset = trees.subsetStart[tree];
			this.#walk(this.#root, 0, 0);
		}
		return into;
	}

	#walk(start: number, inside: number, outside: number): void {
		const { kind, column, value } = this.ensemble.trees;
		const side = this.#side;
		let node = start;
		while (kind[node] !== NodeKind.leaf) {
			const asked = column[node];
			const now = this.#next(node, this.#current[asked]);
			const then = this.#current[asked] === this.#reference[asked] ? now : this.#next(node, this.#reference[asked]);
			const player = this.groupOf[asked];
			if (now === then || side[player] === CURRENT) {
				node = now;
				continue;
			}
			if (side[player] === REFERENCE) {
				node = then;
				continue;
			}
			side[player] = CURRENT;
			this.#walk(now, inside + 1, outside);
			const [toCurrent, toReference] = [this.#toCurrent, this.#toReference];
			side[player] = REFERENCE;
			this.#walk(then, inside, outside + 1);
			side[player] = UNDECIDED;
			this.#values[player] += toCurrent - this.#toReference;
			this.#toCurrent += toCurrent;
			this.#toReference += toReference;
			return;
		}
		this.#toCurrent = inside > 0 ? value[node] * this.#weight[inside * this.#width + outside] : 0;
		this.#toReference = outside > 0 ? value[node] * this.#weight[outside * this.#width + inside] : 0;
	}

	#next(node: number, bin: number): number {
		const { kind, split, left, subsets } = this.ensemble.trees;
		const isLeft = goesLeft(kind[node], split[node], subsets, (this.#subset + split[node]) * 8, bin);
		return this.#root + left[node] + (isLeft ? 0 : 1);
	}
}

/** (a - 1)! b! / (a + b)! at [a × width + b], for a from 1. */
function playerWeights(width: number): Float64Array {
	const weights = new Float64Array(width * width);
	for (let a = 1; a < width; a++) {
		let weight = 1 / a;
		for (let b = 0; b < width; b++) {
			weights[a * width + b] = weight;
			weight *= (b + 1) / (a + b + 1);
		}
	}
	return weights;
}
