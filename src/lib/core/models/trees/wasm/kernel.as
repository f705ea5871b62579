// AssemblyScript. The inner loops of tree growing; reference.ts and search.ts say the same in plain TypeScript, to the bit.
// All memory is laid out by the caller (compiled.ts). A pair is one i64: (h << 32) + g, so that one addition sums both.

const MISSING_RIGHT: i32 = 1;
const MISSING_LEFT: i32 = 2;
const CATEGORY: i32 = 3;
/** Nodes of fewer rows visit only the bins that they fill. */
const SPARSE: u32 = 96;
/** What a split must surpass the best by, so that equal ones are told apart by their place, not by rounding. */
const TIE: f64 = 1 + 1 / 1099511627776.0;
/** Rows that go through a tree together. */
const BLOCK: u32 = 512;

let rowCount: u32 = 0;
let columnCount: u32 = 0;
/** [columns x rows] u8, and [rows x columns] u8 */
let codes: usize = 0;
let codesByRow: usize = 0;
/** [rows] u32; room for as many while they are divided */
let rows: usize = 0;
let spare: usize = 0;
/** [rows] i64: for boosting by row, for a forest in the order of `rows`; room for as many */
let pairs: usize = 0;
let sparePairs: usize = 0;
/** [columns] u32 and [columns] u32: bins of a number column, 0 for a category */
let order: usize = 0;
let binCounts: usize = 0;
/** Boosting: [rows] f32 each */
let label: usize = 0;
let weight: usize = 0;
let margin: usize = 0;
/** Forest: [rows] u8 h and u8 g of a row drawn once; [rows] u32 rows that may be drawn, or 0: all; [rows] u16 how often */
let onces: usize = 0;
let usable: usize = 0;
let drawn: usize = 0;
/** gain f64, leftG f64, leftH f64, column i32, kind i32, split i32, unused i32, subset 8 x u32 */
let best: usize = 0;
/** 257 x (g f64, h f64), then 257 x u32 bins, then 4 x u64 */
let candidates: usize = 0;
let histograms: usize = 0;

let lambda: f64 = 0;
let minH: f64 = 1;

export function setup(
	rowCount_: u32, columnCount_: u32, codes_: usize, codesByRow_: usize, rows_: usize, spare_: usize, pairs_: usize,
	sparePairs_: usize, order_: usize, binCounts_: usize, label_: usize, weight_: usize, margin_: usize,
	onces_: usize, usable_: usize, drawn_: usize, best_: usize, candidates_: usize, histograms_: usize
): void {
	rowCount = rowCount_;
	columnCount = columnCount_;
	codes = codes_;
	codesByRow = codesByRow_;
	rows = rows_;
	spare = spare_;
	pairs = pairs_;
	sparePairs = sparePairs_;
	order = order_;
	binCounts = binCounts_;
	label = label_;
	weight = weight_;
	margin = margin_;
	onces = onces_;
	usable = usable_;
	drawn = drawn_;
	best = best_;
	candidates = candidates_;
	histograms = histograms_;
}

/** [f x n] to [n x f]. */
export function transpose(from: usize, to: usize, n: u32, f: u32): void {
	for (let c: u32 = 0; c < f; c++) {
		let at = to + c;
		for (let r: u32 = 0; r < n; r++) {
			store<u8>(at, load<u8>(from + r));
			at += f;
		}
		from += n;
	}
}

// ---- sums

// @ts-ignore: decorator
@inline
function sumG(pair: i64): i64 {
	return i64(i32(pair));
}

// @ts-ignore: decorator
@inline
function sumH(pair: i64): i64 {
	return (pair - i64(i32(pair))) >> 32;
}

/** Sum of the pairs of rows[begin..end), as one pair; pairs by row. */
export function sum(begin: u32, end: u32): i64 {
	let total: i64 = 0;
	for (let i = begin; i < end; i++) total += load<i64>(pairs + (usize(load<u32>(rows + (i << 2))) << 3));
	return total;
}

