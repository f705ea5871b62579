// Histograms of a forest's node. Rows lie from `begin` up to `end` in memory, u64 each: h << 48 | g << 32 | row; columns and
// histograms are addresses of [rows] u8 and of [256] cells.

/** Sums three columns over rows into three histograms. */
export function sumThree(begin: usize, end: usize, first: usize, second: usize, third: usize, own: usize): void {
	for (let at = begin; at < end; at += 8) {
		const row = usize(load<u32>(at));
		const pair = load<u32>(at, 4);
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
	for (let at = begin; at < end; at += 8) {
		const cell = own + (usize(load<u8>(column + usize(load<u32>(at)))) << 2);
		store<u32>(cell, load<u32>(cell) + load<u32>(at, 4));
	}
}

/** One column of a heavy node. */
export function sumHeavy(begin: usize, end: usize, column: usize, own: usize): void {
	for (let at = begin; at < end; at += 8) {
		const cell = own + (usize(load<u8>(column + usize(load<u32>(at)))) << 3);
		const pair = load<u32>(at, 4);
		store<u64>(cell, load<u64>(cell) + ((u64(pair >> 16) << 32) | u64(pair & 0xffff)));
	}
}
