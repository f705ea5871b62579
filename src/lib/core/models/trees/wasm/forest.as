// A random forest's tree from its rows to its nodes: drawn, divided depth first, and asked about the rows it did not draw.
import { divide } from './divide';
import { below, seed } from './draws';
import {
	CATEGORY, best, chooseNumber, collectAll, collectMarked, searchCategory, setSearch, setupSearch, startSearch
} from './search';

/** Nodes of fewer rows visit only the bins that they fill. */
const SPARSE: u32 = 128;
const LEAST_GAIN: f64 = 1e-9;

let rowCount: u32 = 0;
let columnCount: u32 = 0;
/** [columns x rows] u8 */
let codes: usize = 0;
/** [rows] u64 each, the rows that were drawn: h << 48 | g << 32 | row; and room to divide them */
let rows: usize = 0;
let spare: usize = 0;
/** [rows] u32, the others */
let others: usize = 0;
/** [columns] u32: as it is tried, and as a tree begins; [columns] u32: bins of a number column, 0 for a category */
let order: usize = 0;
let firstOrder: usize = 0;
let binCounts: usize = 0;
/** [rows] u8 h and u8 g of a row drawn once; [rows] u32 rows that may be drawn, or 0: all; [rows] u16 how often */
let onces: usize = 0;
let usable: usize = 0;
let drawn: usize = 0;
/** [rows] f64 and u16: out-of-bag answers so far, summed and counted */
let bagSum: usize = 0;
let bagCount: usize = 0;
/** 3 x 256 x i64, and 3 x 4 x u64 to mark their filled bins */
let histograms: usize = 0;
let marks: usize = 0;
/** [nodes]: u16 column, u16 split, u8 kind, i32 left, f32 value, f32 cover; [subsets x 8] u32; [columns] f64 */
let nodeColumn: usize = 0;
let nodeSplit: usize = 0;
let nodeKind: usize = 0;
let nodeLeft: usize = 0;
let nodeValue: usize = 0;
let nodeCover: usize = 0;
let subsets: usize = 0;
let gains: usize = 0;
/** 8 x i32 for each open node: node, begin, end, first other, end of others, g, h, depth */
let stack: usize = 0;

let subsetCount: u32 = 0;
let minLeaf: f64 = 1;
let maxDepth: u32 = 0;
let wanted: u32 = 0;

export function setupForest(
	rowCount_: u32, columnCount_: u32, codes_: usize, rows_: usize, spare_: usize, others_: usize, order_: usize,
	firstOrder_: usize, binCounts_: usize, onces_: usize, usable_: usize, drawn_: usize, bagSum_: usize, bagCount_: usize,
	histograms_: usize, marks_: usize, nodeColumn_: usize, nodeSplit_: usize, nodeKind_: usize, nodeLeft_: usize,
	nodeValue_: usize, nodeCover_: usize, subsets_: usize, gains_: usize, stack_: usize, best_: usize, candidates_: usize,
	minLeaf_: f64, maxDepth_: u32, wanted_: u32
): void {
	rowCount = rowCount_;
	columnCount = columnCount_;
	codes = codes_;
	rows = rows_;
	spare = spare_;
	others = others_;
	order = order_;
	firstOrder = firstOrder_;
	binCounts = binCounts_;
	onces = onces_;
	usable = usable_;
	drawn = drawn_;
	bagSum = bagSum_;
	bagCount = bagCount_;
	histograms = histograms_;
	marks = marks_;
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
	setupSearch(best_, candidates_);
	setSearch(0, minLeaf_);
}

/** Category splits of the last tree. */
export function subsetsGrown(): u32 {
	return subsetCount;
}

let rootG: u32 = 0;
let rootH: u32 = 0;