/** Sum of the first `count` pairs, in the order of `rows`. */
export function sumDrawn(count: u32): i64 {
	let total: i64 = 0;
	for (let i: u32 = 0; i < count; i++) total += load<i64>(pairs + (usize(i) << 3));
	return total;
}

// @ts-ignore: decorator
@inline
function add(cell: usize, pair: i64): void {
	store<i64>(cell, load<i64>(cell) + pair);
}

/** Sums rows[begin..end) into histogram `slot`, 256 pairs for each of the first `used` columns of `order`. */
export function histogram(slot: u32, begin: u32, end: u32, used: u32): void {
	const f = columnCount;
	const base = histograms + slot * f * 2048;
	if (used < f) {
		for (let i: u32 = 0; i < used; i++) {
			const column = load<u32>(order + (i << 2));
			const cells = base + column * 2048;
			memory.fill(cells, 0, 2048);
			const from = codes + column * rowCount;
			for (let j = begin; j < end; j++) {
				const row = usize(load<u32>(rows + (j << 2)));
				add(cells + (usize(load<u8>(from + row)) << 3), load<i64>(pairs + (row << 3)));
			}
		}
		return;
	}
	memory.fill(base, 0, f * 2048);
	const wide = f & ~3;
	for (let j = begin; j < end; j++) {
		const row = usize(load<u32>(rows + (j << 2)));
		const pair = load<i64>(pairs + (row << 3));
		let from = codesByRow + row * f;
		let cells = base;
		const last = from + wide;
		while (from < last) {
			const four = load<u32>(from);
			add(cells + ((four & 255) << 3), pair);
			add(cells + (((four >> 8) & 255) << 3) + 2048, pair);
			add(cells + (((four >> 16) & 255) << 3) + 4096, pair);
			add(cells + ((four >> 24) << 3) + 6144, pair);
			from += 4;
			cells += 8192;
		}
		for (let c = wide; c < f; c++) {
			add(cells + (usize(load<u8>(from)) << 3), pair);
			from += 1;
			cells += 2048;
		}
	}
}

/** Takes histogram `other` away from histogram `slot`. */
export function subtract(slot: u32, other: u32, used: u32): void {
	const f = columnCount;
	const from = histograms + slot * f * 2048;
	const less = histograms + other * f * 2048;
	for (let i: u32 = 0; i < used; i++) {
		const offset = load<u32>(order + (i << 2)) * 2048;
		for (let at = offset; at < offset + 2048; at += 16)
			v128.store(from + at, i64x2.sub(v128.load(from + at), v128.load(less + at)));
	}
}

// ---- search

let nodeG: f64 = 0;
let nodeH: f64 = 0;
let nodeScore: f64 = 0;
let bestGain: f64 = 0;

export function setSearch(lambda_: f64, minH_: f64): void {
	lambda = lambda_;
	minH = minH_;
}

// @ts-ignore: decorator
@inline
function startSearch(g: f64, h: f64, minGain: f64): void {
	nodeG = g;
	nodeH = h;
	nodeScore = (g * g) / (h + lambda);
	bestGain = minGain;
	store<i32>(best, -1, 24);
}

/** Both sums of a running pair as (g, h) in f64. */
// @ts-ignore: decorator
@inline
function apart(pair: v128): v128 {
	return f64x2.convert_low_i32x4_s(i32x4.sub(pair, i64x2.shl(i32x4.shr_s(pair, 31), 32)));
}

/**
 * The best of candidates `from` to `to` - 1 as sums on the left, less (lessG, lessH). Returns its number, or -1 where none
 * gains more than bestGain; two at a time.
 */
