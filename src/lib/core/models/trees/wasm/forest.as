// A random forest's tree from its rows to its nodes: drawn, divided depth first, and asked about the rows it did not draw.
import { below, seed } from './draws';
import { answerOthers, divideDrawn, divideOthers, drawRows, drawnAt, otherCount, rootG, rootH, setupRows } from './forest-rows';
import { searchGini, setupGini, startGini } from './forest-search';
import { CATEGORY, best, setupSearch } from './search';

let columnCount: u32 = 0;
/** [columns] u32: as it is tried, and as a tree begins */
let order: usize = 0;
let firstOrder: usize = 0;
/** [nodes]: u16 column, u16 split, u8 kind, i32 left, f32 value, f32 cover; [subsets x 8] u32; [columns] f64 */
let nodeColumn: usize = 0;
let nodeSplit: usize = 0;
let nodeKind: usize = 0;
let nodeLeft: usize = 0;
let nodeValue: usize = 0;
let nodeCover: usize = 0;
let subsets: usize = 0;
let gains: usize = 0;
/** 8 x u32 for each open node: node, begin, end, first other, end of others, g, h, depth << 1 | side */
let stack: usize = 0;

let subsetCount: u32 = 0;
let nodes: u32 = 0;
let minLeaf: f64 = 1;
let maxDepth: u32 = 0;
let wanted: u32 = 0;

export function setupForest(
	rowCount: u32, columnCount_: u32, codes: usize, rows: usize, room: u32, order_: usize,
	firstOrder_: usize, binCounts: usize, labels: usize, weights: usize, usable: usize, bag: usize,
	cells: usize, ranked: usize, nodeColumn_: usize, nodeSplit_: usize, nodeKind_: usize, nodeLeft_: usize,
	nodeValue_: usize, nodeCover_: usize, subsets_: usize, gains_: usize, stack_: usize, best_: usize,
	minLeaf_: f64, maxDepth_: u32, wanted_: u32, bagUnit: f64
): void {
	columnCount = columnCount_;
	order = order_;
	firstOrder = firstOrder_;
	nodeColumn = nodeColumn_;
	nodeSplit = nodeSplit_;
	nodeKind = nodeKind_;
	nodeLeft = nodeLeft_;
	nodeValue = nodeValue_;
	nodeCover = nodeCover_;
	subsets = subsets_;
	gains = gains_;
	stack = stack_;
	minLeaf = minLeaf_;
	maxDepth = maxDepth_;
	wanted = wanted_;
	setupSearch(best_, 0);
	setupRows(rowCount, codes, rows, room, labels, weights, usable, bag, bagUnit);
	setupGini(cells, ranked, codes, rowCount, binCounts, minLeaf_);
}

/** Category splits of the last tree. */
export function subsetsGrown(): u32 {
	return subsetCount;
}

/** Brings the columns to try, drawn at random, to the front. */
function drawColumns(): void {
	const last = columnCount - 1;
	for (let i: u32 = 0; i < wanted && i < last; i++) {
		const a = order + (i << 2);
		const b = order + ((i + below(columnCount - i)) << 2);
		const held = load<u32>(a);
		store<u32>(a, load<u32>(b));
		store<u32>(b, held);
	}
}

/** The best split of a node into `best`, among drawn columns until enough of them had more than one bin. */
function searchNode(begin: usize, end: usize, g: u32, h: u32): void {
	drawColumns();
	startGini(g, h);
	let found: u32 = 0;
	let i: u32 = 0;
	while (i < columnCount && found < wanted) {
		const count: u32 = wanted - found >= 3 && columnCount - i >= 3 ? 3 : 1;
		found += searchGini(order + (i << 2), count, begin, end);
		i += count;
	}
}

/** Whether a node is left as it is. */
@inline
function isDone(g: u32, h: u32, depth: u32): bool {
	return g == 0 || g == h || f64(h) < 2 * minLeaf || depth >= maxDepth;
}

