import type { OnnxGraph } from '../../neural/export/onnx-graph.js';
import type { TreeModelParts } from '../model.js';
import { NodeKind } from '../types.js';

const MOST = 3.4028234663852886e38;

/** Questions about categories as columns of their own. */
export interface CategoryQuestions {
	/** [rows × columns and questions] */
	readonly x: string;
	/** The number of a node's question among them. */
	readonly columnOf: ReadonlyMap<number, number>;
}

/**
 * The table with one more column for each set of categories that a product's trees ask for: 1 where a row's category, or
 * its being missing, goes left. A tree of ONNX can only compare numbers.
 */
export function categoryQuestions(g: OnnxGraph, x: string, { trees, bins, first }: TreeModelParts, product: number): CategoryQuestions {
	const columnOf = new Map<number, number>();
	const asked = new Map<number, { readonly key: string; readonly subset: Uint32Array }[]>();
	const nodes: { readonly node: number; readonly column: number; readonly at: number }[] = [];
	for (let tree = first[product]; tree < first[product + 1]; tree++)
		for (let node = trees.start[tree]; node < trees.start[tree + 1]; node++) {
			if (trees.kind[node] !== NodeKind.category) continue;
			const from = (trees.subsetStart[tree] + trees.split[node]) * 8;
			const subset = trees.subsets.subarray(from, from + 8);
			const key = subset.join();
			const column = trees.column[node];
			const own = asked.get(column) ?? [];
			asked.set(column, own);
			let at = own.findIndex((other) => other.key === key);
			if (at < 0) at = own.push({ key, subset }) - 1;
			nodes.push({ node, column, at });
		}
	if (!asked.size) return { x, columnOf };
	let next = bins.kinds.length;
	const firstOf = new Map<number, number>();
	const tables = [...asked].map(([column, questions]) => {
		firstOf.set(column, next);
		next += questions.length;
		const codes = bins.codes[column];
		const goesLeft = (subset: Uint32Array, bin: number) => (subset[bin >> 5] >>> (bin & 31)) & 1;
		const table = Array.from({ length: codes.length + 1 }, (_, code) =>
			questions.map(({ subset }) => goesLeft(subset, code < codes.length ? codes[code] : 0))
		);
		return g.node('Gather', [g.floats(table.flat(), [codes.length + 1, questions.length]), codeOf(g, x, column, codes.length)], { axis: 0 });
	});
	for (const { node, column, at } of nodes) columnOf.set(node, (firstOf.get(column) ?? 0) + at);
	return { x: g.node('Concat', [x, ...tables], { axis: 1 }), columnOf };
}

/** [rows] whole codes of a column, `count` for one that is missing or unknown. */
function codeOf(g: OnnxGraph, x: string, column: number, count: number): string {
	const value = g.node('Gather', [x, g.integer(column)], { axis: 1 });
	const [zero, end] = [g.floats([0], []), g.floats([count], [])];
	const low = g.node('Where', [g.node('IsNaN', [value]), end, value]);
	const known = g.node('Where', [g.node('Less', [low, zero]), end, low]);
	return g.node('Cast', [g.node('Min', [known, end])], { to: 7 });
}

/** A product's trees as one TreeEnsembleRegressor: [rows × 1], the mean of a forest's leaves or the sum of boosted ones. */
export function ensembleNode(g: OnnxGraph, { x, columnOf }: CategoryQuestions, parts: TreeModelParts, product: number): string {
	const { trees, bins, first, link } = parts;
	const [from, to] = [first[product], first[product + 1]];
	if (from === to) return g.node('Cast', [g.node('Less', [g.node('Gather', [x, g.integers([0])], { axis: 1 }), g.floats([-Infinity], [])])], { to: 1 });
	const firstNode = trees.start[from];
	const count = trees.start[to] - firstNode;
	const [tree, id, feature, yes, no, missing] = Array.from({ length: 6 }, () => new Uint32Array(count));
	const value = new Float32Array(count);
	const mode: string[] = new Array(count);
	const leaves: number[] = [];
	for (let t = from; t < to; t++)
		for (let at = trees.start[t]; at < trees.start[t + 1]; at++) {
			const i = at - firstNode;
			tree[i] = t - from;
			id[i] = at - trees.start[t];
			if (trees.kind[at] === NodeKind.leaf) {
				mode[i] = 'LEAF';
				leaves.push(at);
				continue;
			}
			const isCategory = trees.kind[at] === NodeKind.category;
			mode[i] = isCategory ? 'BRANCH_GT' : 'BRANCH_LEQ';
			feature[i] = isCategory ? (columnOf.get(at) ?? 0) : trees.column[at];
			value[i] = isCategory ? 0.5 : threshold(bins.edges[trees.column[at]], trees.split[at]);
			missing[i] = trees.kind[at] === NodeKind.missingLeft ? 1 : 0;
			yes[i] = trees.left[at];
			no[i] = trees.left[at] + 1;
		}
	const share = link === 'mean' ? to - from : 1;
	return g.treeEnsemble(x, {
		nodes_treeids: tree,
		nodes_nodeids: id,
		nodes_featureids: feature,
		nodes_modes: mode,
		nodes_values: value,
		nodes_truenodeids: yes,
		nodes_falsenodeids: no,
		nodes_missing_value_tracks_true: missing,
		target_treeids: Uint32Array.from(leaves, (at) => tree[at - firstNode]),
		target_nodeids: Uint32Array.from(leaves, (at) => id[at - firstNode]),
		target_ids: new Uint32Array(leaves.length),
		target_weights: Float32Array.from(leaves, (at) => trees.value[at] / share)
	});
}

/** The largest number in the bins up to `split`: bin b holds those above edge b - 2, up to edge b - 1. */
function threshold(edges: Float32Array, split: number): number {
	if (split === 0) return -MOST;
	return split <= edges.length ? edges[split - 1] : MOST;
}
