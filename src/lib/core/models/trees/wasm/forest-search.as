// The best Gini split of a forest's node, from histograms of a few columns.
//
// Where a node's mean is m, sides of g ones among h rows on the left of H gain H (g - h m)² / (h (H - h)); compared by
// d²/(h (H - h)) in float32. A histogram is 256 x u32, h << 16 | g, or, of a heavy node, 256 x u64, h << 32 | g.
import { ROW } from './forest-rows';
import { sumHeavy, sumOne, sumThree } from './forest-sums';
import { CATEGORY, MISSING_LEFT, MISSING_RIGHT, best } from './search';

/** From this weight on a node's sums may pass 16 bits. */
const HEAVY: u32 = 65536;
const LEAST_GAIN: f64 = 1e-7;
/** Gains that lie so near are equal, so that place decides among them, not rounding. */
const MORE: f32 = 1 + 1 / 16384.0;
const LESS: f32 = 1 - 1 / 16384.0;

/** Room for three histograms, [3 x 256] u64, zero between nodes; and for [256] u32 bins of a category in order. */
let cells: usize = 0;
let ranked: usize = 0;
/** [256] each, f32 and u32: gains of a split after a bin, and sums up to it */
let gains: usize = 0;
let sumsG: usize = 0;
let sumsH: usize = 0;
/** [columns x rows] u8 */
let codes: usize = 0;
let rowCount: u32 = 0;
/** [columns] u32: bins of a number column, 0 for a category */
let binCounts: usize = 0;
let minLeaf: f32 = 1;

let nodeG: u32 = 0;
let nodeH: u32 = 0;
let all: f32 = 0;
let mean: f32 = 0;
/** What a split must gain more than. */
let threshold: f32 = 0;

export function setupGini(
	cells_: usize, ranked_: usize, codes_: usize, rowCount_: u32, binCounts_: usize, minLeaf_: f64
): void {
	cells = cells_;
	ranked = ranked_;
	gains = ranked_ + 1024;
	sumsG = ranked_ + 2048;
	sumsH = ranked_ + 3072;
	codes = codes_;
	rowCount = rowCount_;
	binCounts = binCounts_;
	minLeaf = f32(minLeaf_);
}

/** Begins a node: none of its splits is known. */
export function startGini(g: u32, h: u32): void {
	nodeG = g;
	nodeH = h;
	all = f32(h);
	mean = f32(f64(g) / f64(h));
	threshold = f32(LEAST_GAIN / f64(h));
	store<i32>(best, -1, 24);
}

/**
 * Searches `count` columns, 3 or 1, of `order`, over the rows from `begin` up to `end` in memory, as in forest-rows.
 * Returns how many of the columns had more than one bin here.
 */
export function searchGini(order: usize, count: u32, begin: usize, end: usize): u32 {
	const heavy = nodeH >= HEAVY;
	if (heavy) for (let i: u32 = 0; i < count; i++) sumHeavy(begin, end, columnAt(order, i), cells + (i << 11));
	else if (count == 3) sumThree(begin, end, columnAt(order, 0), columnAt(order, 1), columnAt(order, 2), cells);
	else sumOne(begin, end, columnAt(order, 0), cells);
	const first = usize(load<u32>(begin) & ROW);
	const whole = (u64(nodeH) << 32) | u64(nodeG);
	let useful: u32 = 0;
	for (let i: u32 = 0; i < count; i++) {
		const column = load<u32>(order + (i << 2));
		const bins = load<u32>(binCounts + (column << 2));
		const own = cells + (i << 11);
		const isUseful = pairAt(own, u32(load<u8>(codes + column * rowCount + first)), heavy) != whole;
		if (isUseful) useful++;
		if (isUseful && bins != 0) {
			if (heavy) searchNumber(own, bins, column, true);
			else searchNumber(own, bins, column, false);
			continue;
		}
		if (isUseful) searchCategory(own, column, heavy);
		clear(own, bins == 0 ? 256 : bins, heavy);
	}
	return useful;
}

@inline
function columnAt(order: usize, i: u32): usize {
	return codes + load<u32>(order + (i << 2)) * rowCount;
}

@inline
function clear(own: usize, bins: u32, heavy: bool): void {
	const end = own + (bins << (heavy ? 3 : 2));
	for (let at = own; at < end; at += 16) v128.store(at, i64x2.splat(0));
}