function bestCandidate(from: i32, to: i32, lessG: f64, lessH: f64): i32 {
	const allG = f64x2.splat(nodeG);
	const allH = f64x2.splat(nodeH);
	const l2 = f64x2.splat(lambda);
	const least = f64x2.splat(minH);
	const less = f64x2.replace_lane(f64x2.splat(lessG), 1, lessH);
	let threshold = (bestGain + nodeScore) * TIE;
	let worthNow: f64 = 0;
	let found: i32 = -1;
	for (let i = from; i < to; i += 2) {
		const at = candidates + (usize(i) << 4);
		const a = f64x2.sub(v128.load(at), less);
		const b = f64x2.sub(v128.load(at, 16), less);
		const leftG = i64x2.shuffle(a, b, 0, 2);
		const leftH = i64x2.shuffle(a, b, 1, 3);
		const rightG = f64x2.sub(allG, leftG);
		const rightH = f64x2.sub(allH, leftH);
		const left = f64x2.add(leftH, l2);
		const right = f64x2.add(rightH, l2);
		const worth = f64x2.add(
			f64x2.mul(f64x2.mul(leftG, leftG), right),
			f64x2.mul(f64x2.mul(rightG, rightG), left)
		);
		const good = v128.and(
			f64x2.gt(worth, f64x2.mul(f64x2.mul(left, right), f64x2.splat(threshold))),
			v128.and(f64x2.ge(leftH, least), f64x2.ge(rightH, least))
		);
		const lanes = i64x2.bitmask(good);
		if (lanes == 0) continue;
		if (lanes & 1) {
			worthNow = score(f64x2.extract_lane(leftG, 0), f64x2.extract_lane(leftH, 0));
			threshold = worthNow * TIE;
			found = i;
		}
		if (lanes & 2 && i + 1 < to) {
			const g = f64x2.extract_lane(leftG, 1);
			const h = f64x2.extract_lane(leftH, 1);
			const beats = (lanes & 1) == 0 || f64x2.extract_lane(worth, 1) > (h + lambda) * (nodeH - h + lambda) * threshold;
			if (beats) {
				worthNow = score(g, h);
				threshold = worthNow * TIE;
				found = i + 1;
			}
		}
	}
	if (found >= 0) bestGain = worthNow - nodeScore;
	return found;
}

