// Trees of at most four levels that ask for numbers alone: sixteen rows at a time are asked all questions.

/**
 * Bytes of a tree: u32 each and 0, the columns of its 15 questions, level by level; u8 each and 0, what is first taken from a bin,
 * 1 where missing values (bin 0) go right, and the highest number that goes left then; the 16 leaves, f32, their first bytes, second…
 */
const TREE: usize = 160;
/** Rows that are asked for one tree after the other. */
const BLOCK: u32 = 1024;

@inline
function isLeft(tree: usize, node: usize, codes: usize, stride: usize): v128 {
	const bin = v128.load(codes + usize(load<u32>(tree + (node << 2))) * stride);
	return i8x16.le_u(i8x16.sub(bin, v128.load8_splat(tree + 64 + node)), v128.load8_splat(tree + 80 + node));
}

/** The numbers of the leaves that sixteen rows reach, u8 each. codes: where the first of them stands in the first column. */
@inline
function leavesOf(tree: usize, codes: usize, stride: usize): v128 {
	const a = isLeft(tree, 0, codes, stride);
	const b0 = isLeft(tree, 1, codes, stride);
	const b1 = isLeft(tree, 2, codes, stride);
	const c0 = isLeft(tree, 3, codes, stride);
	const c1 = isLeft(tree, 4, codes, stride);
	const c2 = isLeft(tree, 5, codes, stride);
	const c3 = isLeft(tree, 6, codes, stride);
	const d0 = v128.bitselect(isLeft(tree, 7, codes, stride), isLeft(tree, 8, codes, stride), c0);
	const d1 = v128.bitselect(isLeft(tree, 9, codes, stride), isLeft(tree, 10, codes, stride), c1);
	const d2 = v128.bitselect(isLeft(tree, 11, codes, stride), isLeft(tree, 12, codes, stride), c2);
	const d3 = v128.bitselect(isLeft(tree, 13, codes, stride), isLeft(tree, 14, codes, stride), c3);
	const b = v128.bitselect(b0, b1, a);
	const c = v128.bitselect(v128.bitselect(c0, c1, b0), v128.bitselect(c2, c3, b1), a);
	const d = v128.bitselect(v128.bitselect(d0, d1, b0), v128.bitselect(d2, d3, b1), a);
	return v128.or(
		v128.or(v128.andnot(i8x16.splat(8), a), v128.andnot(i8x16.splat(4), b)),
		v128.or(v128.andnot(i8x16.splat(2), c), v128.andnot(i8x16.splat(1), d))
	);
}

@inline
function lows(a: v128, b: v128): v128 {
	return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

@inline
function highs(a: v128, b: v128): v128 {
	return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

@inline
function lowPairs(a: v128, b: v128): v128 {
	return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

@inline
function highPairs(a: v128, b: v128): v128 {
	return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

@inline
function plane(tree: usize, which: usize, leaves: v128): v128 {
	return i8x16.swizzle(v128.load(tree + 96 + (which << 4)), leaves);
}

/**
 * Adds to sums[row] (f32) the leaf that each of `count` rows reaches. codes: [columns x stride], column after column, of which 16
 * bytes beyond the end are readable. Sums of up to 15 rows beyond the last are spoiled.
 */
export function addWide(codes: usize, stride: usize, count: u32, tree: usize, sums: usize): void {
	const last = codes + count;
	for (; codes < last; codes += 16) {
		const leaves = leavesOf(tree, codes, stride);
		const p0 = plane(tree, 0, leaves);
		const p1 = plane(tree, 1, leaves);
		const p2 = plane(tree, 2, leaves);
		const p3 = plane(tree, 3, leaves);
		const a = lows(p0, p1);
		const b = lows(p2, p3);
		v128.store(sums, f32x4.add(v128.load(sums), lowPairs(a, b)));
		v128.store(sums, f32x4.add(v128.load(sums, 16), highPairs(a, b)), 16);
		const c = highs(p0, p1);
		const d = highs(p2, p3);
		v128.store(sums, f32x4.add(v128.load(sums, 32), lowPairs(c, d)), 32);
		v128.store(sums, f32x4.add(v128.load(sums, 48), highPairs(c, d)), 48);
		sums += 64;
	}
}

@inline
function addFour(sums: usize, leaves: v128): void {
	v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(leaves)));
	v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(i64x2.shuffle(leaves, leaves, 1, 0))), 16);
}

/** The same for `trees` trees, one after the other, and sums in f64. */
export function predictWide(codes: usize, stride: usize, count: u32, tree: usize, trees: u32, sums: usize): void {
	const end = tree + usize(trees) * TREE;
	for (let begin: u32 = 0; begin < count; begin += BLOCK) {
		const rows = min(BLOCK, count - begin);
		for (let at = tree; at < end; at += TREE) predictBlock(codes + begin, stride, rows, at, sums + (usize(begin) << 3));
	}
}

export function predictBlock(codes: usize, stride: usize, count: u32, tree: usize, sums: usize): void {
	const last = codes + count;
	for (; codes < last; codes += 16) {
		const leaves = leavesOf(tree, codes, stride);
		const p0 = plane(tree, 0, leaves);
		const p1 = plane(tree, 1, leaves);
		const p2 = plane(tree, 2, leaves);
		const p3 = plane(tree, 3, leaves);
		const a = lows(p0, p1);
		const b = lows(p2, p3);
		addFour(sums, lowPairs(a, b));
		addFour(sums + 32, highPairs(a, b));
		const c = highs(p0, p1);
		const d = highs(p2, p3);
		addFour(sums + 64, lowPairs(c, d));
		addFour(sums + 96, highPairs(c, d));
		sums += 128;
	}
}