/** A bin's sums as h << 32 | g. */
@inline
function pairAt(own: usize, bin: u32, heavy: bool): u64 {
	if (heavy) return load<u64>(own + (bin << 3));
	const pair = u64(load<u32>(own + (bin << 2)));
	return ((pair >> 16) << 32) | (pair & 0xffff);
}

/** Keeps a split by the sums on its left. */
function keep(left: u64, kind: i32, split: i32, column: u32): void {
	const g = f64(u32(left));
	const h = f64(u32(left >> 32));
	const apart = g - (h * f64(nodeG)) / f64(nodeH);
	store<f64>(best, (apart * apart * f64(nodeH)) / (h * (f64(nodeH) - h)));
	store<f64>(best, g, 8);
	store<f64>(best, h, 16);
	store<u32>(best, column, 24);
	store<i32>(best, kind, 28);
	store<i32>(best, split, 32);
}

/** Missing values (bin 0) are tried on the left, then, where there are some, on the right. Leaves the histogram zero. */
@inline
function searchNumber(own: usize, bins: u32, column: u32, heavy: bool): void {
	const missing = pairAt(own, 0, heavy);
	const bin = chosen(heavy ? gainsHeavy(own, bins) : gainsLight(own, bins));
	if (bin >= 0) keepNumber(bin, 0, missing, column);
	if (missing == 0) return;
	const other = chosen(gainsMissingRight(bins));
	if (other >= 0) keepNumber(other, missing, missing, column);
}

/** Keeps a split of a number column after a filled bin, half-way through a gap of empty ones. less: what is missing and goes right. */
function keepNumber(bin: u32, less: u64, missing: u64, column: u32): void {
	const all = load<u32>(sumsH + (bin << 2));
	let next = bin + 1;
	while (load<u32>(sumsH + (next << 2)) == all) next++;
	const left = ((u64(all) << 32) | u64(load<u32>(sumsG + (bin << 2)))) - less;
	const isHeavier = 2 * (left >> 32) >= u64(nodeH);
	const kind = less != 0 || (missing == 0 && !isHeavier) ? MISSING_RIGHT : MISSING_LEFT;
	keep(left, kind, i32(bin == 0 ? 0 : (bin + next - 1) >> 1), column);
}

/** What splits with g and h on the left gain, per row of the node; 0 where a side is too small. */
@inline
function gainsOf(g: v128, h: v128, alls: v128, means: v128, least: v128): v128 {
	const x = f32x4.convert_i32x4_s(h);
	const others = f32x4.sub(alls, x);
	const apart = f32x4.sub(f32x4.convert_i32x4_s(g), f32x4.mul(x, means));
	const gain = f32x4.div(f32x4.mul(apart, apart), f32x4.mul(x, others));
	return v128.and(gain, f32x4.ge(f32x4.pmin(x, others), least));
}

/** Gains of a split after each bin, and the sums up to it; takes the histogram apart. Returns the largest. Four at a time. */
export function gainsLight(own: usize, bins: u32): f32 {
	const zero = i32x4.splat(0);
	let running = zero;
	const scratch = gains;
	const alls = f32x4.splat(all);
	const means = f32x4.splat(mean);
	const least = f32x4.splat(minLeaf);
	let most = f32x4.splat(0);
	const last = bins << 2;
	for (let at: usize = 0; at < last; at += 16) {
		let sums = v128.load(own + at);
		v128.store(own + at, zero);
		sums = i32x4.add(sums, i32x4.shuffle(zero, sums, 0, 4, 5, 6));
		sums = i32x4.add(sums, i32x4.shuffle(zero, sums, 0, 1, 4, 5));
		sums = i32x4.add(sums, running);
		running = i32x4.shuffle(sums, sums, 3, 3, 3, 3);
		const g = v128.and(sums, i32x4.splat(0xffff));
		const h = i32x4.shr_u(sums, 16);
		v128.store(scratch + at, g, 1024);
		v128.store(scratch + at, h, 2048);
		const gain = gainsOf(g, h, alls, means, least);
		v128.store(scratch + at, gain);
		most = f32x4.pmax(most, gain);
	}
	return largest(most);
}

