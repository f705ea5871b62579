// Prediction: the leaf of every tree for many rows.

/** Rows that go through a tree together. */
const BLOCK: u32 = 512;

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
