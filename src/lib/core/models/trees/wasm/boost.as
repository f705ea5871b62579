// Gradient boosting: derivatives, histograms of whole nodes, and the division of rows.
import { divide } from './divide';
import { chooseNumber, collectAll, searchCategory, setupSearch, startSearch } from './search';

let rowCount: u32 = 0;
let columnCount: u32 = 0;
/** [columns x rows] u8, and [rows x columns] u8 */
let codes: usize = 0;
let codesByRow: usize = 0;
/** [rows] u32; room for a block of them while they are divided */
let rows: usize = 0;
let spare: usize = 0;
/** [rows] by row: i64, or, where they are short, u32: h << 16 | g, both of at most 15 bits and a sign */
let pairs: usize = 0;
let isShort: bool = false;
/** [columns] u32 and [columns] u32: bins of a number column, 0 for a category */
let order: usize = 0;
let binCounts: usize = 0;
/** [rows] f32, or u8; [rows] f32, or 0: 1 each; [rows] f32 */
let label: usize = 0;
let isByte: bool = false;
let weight: usize = 0;
let margin: usize = 0;
/** [slots x columns x 256] i64 */
let histograms: usize = 0;

export function setupBoost(
	rowCount_: u32, columnCount_: u32, codes_: usize, codesByRow_: usize, rows_: usize, spare_: usize, pairs_: usize,
	isShort_: bool, order_: usize, binCounts_: usize, label_: usize, isByte_: bool, weight_: usize, margin_: usize,
	best_: usize, candidates_: usize, histograms_: usize
): void {
	rowCount = rowCount_;
	columnCount = columnCount_;
	codes = codes_;
	codesByRow = codesByRow_;
	rows = rows_;
	spare = spare_;
	pairs = pairs_;
	isShort = isShort_;
	order = order_;
	binCounts = binCounts_;
	label = label_;
	isByte = isByte_;
	weight = weight_;
	margin = margin_;
	histograms = histograms_;
	setupSearch(best_, candidates_);
}

/** A row's pair. */
@inline
function pairOf(row: usize): i64 {
	if (!isShort) return load<i64>(pairs + (row << 3));
	const both = load<u32>(pairs + (row << 2));
	return (i64(both >> 16) << 32) + i64(i32(both << 16) >> 16);
}

/** Sum of the pairs of rows[begin..end), as one pair. */
export function sumPairs(begin: u32, end: u32): i64 {
	let total: i64 = 0;
	for (let i = begin; i < end; i++) total += pairOf(usize(load<u32>(rows + (i << 2))));
	return total;
}

@inline
function add(cell: usize, pair: i64): void {
	store<i64>(cell, load<i64>(cell) + pair);
}

/** Sums rows[begin..end) into the histograms of four columns, whose numbers stand at `which`: a row is looked up once for them. */
export function histogramOfFour(base: usize, which: usize, begin: u32, end: u32): void {
	const c0 = load<u32>(which);
	const c1 = load<u32>(which, 4);
	const c2 = load<u32>(which, 8);
	const c3 = load<u32>(which, 12);
	const cells0 = base + c0 * 2048;
	const cells1 = base + c1 * 2048;
	const cells2 = base + c2 * 2048;
	const cells3 = base + c3 * 2048;
	memory.fill(cells0, 0, 2048);
	memory.fill(cells1, 0, 2048);
	memory.fill(cells2, 0, 2048);
	memory.fill(cells3, 0, 2048);
	const from0 = codes + c0 * rowCount;
	const from1 = codes + c1 * rowCount;
	const from2 = codes + c2 * rowCount;
	const from3 = codes + c3 * rowCount;
	const last = rows + (end << 2);
	for (let at = rows + (begin << 2); at < last; at += 4) {
		const row = usize(load<u32>(at));
		const pair = pairOf(row);
		add(cells0 + (usize(load<u8>(from0 + row)) << 3), pair);
		add(cells1 + (usize(load<u8>(from1 + row)) << 3), pair);
		add(cells2 + (usize(load<u8>(from2 + row)) << 3), pair);
		add(cells3 + (usize(load<u8>(from3 + row)) << 3), pair);
	}
}