/** G²/(H + lambda) summed over the sides. */
// @ts-ignore: decorator
@inline
function score(leftG: f64, leftH: f64): f64 {
	const rightG = nodeG - leftG;
	return (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (nodeH - leftH + lambda);
}

// @ts-ignore: decorator
@inline
function keep(candidate: i32, lessG: f64, lessH: f64, kind: i32, split: i32, column: u32): void {
	const at = candidates + (usize(candidate) << 4);
	store<f64>(best, bestGain);
	store<f64>(best, load<f64>(at) - lessG, 8);
	store<f64>(best, load<f64>(at, 8) - lessH, 16);
	store<u32>(best, column, 24);
	store<i32>(best, kind, 28);
	store<i32>(best, split, 32);
}

// @ts-ignore: decorator
@inline
function binOf(candidate: i32): i32 {
	return load<i32>(candidates + (usize(candidate) << 2), 4112);
}

/**
 * Chooses among the `count` filled bins of a number column, whose running sums are the candidates, missing ones (bin 0)
 * first. The split is put half-way through a gap of empty bins.
 */
function chooseNumber(count: i32, column: u32): bool {
	if (count < 2) return false;
	const hasMissing = binOf(0) == 0;
	const left = bestCandidate(0, count - 1, 0, 0);
	if (left >= 0) {
		const bin = binOf(left);
		const split = bin == 0 ? 0 : (bin + binOf(left + 1) - 1) >> 1;
		const heavier = 2 * load<f64>(candidates + (usize(left) << 4), 8) >= nodeH;
		keep(left, 0, 0, hasMissing || heavier ? MISSING_LEFT : MISSING_RIGHT, split, column);
	}
	if (hasMissing) {
		const lessG = load<f64>(candidates);
		const lessH = load<f64>(candidates, 8);
		const right = bestCandidate(1, count - 1, lessG, lessH);
		if (right >= 0) keep(right, lessG, lessH, MISSING_RIGHT, (binOf(right) + binOf(right + 1) - 1) >> 1, column);
	}
	return true;
}

/** Runs through all bins of a histogram; clear: and leaves it all zero. */
// @ts-ignore: decorator
@inline
function collectAll(cells: usize, bins: u32, clear: bool): i32 {
	let running = i64x2.splat(0);
	let to = candidates;
	let bin = candidates + 4112;
	const last = cells + (bins << 3);
	let number: u32 = 0;
	for (let at = cells; at < last; at += 8) {
		const pair = v128.load64_zero(at);
		running = i64x2.add(running, pair);
		v128.store(to, apart(running));
		store<u32>(bin, number++);
		const filled = usize(load<i64>(at) != 0);
		to += filled << 4;
		bin += filled << 2;
		if (clear) store<i64>(at, 0);
	}
	return i32((bin - candidates - 4112) >> 2);
}

/** The bins of a category that the node fills, in the order of g / h, then as numbers; leaves the cells all zero. */
function searchCategory(cells: usize, column: u32): bool {
	let count: i32 = 0;
	const bins = candidates + 4112;
	for (let bin: i32 = 0; bin < 256; bin++) {
		const pair = load<i64>(cells + (bin << 3));
		if (pair == 0) continue;
		const g = f64(sumG(pair));
		const h = f64(sumH(pair));
		let at = count++;
		while (at > 0) {
			const before = load<i32>(bins + ((at - 1) << 2));
			const other = load<i64>(cells + (before << 3));
			if (f64(sumG(other)) * h - g * f64(sumH(other)) <= 0) break;
			store<i32>(bins + (at << 2), before);
			at--;
		}
		store<i32>(bins + (at << 2), bin);
	}
	if (count < 2) return false;
	let running = i64x2.splat(0);
	for (let i: i32 = 0; i < count; i++) {
		running = i64x2.add(running, v128.load64_zero(cells + (binOf(i) << 3)));
		v128.store(candidates + (usize(i) << 4), apart(running));
	}
	const chosen = bestCandidate(0, count - 1, 0, 0);
	if (chosen >= 0) {
		keep(chosen, 0, 0, CATEGORY, 0, column);
		memory.fill(best + 40, 0, 32);
		for (let i: i32 = 0; i <= chosen; i++) {
			const bin = binOf(i);
			const at = best + 40 + ((bin >> 5) << 2);
			store<u32>(at, load<u32>(at) | (1 << (bin & 31)));
		}
	}
	return true;
}

/** See BoostKernel.search. */
export function searchHistogram(slot: u32, g: f64, h: f64, used: u32, minGain: f64): void {
	startSearch(g, h, minGain);
	for (let i: u32 = 0; i < used; i++) {
		const column = load<u32>(order + (i << 2));
		const cells = histograms + (slot * columnCount + column) * 2048;
		const bins = load<u32>(binCounts + (column << 2));
		if (bins == 0) searchCategory(cells, column);
		else chooseNumber(collectAll(cells, bins, false), column);
	}
}

/** Sums a column over rows[begin..end), marks the bins that are filled, runs through them, and leaves all zero. */
// @ts-ignore: decorator
@inline
function collectFilled(cells: usize, from: usize, begin: u32, end: u32): i32 {
	const filled = candidates + 5140;
	store<u64>(filled, 0);
	store<u64>(filled, 0, 8);
	store<u64>(filled, 0, 16);
	store<u64>(filled, 0, 24);
	let pair = pairs + (usize(begin) << 3);
	const last = rows + (end << 2);
	for (let at = rows + (begin << 2); at < last; at += 4) {
		const bin = usize(load<u8>(from + load<u32>(at)));
		add(cells + (bin << 3), load<i64>(pair));
		const word = filled + ((bin >> 6) << 3);
		store<u64>(word, load<u64>(word) | (u64(1) << (bin & 63)));
		pair += 8;
	}
	let count: i32 = 0;
	let running = i64x2.splat(0);
	for (let w: i32 = 0; w < 4; w++) {
		let bits = load<u64>(filled + (w << 3));
		while (bits != 0) {
			const bin = (w << 6) + i32(ctz(bits));
			bits &= bits - 1;
			const cell = cells + (bin << 3);
			running = i64x2.add(running, v128.load64_zero(cell));
			store<i64>(cell, 0);
			v128.store(candidates + (usize(count) << 4), apart(running));
			store<i32>(candidates + (usize(count) << 2), bin, 4112);
			count++;
		}
	}
	return count;
}

/** See ForestKernel.search. Histogram 0 is all zero before and after. */
export function search(begin: u32, end: u32, g: f64, h: f64, wanted: u32, minGain: f64): void {
	startSearch(g, h, minGain);
	const cells = histograms;
	let found: u32 = 0;
	for (let i: u32 = 0; i < columnCount && found < wanted; i++) {
		const column = load<u32>(order + (i << 2));
		const from = codes + column * rowCount;
		const bins = load<u32>(binCounts + (column << 2));
		let useful: bool;
		if (bins > 0 && end - begin < SPARSE) useful = chooseNumber(collectFilled(cells, from, begin, end), column);
		else {
			let pair = pairs + (usize(begin) << 3);
			const last = rows + (end << 2);
			for (let at = rows + (begin << 2); at < last; at += 4) {
				add(cells + (usize(load<u8>(from + load<u32>(at))) << 3), load<i64>(pair));
				pair += 8;
			}
			if (bins > 0) useful = chooseNumber(collectAll(cells, bins, true), column);
			else {
				useful = searchCategory(cells, column);
				memory.fill(cells, 0, 2048);
			}
		}
		if (useful) found++;
	}
}

// ---- partition

/** Divides rows[begin..end) by `best`, keeping the order; withPairs: and the pairs beside them. */
// @ts-ignore: decorator
@inline
function divide(begin: u32, end: u32, withPairs: bool): u32 {
	const from = codes + load<u32>(best, 24) * rowCount;
	const kind = load<i32>(best, 28);
	let left = rows + (begin << 2);
	let leftPair = pairs + (usize(begin) << 3);
	let right = spare;
	let rightPair = sparePairs;
	let pair = leftPair;
	const last = rows + (end << 2);
	const shift: u32 = kind == MISSING_RIGHT ? 1 : 0;
	const split = u32(load<i32>(best, 32)) - shift;
	if (kind == CATEGORY) {
		for (let at = left; at < last; at += 4) {
			const row = load<u32>(at);
			const bin = u32(load<u8>(from + row));
			const isLeft = (load<u32>(best + ((bin >> 5) << 2), 40) >> (bin & 31)) & 1;
			const isRight = isLeft ^ 1;
			if (withPairs) {
				const both = load<i64>(pair);
				pair += 8;
				store<i64>(leftPair, both);
				store<i64>(rightPair, both);
				leftPair += isLeft << 3;
				rightPair += isRight << 3;
			}
			store<u32>(left, row);
			store<u32>(right, row);
			left += isLeft << 2;
			right += isRight << 2;
		}
	} else {
		for (let at = left; at < last; at += 4) {
			const row = load<u32>(at);
			const isLeft = u32(((u32(load<u8>(from + row)) - shift) & 255) <= split);
			const isRight = isLeft ^ 1;
			if (withPairs) {
				const both = load<i64>(pair);
				pair += 8;
				store<i64>(leftPair, both);
				store<i64>(rightPair, both);
				leftPair += isLeft << 3;
				rightPair += isRight << 3;
			}
			store<u32>(left, row);
			store<u32>(right, row);
			left += isLeft << 2;
			right += isRight << 2;
		}
	}
	copy(left, spare, right - spare);
	if (withPairs) copy(leftPair, sparePairs, rightPair - sparePairs);
	return u32(left - rows) >> 2;
}

/** memory.copy, without a call where there is little; size: a multiple of 4. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, size: usize): void {
	if (size > 512) memory.copy(to, from, size);
	else for (let i: usize = 0; i < size; i += 4) store<u32>(to + i, load<u32>(from + i));
}

/** See partition in kernel.ts. */
export function partition(begin: u32, end: u32): u32 {
	return divide(begin, end, false);
}

export function partitionWithPairs(begin: u32, end: u32): u32 {
	return divide(begin, end, true);
}

// ---- forest

/**
 * Draws `count` of the usable rows, replacing by sfc32 from four words, otherwise each once; puts those drawn first into
 * `rows`, ascending, with their pairs, the others behind them; returns how many were drawn. See ForestKernel.drawRows.
 */
export function drawRows(count: u32, replacing: bool, a: u32, b: u32, c: u32, counter: u32): u32 {
	memory.fill(drawn, 0, rowCount << 1);
	for (let i: u32 = 0; i < count; i++) {
		const t = a + b + counter;
		counter++;
		a = b ^ (b >> 9);
		b = c + (c << 3);
		c = rotl<u32>(c, 21) + t;
		let row = replacing ? u32((u64(t) * u64(count)) >> 32) : i;
		if (usable) row = load<u32>(usable + (row << 2));
		const at = drawn + (row << 1);
		store<u16>(at, load<u16>(at) + 1);
	}
	let in_ = rows;
	let pair = pairs;
	let out = spare;
	for (let row: u32 = 0; row < rowCount; row++) {
		const times = i64(load<u16>(drawn + (row << 1)));
		const isIn = usize(times != 0);
		store<u32>(in_, row);
		store<u32>(out, row);
		const once = load<u16>(onces + (row << 1));
		store<i64>(pair, ((i64(once & 255) << 32) | i64(once >> 8)) * times);
		in_ += isIn << 2;
		pair += isIn << 3;
		out += (isIn ^ 1) << 2;
	}
	memory.copy(in_, spare, out - spare);
	return u32(in_ - rows) >> 2;
}

// ---- boosting

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
	return f32x4.splat(x);
}

