// Prediction for many rows: a tree's rows go down together, divided at each node.

/**
 * Adds to sums[row] (f64) the leaf that each of `count` rows (at most 65,536) reaches in every tree. codes: [columns x count],
 * column after column. nodes, values, subsetOf, subsets, roots: as of `predict`. lists: room for 3 x count rows, u16 each.
 * stack: 12 bytes for each node of the largest tree.
 */
export function predictLists(
	codes: usize, count: u32, nodes: usize, values: usize, subsetOf: usize, subsets: usize,
	roots: usize, trees: u32, sums: usize, lists: usize, stack: usize
): void {
	const bytes = count << 1;
	for (let row: u32 = 0; row < count; row++) store<u16>(lists + (row << 1), u16(row));
	for (let tree: u32 = 0; tree < trees; tree++) {
		let top = stack;
		let node = load<u32>(roots + (tree << 2));
		let begin = lists;
		let end = lists + bytes;
		for (;;) {
			const own = nodes + (node << 3);
			const meta = load<u32>(own);
			const child = load<u32>(own, 4);
			if (child == node) addLeaf(begin, end, sums, f64(load<f32>(values + (node << 2))));
			else {
				const from = codes + (meta >> 16) * count;
				const subset = subsets + (load<u32>(subsetOf + (node << 2)) << 5);
				const pair = nodes + (child << 3);
				if (load<u32>(pair, 4) == child && load<u32>(pair, 12) == child + 1) {
					if (meta & 512) addSubset(begin, end, from, subset, sums, values + (child << 2));
					else addSides(begin, end, from, meta, sums, values + (child << 2));
				} else {
					// From the first list to the second, and from there on to and fro between the second and the third.
					const to = begin < lists + bytes ? bytes : begin < lists + 2 * bytes ? bytes : -bytes;
					const middle = meta & 512 ? divideSubset(begin, end, from, subset, begin + to, end + to) : divideSides(begin, end, from, meta, begin + to, end + to);
					if (middle < end + to) {
						store<u32>(top, child + 1);
						store<u32>(top, u32(middle), 4);
						store<u32>(top, u32(end + to), 8);
						top += 12;
					}
					if (middle > begin + to) {
						node = child;
						begin += to;
						end = middle;
						continue;
					}
				}
			}
			if (top == stack) break;
			top -= 12;
			node = load<u32>(top);
			begin = load<u32>(top, 4);
			end = load<u32>(top, 8);
		}
	}
}

export function addLeaf(at: usize, end: usize, sums: usize, value: f64): void {
	for (; at < end; at += 2) {
		const to = sums + (u32(load<u16>(at)) << 3);
		store<f64>(to, load<f64>(to) + value);
	}
}

/** Adds the left or the right one of two leaves. */
export function addSides(at: usize, end: usize, from: usize, meta: u32, sums: usize, leaves: usize): void {
	const shift = (meta >> 8) & 1;
	const split = meta & 255;
	for (; at < end; at += 2) {
		const row = u32(load<u16>(at));
		const isRight = u32(u32(load<u8>(from + row)) - shift > split);
		const to = sums + (row << 3);
		store<f64>(to, load<f64>(to) + f64(load<f32>(leaves + (isRight << 2))));
	}
}

function addSubset(at: usize, end: usize, from: usize, subset: usize, sums: usize, leaves: usize): void {
	for (; at < end; at += 2) {
		const row = u32(load<u16>(at));
		const isRight = isOutside(subset, u32(load<u8>(from + row)));
		const to = sums + (row << 3);
		store<f64>(to, load<f64>(to) + f64(load<f32>(leaves + (isRight << 2))));
	}
}

/** Puts rows that go left to `left` and up, the others to below `right` and down; returns where the others begin. */
export function divideSides(at: usize, end: usize, from: usize, meta: u32, left: usize, right: usize): usize {
	const shift = (meta >> 8) & 1;
	const split = meta & 255;
	/** Bytes of those so far. */
	let others: usize = 0;
	const ahead = left - at;
	right -= 2;
	for (; at < end; at += 2) {
		const row = u32(load<u16>(at));
		store<u16>(at + ahead - others, u16(row));
		store<u16>(right - others, u16(row));
		others += usize(u32(u32(load<u8>(from + row)) - shift > split)) << 1;
	}
	return end + ahead - others;
}

function divideSubset(at: usize, end: usize, from: usize, subset: usize, left: usize, right: usize): usize {
	let others: usize = 0;
	const ahead = left - at;
	right -= 2;
	for (; at < end; at += 2) {
		const row = u32(load<u16>(at));
		store<u16>(at + ahead - others, u16(row));
		store<u16>(right - others, u16(row));
		others += usize(isOutside(subset, u32(load<u8>(from + row)))) << 1;
	}
	return end + ahead - others;
}

/** Whether a bin's bit is not set. */
@inline
function isOutside(subset: usize, bin: u32): u32 {
	return ((load<u32>(subset + ((bin >> 5) << 2)) >> (bin & 31)) & 1) ^ 1;
}
