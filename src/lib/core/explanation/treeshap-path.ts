import { goesLeft } from '../models/trees/node.js';
import { NodeKind } from '../models/trees/types.js';
import type { Binned } from '../models/trees/types.js';
import { gaussLegendre } from './gauss-legendre.js';
import type { Ensemble } from './treeshap.js';

/** Rows that go through a tree together. */
const BLOCK = 128;

export interface PathShap {
	/** [rows × columns] */
	readonly values: Float64Array;
	/** What the trees give with no column known: prediction = expected + the row's values. */
	readonly expected: number;
}

/**
 * Exact path-dependent Shapley values of the sum of the leaves (Lundberg et al. 2020, TreeSHAP): a row whose column is
 * not known goes both ways, as the training weight did.
 *
 * A leaf of value v under columns that a row satisfies (o = 1) or not (0), and that a share z of the weight satisfies, is
 * worth v × the product of o or z over the columns. By Owen's formula a column's share is the integral over t in [0, 1]
 * of v (o - z) × the product of t o + (1 - t) z over the other columns: a polynomial of degree below the number of
 * columns on the path, which Gauss's quadrature integrates exactly with half as many points. All factors are positive,
 * so nothing cancels; partial products go down the tree and sums over leaves come up, so a row costs (nodes × points).
 */
export function treeShapPath(ensemble: Ensemble, binned: Binned): PathShap {
	const { rows, bins } = binned;
	const columns = bins.kinds.length;
	const values = new Float64Array(rows * columns);
	let expected = 0;
	const walk = new PathWalk(ensemble, binned);
	for (let tree = ensemble.from; tree < ensemble.to; tree++) expected += walk.expected(tree);
	for (let begin = 0; begin < rows; begin += BLOCK) walk.run(begin, Math.min(rows, begin + BLOCK), values);
	return { values, expected };
}

/** What is known of an edge on the way down. Arrays over quadrature points hold [points × BLOCK]. */
interface Level {
	/** Products so far, and the sums that come back. */
	readonly product: Float64Array;
	readonly sum: Float64Array;
	/** [BLOCK] whether the row satisfies all edges of this edge's column so far; and the same plus that of the one before. */
	readonly one: Uint8Array;
	readonly state: Uint8Array;
	/** Share of the weight that satisfies them. */
	zero: number;
	/** [points × 3] by state 0 (neither), 1 (before, not now), 2 (both): factor of the product, and of the share. */
	readonly ratio: Float64Array;
	readonly share: Float64Array;
}

class PathWalk {
	readonly #points: Float64Array;
	readonly #weights: Float64Array;
	readonly #levels: Level[] = [];
	/** [columns] level of the last edge that asked the column, or -1 */
	readonly #last: Int32Array;
	readonly #shares: Float64Array;
	readonly #worth = new Float64Array(6);
	#begin = 0;
	#count = 0;
	#root = 0;
	#subset = 0;

	constructor(
		readonly ensemble: Ensemble,
		readonly binned: Binned
	) {
		const columns = binned.bins.kinds.length;
		const longest = Math.min(columns, depthOf(ensemble));
		const { points, weights } = gaussLegendre(Math.max(1, Math.ceil(longest / 2)));
		this.#points = points;
		this.#weights = weights;
		this.#last = new Int32Array(columns).fill(-1);
		this.#shares = new Float64Array(columns * BLOCK);
	}

	/** Mean of a tree's leaves as the training weight reached them. */
	expected(tree: number): number {
		const { start, kind, left, value, cover } = this.ensemble.trees;
		const root = start[tree];
		const mean = (node: number): number => {
			if (kind[node] === NodeKind.leaf) return value[node];
			const child = root + left[node];
			return (cover[child] * mean(child) + cover[child + 1] * mean(child + 1)) / (cover[child] + cover[child + 1]);
		};
		return mean(root);
	}