/** To the nearest whole number, halves away from 0. */
// @ts-ignore: decorator
@inline
function whole(x: v128): v128 {
	const sign = v128.and(i32x4.splat(i32.MIN_VALUE), f32x4.lt(x, splat(0)));
	return i32x4.trunc_sat_f32x4_s(f32x4.add(x, v128.or(splat(0.5), sign)));
}

/** See Kernel.gradients and sigmoid in logistic.ts: the same float32 steps, four rows at a time. */
export function gradients(scaleG: f32, scaleH: f32): void {
	const one = splat(1);
	const round = splat(12582912);
	const one_ = i32x4.splat(1);
	for (let i: u32 = 0; i < rowCount; i += 4) {
		const w = v128.load(weight + (i << 2));
		const x = f32x4.max(splat(-80), f32x4.min(splat(80), v128.load(margin + (i << 2))));
		const t = f32x4.neg(x);
		const k = f32x4.sub(f32x4.add(f32x4.mul(t, splat(1.44269504)), round), round);
		const r = f32x4.sub(f32x4.sub(t, f32x4.mul(k, splat(0.693359375))), f32x4.mul(k, splat(-2.12194440e-4)));
		let y = splat(1.9875691500e-4);
		y = f32x4.add(f32x4.mul(y, r), splat(1.3981999507e-3));
		y = f32x4.add(f32x4.mul(y, r), splat(8.3334519073e-3));
		y = f32x4.add(f32x4.mul(y, r), splat(4.1665795894e-2));
		y = f32x4.add(f32x4.mul(y, r), splat(1.6666665459e-1));
		y = f32x4.add(f32x4.mul(y, r), splat(5.0000001201e-1));
		y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), one);
		const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
		const p = f32x4.div(one, f32x4.add(one, f32x4.mul(y, power)));
		const g = whole(f32x4.mul(f32x4.sub(p, v128.load(label + (i << 2))), splat(scaleG)));
		const h = i32x4.max_s(one_, whole(f32x4.mul(f32x4.mul(p, f32x4.sub(one, p)), splat(scaleH))));
		const gi = whole(f32x4.mul(w, f32x4.convert_i32x4_s(g)));
		const hi = i32x4.max_s(one_, whole(f32x4.mul(w, f32x4.convert_i32x4_s(h))));
		const lowBorrow = i32x4.shr_s(gi, 31);
		const high = i32x4.add(hi, lowBorrow);
		v128.store(pairs + (i << 3), i32x4.shuffle(gi, high, 0, 4, 1, 5));
		v128.store(pairs + (i << 3), i32x4.shuffle(gi, high, 2, 6, 3, 7), 16);
	}
}

