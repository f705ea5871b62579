// AssemblyScript. The inner loops of tree growing; reference.ts and search.ts say the same in plain TypeScript, to the bit.
// All memory is laid out by the caller (compiled.ts). A pair is one i64: (h << 32) + g, so that one addition sums both.

const MISSING_RIGHT: i32 = 1;
const MISSING_LEFT: i32 = 2;
const CATEGORY: i32 = 3;
/** Nodes of fewer rows visit only the bins that they fill. */
const SPARSE: u32 = 160;

let rowCount: u32 = 0;
let columnCount: u32 = 0;
let codes: usize = 0;
let codesByRow: usize = 0;
let rows: usize = 0;
let spare: usize = 0;
let pairs: usize = 0;
let order: usize = 0;
let kinds: usize = 0;
let label: usize = 0;
let weight: usize = 0;
let margin: usize = 0;
let best: usize = 0;
let scratch: usize = 0;
let histograms: usize = 0;

let lambda: f64 = 0;
let minH: f64 = 1;

export function setup(
	rowCount_: u32, columnCount_: u32, codes_: usize, codesByRow_: usize, rows_: usize, spare_: usize, pairs_: usize,
	order_: usize, kinds_: usize, label_: usize, weight_: usize, margin_: usize, best_: usize, scratch_: usize,
	histograms_: usize
): void {
	rowCount = rowCount_;
	columnCount = columnCount_;
	codes = codes_;
	codesByRow = codesByRow_;
	rows = rows_;
	spare = spare_;
	pairs = pairs_;
	order = order_;
	kinds = kinds_;
	label = label_;
	weight = weight_;
	margin = margin_;
	best = best_;
	scratch = scratch_;
	histograms = histograms_;
}

