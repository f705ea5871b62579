// A node's rows, divided in place.
import { CATEGORY, MISSING_RIGHT, best } from './search';

/**
 * Divides rows `begin` to `end` - 1 of a list by the best split, keeping the order within each side; returns where the
 * right side begins. A row is a u64 whose low half is its number, `wide`, or a u32. spare: room for as many.
 */
// @ts-ignore: decorator
@inline
export function divide(
	list: usize, wide: bool, begin: u32, end: u32, codes: usize, rowCount: u32, spare: usize
): u32 {
	const from = codes + load<u32>(best, 24) * rowCount;
	const kind = load<i32>(best, 28);
	const scale: usize = wide ? 3 : 2;
	let left = list + (begin << scale);
	let right = spare;
	const last = list + (end << scale);
	const shift: u32 = kind == MISSING_RIGHT ? 1 : 0;
	const split = u32(load<i32>(best, 32)) - shift;
	if (kind == CATEGORY) {
		for (let at = left; at < last; at += 1 << scale) {
			const entry: u64 = wide ? load<u64>(at) : u64(load<u32>(at));
			const bin = u32(load<u8>(from + usize(entry & 0xffffffff)));
			const isLeft = (load<u32>(best + ((bin >> 5) << 2), 40) >> (bin & 31)) & 1;
			if (wide) {
				store<u64>(left, entry);
				store<u64>(right, entry);
			} else {
				store<u32>(left, u32(entry));
				store<u32>(right, u32(entry));
			}
			left += isLeft << scale;
			right += (isLeft ^ 1) << scale;
		}
	} else {
		for (let at = left; at < last; at += 1 << scale) {
			const entry: u64 = wide ? load<u64>(at) : u64(load<u32>(at));
			const isLeft = u32(((u32(load<u8>(from + usize(entry & 0xffffffff))) - shift) & 255) <= split);
			if (wide) {
				store<u64>(left, entry);
				store<u64>(right, entry);
			} else {
				store<u32>(left, u32(entry));
				store<u32>(right, u32(entry));
			}
			left += isLeft << scale;
			right += (isLeft ^ 1) << scale;
		}
	}
	const size = right - spare;
	if (size > 512) memory.copy(left, spare, size);
	else for (let i: usize = 0; i < size; i += 4) store<u32>(left + i, load<u32>(spare + i));
	return u32(left - list) >> u32(scale);
}