/** Draws as many rows as may be drawn, replacing them or each once; those drawn, ascending, and the others. */
function drawRows(count: u32, replacing: bool): u32 {
	memory.fill(drawn, 0, rowCount << 1);
	for (let i: u32 = 0; i < count; i++) {
		let row = replacing ? below(count) : i;
		if (usable) row = load<u32>(usable + (row << 2));
		const at = drawn + (row << 1);
		store<u16>(at, load<u16>(at) + 1);
	}
	let to = rows;
	let other = others;
	rootG = 0;
	rootH = 0;
	for (let row: u32 = 0; row < rowCount; row++) {
		const times = u32(load<u16>(drawn + (row << 1)));
		const isIn = usize(times != 0);
		const once = u32(load<u16>(onces + (row << 1)));
		const h = (once & 255) * times;
		const g = (once >> 8) * times;
		rootG += g;
		rootH += h;
		store<u64>(to, (u64((h << 16) | g) << 32) | u64(row));
		store<u32>(other, row);
		to += isIn << 3;
		other += (isIn ^ 1) << 2;
	}
	return u32((to - rows) >> 3);
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

// ---- one node

// @ts-ignore: decorator
@inline
function add(cell: usize, row: u64): void {
	store<i64>(cell, load<i64>(cell) + i64(((row >> 48) << 32) | ((row >> 32) & 0xffff)));
}

// @ts-ignore: decorator
@inline
function mark(bin: usize, words: usize): void {
	const word = words + ((bin >> 6) << 3);
	store<u64>(word, load<u64>(word) | (u64(1) << (bin & 63)));
}

/** Sums three columns, `three`, or one, over rows[begin..end); sparse: and marks the bins that are filled. */
// @ts-ignore: decorator
@inline
function sumColumns(first: u32, three: bool, begin: u32, end: u32, sparse: bool): void {
	const cells = histograms;
	const words = marks;
	const from = codes + load<u32>(order + (first << 2)) * rowCount;
	const second = three ? codes + load<u32>(order + (first << 2), 4) * rowCount : 0;
	const third = three ? codes + load<u32>(order + (first << 2), 8) * rowCount : 0;
	const last = rows + (end << 3);
	for (let at = rows + (begin << 3); at < last; at += 8) {
		const entry = load<u64>(at);
		const row = usize(entry & 0xffffffff);
		const bin = usize(load<u8>(from + row));
		add(cells + (bin << 3), entry);
		if (sparse) mark(bin, words);
		if (three) {
			const secondBin = usize(load<u8>(second + row));
			add(cells + (secondBin << 3) + 2048, entry);
			if (sparse) mark(secondBin, words + 32);
			const thirdBin = usize(load<u8>(third + row));
			add(cells + (thirdBin << 3) + 4096, entry);
			if (sparse) mark(thirdBin, words + 64);
		}
	}
}

/** Searches `count` columns, 3 or 1, of `order` from `first` on; returns how many had more than one bin here. */
function searchColumns(first: u32, count: u32, begin: u32, end: u32): u32 {
	const sparse = end - begin < SPARSE;
	if (sparse) {
		memory.fill(marks, 0, 96);
		if (count == 3) sumColumns(first, true, begin, end, true);
		else sumColumns(first, false, begin, end, true);
	} else if (count == 3) sumColumns(first, true, begin, end, false);
	else sumColumns(first, false, begin, end, false);
	let found: u32 = 0;
	for (let i: u32 = 0; i < count; i++) {
		const column = load<u32>(order + ((first + i) << 2));
		const bins = load<u32>(binCounts + (column << 2));
		const cells = histograms + (i << 11);
		let useful: bool;
		if (bins == 0) {
			useful = searchCategory(cells, column);
			memory.fill(cells, 0, 2048);
		} else useful = chooseNumber(sparse ? collectMarked(cells, marks + (i << 5)) : collectAll(cells, bins, false, true), column);
		if (useful) found++;
	}
	return found;
}

/** The best split of rows[begin..end) into `best`, among drawn columns until enough of them had more than one bin. */
function searchNode(begin: u32, end: u32, g: f64, h: f64): void {
	drawColumns();
	startSearch(g, h, LEAST_GAIN);
	let found: u32 = 0;
	let i: u32 = 0;
	while (i < columnCount && found < wanted) {
		const count: u32 = wanted - found >= 3 && columnCount - i >= 3 ? 3 : 1;
		found += searchColumns(i, count, begin, end);
		i += count;
	}
}

// ---- the tree

// @ts-ignore: decorator
@inline
function push(at: usize, node: u32, begin: u32, end: u32, other: u32, otherEnd: u32, g: u32, h: u32, depth: u32): void {
	store<u32>(at, node);
	store<u32>(at, begin, 4);
	store<u32>(at, end, 8);
	store<u32>(at, other, 12);
	store<u32>(at, otherEnd, 16);
	store<u32>(at, g, 20);
	store<u32>(at, h, 24);
	store<u32>(at, depth, 28);
}

/** Grows one tree and returns how many nodes it has. See ForestKernel.grow. */
export function growForestTree(usableRows: u32, replacing: bool, a: u32, b: u32, c: u32, d: u32): u32 {
	seed(a, b, c, d);
	const count = drawRows(usableRows, replacing);
	memory.copy(order, firstOrder, columnCount << 2);
	memory.fill(gains, 0, columnCount << 3);
	subsetCount = 0;
	let nodes: u32 = 1;
	let top = stack;
	push(top, 0, 0, count, 0, rowCount - count, rootG, rootH, 0);
	top += 32;
	while (top > stack) {
		top -= 32;
		const node = load<u32>(top);
		const begin = load<u32>(top, 4);
		const end = load<u32>(top, 8);
		const other = load<u32>(top, 12);
		const otherEnd = load<u32>(top, 16);
		const g = load<u32>(top, 20);
		const h = load<u32>(top, 24);
		const depth = load<u32>(top, 28);
		const mean: f32 = h > 0 ? f32(f64(g) / f64(h)) : 0;
		store<f32>(nodeValue + (node << 2), mean);
		store<f32>(nodeCover + (node << 2), f32(h));
		const done = g == 0 || g == h || f64(h) < 2 * minLeaf || depth >= maxDepth;
		if (!done) searchNode(begin, end, f64(g), f64(h));
		if (done || load<i32>(best, 24) < 0) {
			store<u8>(nodeKind + node, 0);
			store<u16>(nodeColumn + (node << 1), 0);
			store<u16>(nodeSplit + (node << 1), 0);
			store<u32>(nodeLeft + (node << 2), 0);
			for (let i = other; i < otherEnd; i++) {
				const row = load<u32>(others + (i << 2));
				const sum = bagSum + (usize(row) << 3);
				store<f64>(sum, load<f64>(sum) + f64(mean));
				const times = bagCount + (row << 1);
				store<u16>(times, load<u16>(times) + 1);
			}
			continue;
		}
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
		const leftG = u32(load<f64>(best, 8));
		const leftH = u32(load<f64>(best, 16));
		const middle = divide(rows, true, begin, end, codes, rowCount, spare);
		const otherMiddle = other < otherEnd ? divide(others, false, other, otherEnd, codes, rowCount, spare) : other;
		push(top, nodes + 1, middle, end, otherMiddle, otherEnd, g - leftG, h - leftH, depth + 1);
		top += 32;
		push(top, nodes, begin, middle, other, otherMiddle, leftG, leftH, depth + 1);
		top += 32;
		nodes += 2;
	}
	return nodes;
}