@inline
function meanOf(g: u32, h: u32): f32 {
	return h > 0 ? f32(f64(g) / f64(h)) : 0;
}

@inline
function makeLeaf(node: u32): void {
	store<u8>(nodeKind + node, 0);
	store<u16>(nodeColumn + (node << 1), 0);
	store<u16>(nodeSplit + (node << 1), 0);
	store<u32>(nodeLeft + (node << 2), 0);
}

/** Writes a node, and either opens it or lets it answer. Returns the new top of the stack. */
@inline
function begin(
	top: usize, node: u32, from: u32, to: u32, other: u32, otherEnd: u32, g: u32, h: u32, depth: u32, side: u32
): usize {
	const mean = meanOf(g, h);
	store<f32>(nodeValue + (node << 2), mean);
	store<f32>(nodeCover + (node << 2), f32(h));
	if (isDone(g, h, depth)) {
		makeLeaf(node);
		answerOthers(side, other, otherEnd, mean);
		return top;
	}
	store<u32>(top, node);
	store<u32>(top, from, 4);
	store<u32>(top, to, 8);
	store<u32>(top, other, 12);
	store<u32>(top, otherEnd, 16);
	store<u32>(top, g, 20);
	store<u32>(top, h, 24);
	store<u32>(top, (depth << 1) | side, 28);
	return top + 32;
}

/** Writes the question that a node asks. */
function ask(node: u32): void {
	const column = load<u32>(best, 24);
	const kind = load<i32>(best, 28);
	store<u8>(nodeKind + node, u8(kind));
	store<u16>(nodeColumn + (node << 1), u16(column));
	store<u32>(nodeLeft + (node << 2), nodes);
	const gain = gains + (column << 3);
	store<f64>(gain, load<f64>(gain) + load<f64>(best));
	if (kind == CATEGORY) {
		memory.copy(subsets + (subsetCount << 5), best + 40, 32);
		store<u16>(nodeSplit + (node << 1), u16(subsetCount++));
	} else store<u16>(nodeSplit + (node << 1), u16(load<i32>(best, 32)));
}

/** Grows one tree and returns how many nodes it has. See ForestKernel.grow. */
export function growForestTree(usableRows: u32, replacing: bool, a: u32, b: u32, c: u32, d: u32): u32 {
	seed(a, b, c, d);
	const count = drawRows(usableRows, replacing);
	memory.copy(order, firstOrder, columnCount << 2);
	memory.fill(gains, 0, columnCount << 3);
	subsetCount = 0;
	nodes = 1;
	let top = begin(stack, 0, 0, count, 0, otherCount, rootG, rootH, 0, 0);
	while (top > stack) {
		top -= 32;
		const node = load<u32>(top);
		const from = load<u32>(top, 4);
		const to = load<u32>(top, 8);
		const other = load<u32>(top, 12);
		const otherEnd = load<u32>(top, 16);
		const g = load<u32>(top, 20);
		const h = load<u32>(top, 24);
		const depth = load<u32>(top, 28) >> 1;
		const side = load<u32>(top, 28) & 1;
		searchNode(drawnAt(side, from), drawnAt(side, to), g, h);
		if (load<i32>(best, 24) < 0) {
			makeLeaf(node);
			answerOthers(side, other, otherEnd, meanOf(g, h));
			continue;
		}
		ask(node);
		const leftG = u32(load<f64>(best, 8));
		const leftH = u32(load<f64>(best, 16));
		const isAnyOpen = !isDone(leftG, leftH, depth + 1) || !isDone(g - leftG, h - leftH, depth + 1);
		const middle = isAnyOpen ? divideDrawn(side, from, to) : from;
		const otherMiddle = other < otherEnd ? divideOthers(side, other, otherEnd) : other;
		const next = nodes;
		nodes += 2;
		top = begin(top, next + 1, middle, to, otherMiddle, otherEnd, g - leftG, h - leftH, depth + 1, side ^ 1);
		top = begin(top, next, from, middle, other, otherMiddle, leftG, leftH, depth + 1, side);
	}
	return nodes;
}