// ---- prediction

/**
 * Adds to sums[row] (f64) the leaf that each of `count` rows reaches in every tree. byRow: [count x columns]. nodes: per
 * node meta u32 (column << 16 | category << 9 | missing right << 8 | split, one less where missing goes right) and child
 * u32; a leaf sends every row to itself. subsetOf: per node the number of a category's subset, 8 x u32 each.
 */
export function predict(
	byRow: usize, columns: u32, count: u32, nodes: usize, values: usize, subsetOf: usize, subsets: usize,
	roots: usize, trees: u32, sums: usize
): void {
	for (let begin: u32 = 0; begin < count; begin += BLOCK) {
		const end = min(begin + BLOCK, count);
		for (let tree: u32 = 0; tree < trees; tree++) {
			const root = load<u32>(roots + (tree << 2));
			let row = begin;
			for (; row + 4 <= end; row += 4) {
				const r0 = byRow + row * columns;
				const r1 = r0 + columns;
				const r2 = r1 + columns;
				const r3 = r2 + columns;
				let a = root;
				let b = root;
				let c = root;
				let d = root;
				for (;;) {
					const a1 = next(a, r0, nodes, subsetOf, subsets);
					const b1 = next(b, r1, nodes, subsetOf, subsets);
					const c1 = next(c, r2, nodes, subsetOf, subsets);
					const d1 = next(d, r3, nodes, subsetOf, subsets);
					if (((a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1)) == 0) break;
					a = a1;
					b = b1;
					c = c1;
					d = d1;
				}
				const to = sums + (row << 3);
				store<f64>(to, load<f64>(to) + f64(load<f32>(values + (a << 2))));
				store<f64>(to, load<f64>(to, 8) + f64(load<f32>(values + (b << 2))), 8);
				store<f64>(to, load<f64>(to, 16) + f64(load<f32>(values + (c << 2))), 16);
				store<f64>(to, load<f64>(to, 24) + f64(load<f32>(values + (d << 2))), 24);
			}
			for (; row < end; row++) {
				let at = root;
				for (;;) {
					const to = next(at, byRow + row * columns, nodes, subsetOf, subsets);
					if (to == at) break;
					at = to;
				}
				const to = sums + (row << 3);
				store<f64>(to, load<f64>(to) + f64(load<f32>(values + (at << 2))));
			}
		}
	}
}

// @ts-ignore: decorator
@inline
function next(at: u32, row: usize, nodes: usize, subsetOf: usize, subsets: usize): u32 {
	const node = nodes + (at << 3);
	const meta = load<u32>(node);
	const bin = u32(load<u8>(row + (meta >> 16)));
	const child = load<u32>(node, 4);
	if (meta & 512) {
		const subset = subsets + (load<u32>(subsetOf + (at << 2)) << 5);
		return child + (((load<u32>(subset + ((bin >> 5) << 2)) >> (bin & 31)) & 1) ^ 1);
	}
	return child + u32(((bin - ((meta >> 8) & 1)) & 255) > (meta & 255));
}
