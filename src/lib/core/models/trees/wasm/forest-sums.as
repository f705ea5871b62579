// Histograms of a forest's node. Rows lie from `begin` up to `end` in memory, as in forest-rows; columns and histograms are
// addresses of [rows] u8 and of [256] cells.
import { ROW } from './forest-rows';

/** What a drawn row adds to its cell: h << 16 | g. */
@inline
function pairOf(drawn: u32): u32 {
	return ((drawn >> 26) * 8193) & 0x70007;
}

/** Sums three columns over rows into three histograms. */
export function sumThree(begin: usize, end: usize, first: usize, second: usize, third: usize, own: usize): void {
	for (let at = begin; at < end; at += 4) {
		const drawn = load<u32>(at);
		const row = usize(drawn & ROW);
		const pair = pairOf(drawn);
		const a = own + (usize(load<u8>(first + row)) << 2);
		store<u32>(a, load<u32>(a) + pair);
		const b = own + (usize(load<u8>(second + row)) << 2);
		store<u32>(b, load<u32>(b, 2048) + pair, 2048);
		const c = own + (usize(load<u8>(third + row)) << 2);
		store<u32>(c, load<u32>(c, 4096) + pair, 4096);
	}
}

/** One column. */
export function sumOne(begin: usize, end: usize, column: usize, own: usize): void {
	for (let at = begin; at < end; at += 4) {
		const drawn = load<u32>(at);
		const cell = own + (usize(load<u8>(column + usize(drawn & ROW))) << 2);
		store<u32>(cell, load<u32>(cell) + pairOf(drawn));
	}
}

/** One column of a heavy node. */
export function sumHeavy(begin: usize, end: usize, column: usize, own: usize): void {
	for (let at = begin; at < end; at += 4) {
		const drawn = load<u32>(at);
		const cell = own + (usize(load<u8>(column + usize(drawn & ROW))) << 3);
		const pair = pairOf(drawn);
		store<u64>(cell, load<u64>(cell) + ((u64(pair >> 16) << 32) | u64(pair & 0xffff)));
	}
}