export function gainsHeavy(own: usize, bins: u32): f32 {
	const zero = i64x2.splat(0);
	let running = zero;
	const scratch = gains;
	const alls = f32x4.splat(all);
	const means = f32x4.splat(mean);
	const least = f32x4.splat(minLeaf);
	let most = f32x4.splat(0);
	const last = bins << 2;
	for (let at: usize = 0; at < last; at += 16) {
		const cell = own + 2 * at;
		let low = v128.load(cell);
		let high = v128.load(cell, 16);
		v128.store(cell, zero);
		v128.store(cell, zero, 16);
		low = i64x2.add(running, i64x2.add(low, i64x2.shuffle(zero, low, 0, 2)));
		high = i64x2.add(i64x2.shuffle(low, low, 1, 1), i64x2.add(high, i64x2.shuffle(zero, high, 0, 2)));
		running = i64x2.shuffle(high, high, 1, 1);
		const g = i32x4.shuffle(low, high, 0, 2, 4, 6);
		const h = i32x4.shuffle(low, high, 1, 3, 5, 7);
		v128.store(scratch + at, g, 1024);
		v128.store(scratch + at, h, 2048);
		const gain = gainsOf(g, h, alls, means, least);
		v128.store(gains + at, gain);
		most = f32x4.pmax(most, gain);
	}
	return largest(most);
}

/** The same with what is missing on the right, from the sums; not after the last filled bin. */
export function gainsMissingRight(bins: u32): f32 {
	const lessG = i32x4.splat(load<i32>(sumsG));
	const lessH = i32x4.splat(load<i32>(sumsH));
	const known = i32x4.splat(i32(nodeH) - load<i32>(sumsH));
	const alls = f32x4.splat(all);
	const means = f32x4.splat(mean);
	const least = f32x4.splat(minLeaf);
	let most = f32x4.splat(0);
	const last = bins << 2;
	for (let at: usize = 0; at < last; at += 16) {
		const h = i32x4.sub(v128.load(sumsH + at), lessH);
		const gain = v128.and(gainsOf(i32x4.sub(v128.load(sumsG + at), lessG), h, alls, means, least), i32x4.lt_s(h, known));
		v128.store(gains + at, gain);
		most = f32x4.pmax(most, gain);
	}
	return largest(most);
}

@inline
function largest(four: v128): f32 {
	const two = f32x4.pmax(four, i32x4.shuffle(four, four, 2, 3, 2, 3));
	return f32x4.extract_lane(f32x4.pmax(two, i32x4.shuffle(two, two, 1, 1, 1, 1)), 0);
}

/** The first that gains as good as the most, if that is more than the best so far; else -1. */
function chosen(most: f32): i32 {
	if (most <= threshold) return -1;
	threshold = most * MORE;
	const enough = f32x4.splat(most * LESS);
	let at = gains;
	while (!v128.any_true(f32x4.ge(v128.load(at), enough))) at += 16;
	return i32((at - gains) >> 2) + ctz(i32x4.bitmask(f32x4.ge(v128.load(at), enough)));
}

/** The bins of a category that the node fills, in the order of g / h, then as numbers. */
function searchCategory(own: usize, column: u32, heavy: bool): void {
	let count: i32 = 0;
	for (let bin: u32 = 0; bin < 256; bin++) {
		const pair = pairAt(own, bin, heavy);
		if (pair == 0) continue;
		const g = f64(u32(pair));
		const h = f64(u32(pair >> 32));
		let at = count++;
		while (at > 0) {
			const before = load<u32>(ranked + ((at - 1) << 2));
			const other = pairAt(own, before, heavy);
			if (f64(u32(other)) * h - g * f64(u32(other >> 32)) <= 0) break;
			store<u32>(ranked + (at << 2), before);
			at--;
		}
		store<u32>(ranked + (at << 2), bin);
	}
	let running: u64 = 0;
	let most: f32 = 0;
	for (let i: i32 = 0; i < count; i++) {
		running += pairAt(own, load<u32>(ranked + (i << 2)), heavy);
		store<u32>(sumsG + (i << 2), u32(running));
		store<u32>(sumsH + (i << 2), u32(running >> 32));
		const h = f32(u32(running >> 32));
		const others = all - h;
		const apart = f32(u32(running)) - h * mean;
		const gain: f32 = h < minLeaf || others < minLeaf ? 0 : (apart * apart) / (h * others);
		store<f32>(gains + (i << 2), gain);
		most = max(most, gain);
	}
	const last = chosen(most);
	if (last < 0) return;
	keep((u64(load<u32>(sumsH + (last << 2))) << 32) | u64(load<u32>(sumsG + (last << 2))), CATEGORY, 0, column);
	memory.fill(best + 40, 0, 32);
	for (let i: i32 = 0; i <= last; i++) {
		const bin = load<u32>(ranked + (i << 2));
		const at = best + 40 + ((bin >> 5) << 2);
		store<u32>(at, load<u32>(at) | (1 << (bin & 31)));
	}
}
