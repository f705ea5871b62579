// A node's rows, divided in place.
import { CATEGORY, MISSING_RIGHT, best } from './search';

/**
 * Divides rows `begin` to `end` - 1 of a list by the best split, keeping the order within each side; returns where the
 * right side begins. list: u32 each. spare: room for as many.
 */
export function divide(list: usize, begin: u32, end: u32, codes: usize, rowCount: u32, spare: usize): u32 {
	const from = codes + load<u32>(best, 24) * rowCount;
	const kind = load<i32>(best, 28);
	let left = list + (begin << 2);
	let right = spare;
	const last = list + (end << 2);
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
	return u32(left - list) >> 2;
}

/** Whether the best split, by categories, has a bin on the left. */
@inline
export function inSubset(bin: u32): u32 {
	return (load<u32>(best + ((bin >> 5) << 2), 40) >> (bin & 31)) & 1;
}
