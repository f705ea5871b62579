// A node's rows, divided in place.
import { CATEGORY, MISSING_RIGHT, best } from './search';

/** Bytes of a list that are divided at a time. */
const BLOCK: usize = 65536;

/**
 * Divides rows `begin` to `end` - 1 of a list by the best split; returns where the right side begins. Either side keeps
 * its order within blocks. list: u32 each. spare: a block.
 */
export function divide(list: usize, begin: u32, end: u32, codes: usize, rowCount: u32, spare: usize): u32 {
	const from = codes + load<u32>(best, 24) * rowCount;
	const last = list + (end << 2);
	let block = list + (begin << 2);
	let right = block;
	while (block < last) {
		const next = min(block + BLOCK, last);
		const middle = divideBlock(block, next, from, spare);
		right = exchange(right, block, middle, spare);
		block = next;
	}
	return u32(right - list) >> 2;
}

/** The left side of a block to where the right side before it begins, and what stood there to its place. Returns where the right side begins now. */
function exchange(right: usize, block: usize, middle: usize, spare: usize): usize {
	const size = middle - block;
	const moved = min(size, block - right);
	if (moved > 0) {
		memory.copy(spare, right, moved);
		memory.copy(right, middle - moved, moved);
		memory.copy(middle - moved, spare, moved);
	}
	return right + size;
}

/** Divides a block, keeping the order within each side; returns where the right side begins. */
function divideBlock(first: usize, last: usize, from: usize, spare: usize): usize {
	const kind = load<i32>(best, 28);
	let left = first;
	let right = spare;
	if (kind == CATEGORY) {
		for (let at = left; at < last; at += 4) {
			const row = load<u32>(at);
			const isLeft = inSubset(u32(load<u8>(from + row)));
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
	return left;
}

/** Whether the best split, by categories, has a bin on the left. */
@inline
export function inSubset(bin: u32): u32 {
	return (load<u32>(best + ((bin >> 5) << 2), 40) >> (bin & 31)) & 1;
}
