import { NodeKind } from '../../models/trees/types.js';
import type { TreeModelParts } from '../../models/trees/model.js';
import { float, float32 } from './dialect.js';
import type { Dialect } from './dialect.js';
import { numberedTable } from './insert.js';

/** Stands for a threshold that every value is at or below. */
const EVERYTHING = '3e38';

/** The tables `likely_trees` and `likely_nodes`. Nodes are numbered through all trees; a right child follows the left. */
export function treeTablesSql(d: Dialect, parts: TreeModelParts): string {
	const { trees, first } = parts;
	const roots: string[][] = [];
	for (let product = 0; product + 1 < first.length; product++)
		for (let tree = first[product]; tree < first[product + 1]; tree++) roots.push([String(product + 1), String(tree + 1), String(trees.start[tree])]);
	const treeColumns = [['product_no', 'INTEGER'], ['tree', 'INTEGER'], ['root', 'INTEGER']] as const;
	const nodeColumns = [
		['node', 'INTEGER'],
		['feature', 'INTEGER'],
		['threshold', d.real],
		['left_codes', d.text],
		['missing_left', 'INTEGER'],
		['left_node', 'INTEGER'],
		['leaf', d.real]
	] as const;
	return `-- Where each tree of each product begins.
${numberedTable(d, 'likely_trees', treeColumns, roots)}

-- A value at or below the threshold goes to the left node, another to the one after it, a missing one where
-- missing_left says (1 is left). A category goes left where the sign number code + 1 of left_codes is 1.
-- A leaf leads to itself, and has what the tree answers.
${numberedTable(d, 'likely_nodes', nodeColumns, nodeRows(parts))}`;
}

function nodeRows({ trees, bins }: TreeModelParts): string[][] {
	const { start, column, split, kind, left, value, subsets, subsetStart } = trees;
	const rows: string[][] = [];
	for (let tree = 0; tree + 1 < start.length; tree++)
		for (let node = start[tree]; node < start[tree + 1]; node++) {
			if (kind[node] === NodeKind.leaf) {
				rows.push([String(node), '1', EVERYTHING, '', '1', String(node), float32(value[node])]);
				continue;
			}
			const feature = column[node];
			const own = [String(node), String(feature + 1)];
			const next = [String(start[tree] + left[node]), ''];
			if (kind[node] === NodeKind.category) {
				const subset = (subsetStart[tree] + split[node]) * 8;
				const goesLeft = (bin: number) => (subsets[subset + (bin >> 5)] >>> (bin & 31)) & 1;
				const codes = Array.from(bins.codes[feature], (bin) => goesLeft(bin)).join('');
				// A code beyond those that were seen in training is missing.
				rows.push([...own, '', codes, String(goesLeft(0)), ...next]);
			} else {
				const edges = bins.edges[feature];
				const missingLeft = kind[node] === NodeKind.missingLeft ? '1' : '0';
				// Split 0 sends every value right, and only missing ones left.
				const threshold = split[node] === 0 ? `-${EVERYTHING}` : split[node] > edges.length ? EVERYTHING : float32(edges[split[node] - 1]);
				rows.push([...own, threshold, '', missingLeft, ...next]);
			}
		}
	return rows;
}

/** How deep the deepest leaf lies; a tree of one leaf has depth 0. */
function depthOf({ trees }: TreeModelParts): number {
	const { start, kind, left } = trees;
	let deepest = 0;
	for (let tree = 0; tree + 1 < start.length; tree++) {
		const depth = new Uint16Array(start[tree + 1] - start[tree]);
		for (let node = 0; node < depth.length; node++) {
			deepest = Math.max(deepest, depth[node]);
			if (kind[start[tree] + node] === NodeKind.leaf) continue;
			const child = left[start[tree] + node];
			depth[child] = depth[child + 1] = depth[node] + 1;
		}
	}
	return deepest;
}

/** The table `likely_raw` (customer, product_no, raw): the model's probability before calibration. */
export function walkSql(d: Dialect, parts: TreeModelParts): string {
	const depth = depthOf(parts);
	const value = d.element('w.vector', 'n.feature');
	const code = `CAST(${value} AS INTEGER)`;
	const isLeft = `CASE
      WHEN ${value} IS NULL THEN n.missing_left
      WHEN n.left_codes IS NULL THEN CASE WHEN ${value} <= n.threshold THEN 1 ELSE 0 END
      WHEN ${code} >= LENGTH(n.left_codes) THEN n.missing_left
      ELSE CAST(SUBSTRING(n.left_codes, ${code} + 1, 1) AS INTEGER)
    END`;
	const steps = Array.from({ length: depth }, (_, i) => `step_${i + 1} AS (
  SELECT w.customer, w.product_no, w.vector, n.left_node + 1 - ${isLeft} AS node
  FROM step_${i} w JOIN likely_nodes n ON n.node = w.node
)`);
	const sum = `SUM(CAST(n.leaf AS ${d.double}))`;
	const raw = parts.link === 'mean' ? `${sum} / COUNT(*)` : sum;
	const ctes = `WITH step_0 AS (
  SELECT v.customer, v.product_no, v.vector, t.root AS node
  FROM likely_vectors v JOIN likely_trees t ON t.product_no = v.product_no
),
${steps.map((step) => `${step},\n`).join('')}answers AS (
  SELECT w.customer, w.product_no, ${raw} AS answer
  FROM step_${depth} w JOIN likely_nodes n ON n.node = w.node
  GROUP BY w.customer, w.product_no
)`;
	const logit = 'GREATEST(-80, LEAST(80, p.base + COALESCE(a.answer, 0)))';
	const probability = parts.link === 'mean' ? 'a.answer' : `1 / (1 + EXP(-${logit}))`;
	return d.createTable(
		'likely_raw',
		`${ctes}
SELECT v.customer, v.product_no, CAST(${probability} AS ${d.real}) AS raw
FROM likely_vectors v
JOIN likely_products p ON p.product_no = v.product_no
LEFT JOIN answers a ON a.customer = v.customer AND a.product_no = v.product_no`
	);
}

/** What the trees of each product add to, as literals; for products, see `productsSql`. */
export const basesOf = ({ base }: TreeModelParts): string[] => Array.from(base, float);