	/** Adds the values of rows `begin` to `end` - 1 to `into` [rows × columns]. */
	run(begin: number, end: number, into: Float64Array): void {
		const { trees, from, to } = this.ensemble;
		const columns = this.#last.length;
		this.#begin = begin;
		this.#count = end - begin;
		this.#shares.fill(0);
		this.#level(0).product.fill(1);
		for (let tree = from; tree < to; tree++) {
			this.#root = trees.start[tree];
			this.#subset = trees.subsetStart[tree];
			this.#walk(this.#root, 0);
		}
		for (let i = 0; i < this.#count; i++)
			for (let c = 0; c < columns; c++) into[(begin + i) * columns + c] += this.#shares[c * BLOCK + i];
	}

	/** Leaves in the level's `sum`, for each point and row, the weighted products of all leaves below. */
	#walk(node: number, depth: number): void {
		const { kind, value, left, column, cover } = this.ensemble.trees;
		const { product, sum } = this.#level(depth);
		if (kind[node] === NodeKind.leaf) {
			this.#weights.forEach((weight, q) => scale(sum, product, weight * value[node], q, this.#count));
			return;
		}
		const asked = column[node];
		const child = this.#root + left[node];
		const total = cover[child] + cover[child + 1];
		const before = this.#last[asked];
		sum.fill(0);
		for (let side = 0; side < 2; side++) {
			const level = this.#enter(node, depth + 1, side === 0, before, cover[child + side] / total);
			if (kind[child + side] === NodeKind.leaf) {
				this.#payLeaf(asked, level, product, sum, value[child + side]);
				continue;
			}
			for (let q = 0; q < this.#points.length; q++)
				multiply(level.product, product, level.ratio, level.state, q, this.#count);
			this.#last[asked] = depth + 1;
			this.#walk(child + side, depth + 1);
			this.#last[asked] = before;
			for (let q = 0; q < this.#points.length; q++)
				pay(this.#shares, asked * BLOCK, sum, level.sum, level.share, level.state, q, this.#count);
		}
	}

	/** An edge to a leaf at once: down, and up again. */
	#payLeaf(asked: number, level: Level, product: Float64Array, sum: Float64Array, value: number): void {
		const { ratio, share, state } = level;
		for (let q = 0; q < this.#points.length; q++) {
			for (let s = 0; s < 3; s++) {
				this.#worth[s] = ratio[q * 3 + s] * this.#weights[q] * value;
				this.#worth[3 + s] = this.#worth[s] * share[q * 3 + s];
			}
			payLeaf(this.#shares, asked * BLOCK, sum, product, this.#worth, state, q, this.#count);
		}
	}

	/** Prepares a level for an edge: what each row's product will be multiplied with. */
	#enter(node: number, depth: number, toLeft: boolean, before: number, cover: number): Level {
		const level = this.#level(depth);
		const previous = before < 0 ? undefined : this.#level(before);
		const zeroBefore = previous ? previous.zero : 1;
		level.zero = zeroBefore * cover;
		this.#look(node, toLeft, previous?.one, level);
		for (let q = 0; q < this.#points.length; q++) {
			const t = this.#points[q];
			for (let s = 0; s < 3; s++) {
				const [was, is] = [s > 0 ? 1 : 0, s > 1 ? 1 : 0];
				const factor = t * is + (1 - t) * level.zero;
				const factorBefore = t * was + (1 - t) * zeroBefore;
				level.ratio[q * 3 + s] = factor / factorBefore;
				level.share[q * 3 + s] = (is - level.zero) / factor - (was - zeroBefore) / factorBefore;
			}
		}
		return level;
	}

	/** Which rows satisfy an edge, given which satisfied the earlier ones of its column. */
	#look(node: number, toLeft: boolean, before: Uint8Array | undefined, { one, state }: Level): void {
		const { kind, split, column, subsets } = this.ensemble.trees;
		const { data, rows } = this.binned;
		const subset = (this.#subset + split[node]) * 8;
		const offset = column[node] * rows + this.#begin;
		const [what, last, count] = [kind[node], split[node], this.#count];
		for (let i = 0; i < count; i++) {
			const was = before ? before[i] : 1;
			const is = goesLeft(what, last, subsets, subset, data[offset + i]) === toLeft ? was : 0;
			one[i] = is;
			state[i] = was + is;
		}
	}

	#level(depth: number): Level {
		const points = this.#points.length;
		return (this.#levels[depth] ??= {
			product: new Float64Array(points * BLOCK),
			sum: new Float64Array(points * BLOCK),
			one: new Uint8Array(BLOCK),
			state: new Uint8Array(BLOCK),
			zero: 1,
			ratio: new Float64Array(points * 3),
			share: new Float64Array(points * 3)
		});
	}
}

/** product = parent × ratio of each row's state, at one point. */
function multiply(
	product: Float64Array,
	parent: Float64Array,
	ratio: Float64Array,
	state: Uint8Array,
	q: number,
	count: number
): void {
	const from = q * BLOCK;
	const first = q * 3;
	for (let i = 0; i < count; i++) product[from + i] = parent[from + i] * ratio[first + state[i]];
}

/** shares += sum × share of each row's state, and above += sum, at one point. */
function pay(
	shares: Float64Array,
	to: number,
	above: Float64Array,
	sum: Float64Array,
	share: Float64Array,
	state: Uint8Array,
	q: number,
	count: number
): void {
	const from = q * BLOCK;
	const first = q * 3;
	for (let i = 0; i < count; i++) {
		const worth = sum[from + i];
		shares[to + i] += worth * share[first + state[i]];
		above[from + i] += worth;
	}
}

/** The same for a leaf, whose sums follow from the products above it. worth: by state, of the sum; then of the share. */
function payLeaf(
	shares: Float64Array,
	to: number,
	above: Float64Array,
	product: Float64Array,
	worth: Float64Array,
	state: Uint8Array,
	q: number,
	count: number
): void {
	const from = q * BLOCK;
	for (let i = 0; i < count; i++) {
		const own = product[from + i];
		shares[to + i] += own * worth[3 + state[i]];
		above[from + i] += own * worth[state[i]];
	}
}

function scale(sum: Float64Array, product: Float64Array, by: number, q: number, count: number): void {
	for (let i = q * BLOCK, end = i + count; i < end; i++) sum[i] = by * product[i];
}

/** The most edges on a way from a root to a leaf. */
function depthOf({ trees, from, to }: Ensemble): number {
	let deepest = 0;
	for (let tree = from; tree < to; tree++) {
		const root = trees.start[tree];
		const depth = new Uint16Array(trees.start[tree + 1] - root);
		for (let node = 0; node < depth.length; node++) {
			if (trees.kind[root + node] === NodeKind.leaf) continue;
			const left = trees.left[root + node];
			depth[left] = depth[left + 1] = depth[node] + 1;
			deepest = Math.max(deepest, depth[left]);
		}
	}
	return deepest;
}