/** Lays the codes out row after row. */
export function transpose(): void {
	const n = rowCount;
	const f = columnCount;
	for (let c: u32 = 0; c < f; c++) {
		const from = codes + c * n;
		let to = codesByRow + c;
		for (let r: u32 = 0; r < n; r++) {
			store<u8>(to, load<u8>(from + r));
			to += f;
		}
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

/** Sum of the pairs of rows[begin..end), as one pair. */
export function sum(begin: u32, end: u32): i64 {
	let total: i64 = 0;
	for (let i = begin; i < end; i++) total += load<i64>(pairs + (usize(load<u32>(rows + (i << 2))) << 3));
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

// best: gain f64, leftG f64, leftH f64, column i32, kind i32, split i32, -, subset 8 x u32

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

// @ts-ignore: decorator
@inline
function offer(leftG: f64, leftH: f64, kind: i32, split: i32, column: u32): bool {
	const rightG = nodeG - leftG;
	const rightH = nodeH - leftH;
	if (leftH < minH || rightH < minH) return false;
	const gain = (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (rightH + lambda) - nodeScore;
	if (!(gain > bestGain)) return false;
	bestGain = gain;
	store<f64>(best, gain);
	store<f64>(best, leftG, 8);
	store<f64>(best, leftH, 16);
	store<u32>(best, column, 24);
	store<i32>(best, kind, 28);
	store<i32>(best, split, 32);
	return true;
}

let missing: i64 = 0;
let running: i64 = 0;
let lastBin: i32 = -1;
let useful: bool = false;

/** Offers the split before `bin`, the next filled bin after lastBin. */
// @ts-ignore: decorator
@inline
function step(bin: i32, pair: i64, column: u32): void {
	if (lastBin >= 0) {
		useful = true;
		const split = lastBin == 0 ? 0 : (lastBin + bin - 1) >> 1;
		const g = f64(sumG(running));
		const h = f64(sumH(running));
		if (missing == 0) offer(g, h, 2 * h >= nodeH ? MISSING_LEFT : MISSING_RIGHT, split, column);
		else {
			const both = running + missing;
			offer(f64(sumG(both)), f64(sumH(both)), MISSING_LEFT, split, column);
			if (lastBin > 0) offer(g, h, MISSING_RIGHT, split, column);
		}
	}
	if (bin > 0) running += pair;
	lastBin = bin;
}

function searchNumber(cells: usize, column: u32): bool {
	missing = load<i64>(cells);
	running = 0;
	lastBin = -1;
	useful = false;
	for (let bin: i32 = 0; bin < 256; bin++) {
		const pair = load<i64>(cells + (bin << 3));
		if (pair != 0) step(bin, pair, column);
	}
	return useful;
}

/** The bins of a category that the node fills, in the order of g / h, then as numbers. scratch: 256 x i32 */
function searchCategory(cells: usize, column: u32): bool {
	let count: i32 = 0;
	for (let bin: i32 = 0; bin < 256; bin++) {
		const pair = load<i64>(cells + (bin << 3));
		if (pair == 0) continue;
		const g = f64(sumG(pair));
		const h = f64(sumH(pair));
		let at = count++;
		while (at > 0) {
			const before = load<i32>(scratch + ((at - 1) << 2));
			const other = load<i64>(cells + (before << 3));
			if (f64(sumG(other)) * h - g * f64(sumH(other)) <= 0) break;
			store<i32>(scratch + (at << 2), before);
			at--;
		}
		store<i32>(scratch + (at << 2), bin);
	}
	if (count < 2) return false;
	running = 0;
	let chosen: i32 = 0;
	for (let i: i32 = 0; i + 1 < count; i++) {
		running += load<i64>(cells + (load<i32>(scratch + (i << 2)) << 3));
		if (offer(f64(sumG(running)), f64(sumH(running)), CATEGORY, 0, column)) chosen = i + 1;
	}
	if (chosen > 0) {
		memory.fill(best + 40, 0, 32);
		for (let i: i32 = 0; i < chosen; i++) {
			const bin = load<i32>(scratch + (i << 2));
			const at = best + 40 + ((bin >> 5) << 2);
			store<u32>(at, load<u32>(at) | (1 << (bin & 31)));
		}
	}
	return true;
}

/** See Kernel.searchHistogram. */
export function searchHistogram(slot: u32, g: f64, h: f64, used: u32, minGain: f64): void {
	startSearch(g, h, minGain);
	for (let i: u32 = 0; i < used; i++) {
		const column = load<u32>(order + (i << 2));
		const cells = histograms + (slot * columnCount + column) * 2048;
		if (load<u8>(kinds + column)) searchCategory(cells, column);
		else searchNumber(cells, column);
	}
}

/** See Kernel.search. Histogram 0 is all zero before and after. */
export function search(begin: u32, end: u32, g: f64, h: f64, wanted: u32, minGain: f64): void {
	startSearch(g, h, minGain);
	const cells = histograms;
	const n = end - begin;
	let found: u32 = 0;
	for (let i: u32 = 0; i < columnCount && found < wanted; i++) {
		const column = load<u32>(order + (i << 2));
		const from = codes + column * rowCount;
		const isCategory = load<u8>(kinds + column);
		if (n >= SPARSE || isCategory) {
			for (let j = begin; j < end; j++) {
				const row = usize(load<u32>(rows + (j << 2)));
				add(cells + (usize(load<u8>(from + row)) << 3), load<i64>(pairs + (row << 3)));
			}
			if (isCategory ? searchCategory(cells, column) : searchNumber(cells, column)) found++;
			memory.fill(cells, 0, 2048);
		} else {
			const filled = scratch + 1024;
			store<u64>(filled, 0);
			store<u64>(filled, 0, 8);
			store<u64>(filled, 0, 16);
			store<u64>(filled, 0, 24);
			for (let j = begin; j < end; j++) {
				const row = usize(load<u32>(rows + (j << 2)));
				const bin = usize(load<u8>(from + row));
				add(cells + (bin << 3), load<i64>(pairs + (row << 3)));
				const word = filled + ((bin >> 6) << 3);
				store<u64>(word, load<u64>(word) | (u64(1) << (bin & 63)));
			}
			missing = load<i64>(cells);
			running = 0;
			lastBin = -1;
			useful = false;
			for (let w: i32 = 0; w < 4; w++) {
				let bits = load<u64>(filled + (w << 3));
				while (bits != 0) {
					const bin = (w << 6) + i32(ctz(bits));
					bits &= bits - 1;
					const cell = cells + (bin << 3);
					step(bin, load<i64>(cell), column);
					store<i64>(cell, 0);
				}
			}
			if (useful) found++;
		}
	}
}

/** See Kernel.partition. */
export function partition(begin: u32, end: u32): u32 {
	const from = codes + load<u32>(best, 24) * rowCount;
	const kind = load<i32>(best, 28);
	let left = rows + (begin << 2);
	let right = spare;
	const last = rows + (end << 2);
	if (kind == CATEGORY) {
		for (let at = left; at < last; at += 4) {
			const row = load<u32>(at);
			const bin = u32(load<u8>(from + row));
			const isLeft = (load<u32>(best + ((bin >> 5) << 2), 40) >> (bin & 31)) & 1;
			store<u32>(left, row);
			store<u32>(right, row);
			left += isLeft << 2;
			right += (isLeft ^ 1) << 2;
		}
	} else {
		const shift: u32 = kind == MISSING_RIGHT ? 1 : 0;
		const split = u32(load<i32>(best, 32)) - shift;
		for (let at = left; at < last; at += 4) {
			const row = load<u32>(at);
			const isLeft = u32(((u32(load<u8>(from + row)) - shift) & 255) <= split);
			store<u32>(left, row);
			store<u32>(right, row);
			left += isLeft << 2;
			right += (isLeft ^ 1) << 2;
		}
	}
	memory.copy(left, spare, right - spare);
	return u32(left - rows) >> 2;
}

// ---- boosting

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
	return f32x4.splat(x);
}

/** See Kernel.gradients and sigmoid in logistic.ts: the same float32 steps, four rows at a time. */
export function gradients(scaleG: f32, scaleH: f32): void {
	const one = splat(1);
	const round = splat(12582912);
	const half = splat(0.5);
	const signBit = i32x4.splat(i32.MIN_VALUE);
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
		const g = f32x4.mul(f32x4.mul(w, f32x4.sub(p, v128.load(label + (i << 2)))), splat(scaleG));
		const h = f32x4.mul(f32x4.mul(w, f32x4.mul(p, f32x4.sub(one, p))), splat(scaleH));
		const sign = v128.and(signBit, f32x4.lt(g, splat(0)));
		const gi = i32x4.trunc_sat_f32x4_s(f32x4.add(g, v128.or(half, sign)));
		const hi = i32x4.max_s(i32x4.splat(1), i32x4.trunc_sat_f32x4_s(f32x4.add(h, half)));
		const lowBorrow = i32x4.shr_s(gi, 31);
		const high = i32x4.add(hi, lowBorrow);
		v128.store(pairs + (i << 3), i32x4.shuffle(gi, high, 0, 4, 1, 5));
		v128.store(pairs + (i << 3), i32x4.shuffle(gi, high, 2, 6, 3, 7), 16);
	}
}

// ---- prediction

/**
 * Adds to sums[row] (f64) the leaf of trees `first` to `last` - 1 that each of `count` rows reaches. codesByRow_: [count
 * x columns]. nodes: per node meta u32 (column << 16 | category << 9 | missing right << 8 | split) and child i32, counted
 * from the first node of all; a leaf sends every row to itself. subsets: 8 x u32 each; a category's child is followed
 * by its subset's number in `subsetOf`.
 */
export function predict(
	codesByRow_: usize, columns: u32, count: u32, nodes: usize, values: usize, subsetOf: usize, subsets: usize,
	roots: usize, first: u32, last: u32, sums: usize
): void {
	for (let begin: u32 = 0; begin < count; begin += 256) {
		const end = min(begin + 256, count);
		for (let tree = first; tree < last; tree++) {
			const root = load<u32>(roots + (tree << 2));
			let row = begin;
			for (; row + 4 <= end; row += 4) {
				const r0 = codesByRow_ + row * columns;
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
					const to = next(at, codesByRow_ + row * columns, nodes, subsetOf, subsets);
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