/** Sums rows[begin..end) into histogram `slot`, 256 pairs for each of the first `used` columns of `order`. */
export function histogram(slot: u32, begin: u32, end: u32, used: u32): void {
	const f = columnCount;
	const base = histograms + slot * f * 2048;
	if (used < f) {
		let i: u32 = 0;
		for (; i + 4 <= used; i += 4) histogramOfFour(base, order + (i << 2), begin, end);
		for (; i < used; i++) {
			const column = load<u32>(order + (i << 2));
			const cells = base + column * 2048;
			memory.fill(cells, 0, 2048);
			const from = codes + column * rowCount;
			for (let j = begin; j < end; j++) {
				const row = usize(load<u32>(rows + (j << 2)));
				add(cells + (usize(load<u8>(from + row)) << 3), pairOf(row));
			}
		}
		return;
	}
	memory.fill(base, 0, f * 2048);
	const wide = f & ~3;
	for (let j = begin; j < end; j++) {
		const row = usize(load<u32>(rows + (j << 2)));
		const pair = pairOf(row);
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

/** See BoostKernel.search. */
export function searchHistogram(slot: u32, g: f64, h: f64, used: u32, minGain: f64): void {
	startSearch(g, h, minGain);
	for (let i: u32 = 0; i < used; i++) {
		const column = load<u32>(order + (i << 2));
		const cells = histograms + (slot * columnCount + column) * 2048;
		const bins = load<u32>(binCounts + (column << 2));
		if (bins == 0) searchCategory(cells, column);
		else chooseNumber(collectAll(cells, bins), column);
	}
}

/** See Kernel.partition. */
export function partition(begin: u32, end: u32): u32 {
	return divide(rows, begin, end, codes, rowCount, spare);
}

@inline
function splat(x: f32): v128 {
	return f32x4.splat(x);
}

/** To the nearest whole number, halves away from 0. */
@inline
function whole(x: v128): v128 {
	const sign = v128.and(i32x4.splat(i32.MIN_VALUE), f32x4.lt(x, splat(0)));
	return i32x4.trunc_sat_f32x4_s(f32x4.add(x, v128.or(splat(0.5), sign)));
}

/** See Kernel.gradients and sigmoid in logistic.ts: the same float32 steps, four of the first `count` rows at a time. */
export function gradients(scaleG: f32, scaleH: f32, count: u32): void {
	const one = splat(1);
	const round = splat(12582912);
	const one_ = i32x4.splat(1);
	for (let i: u32 = 0; i < count; i += 4) {
		const bought = isByte
			? f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(label + i))))
			: v128.load(label + (i << 2));
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
		let g = whole(f32x4.mul(f32x4.sub(p, bought), splat(scaleG)));
		let h = i32x4.max_s(one_, whole(f32x4.mul(f32x4.mul(p, f32x4.sub(one, p)), splat(scaleH))));
		if (weight) {
			const w = v128.load(weight + (i << 2));
			g = whole(f32x4.mul(w, f32x4.convert_i32x4_s(g)));
			h = i32x4.max_s(one_, whole(f32x4.mul(w, f32x4.convert_i32x4_s(h))));
		}
		if (isShort) {
			v128.store(pairs + (i << 2), v128.or(i32x4.shl(h, 16), v128.and(g, i32x4.splat(0xffff))));
			continue;
		}
		const high = i32x4.add(h, i32x4.shr_s(g, 31));
		v128.store(pairs + (i << 3), i32x4.shuffle(g, high, 0, 4, 1, 5));
		v128.store(pairs + (i << 3), i32x4.shuffle(g, high, 2, 6, 3, 7), 16);
	}
}
