// Memory in blocks of powers of two; what is given back is taken again for the next block of its size.

const PAGE: u64 = 65536;
/** Bytes behind everything that is read eight or sixteen at a time. */
export const SLACK: u32 = 32;

let top: usize = 0;
/** Freed blocks by their power of two, each naming the next one. */
let freed: usize = 0;

export function startMemory(): void {
	freed = (__heap_base + 63) & ~63;
	top = freed + 192;
	reach(top);
}

/** The power of two that holds so many bytes. */
export function classOf(bytes: usize): u32 {
	return bytes <= 64 ? 6 : <u32>(64 - clz<u64>(<u64>bytes - 1));
}

/** Has the memory end no earlier than there. */
function reach(end: u64): void {
	const pages = <u64>memory.size();
	const wanted = (end + PAGE - 1) / PAGE;
	if (wanted > pages && (wanted > 65536 || memory.grow(<i32>(wanted - pages)) < 0)) unreachable();
}

/** Memory of 2^power bytes, all zero unless it was used before. */
export function take(power: u32): usize {
	const list = freed + (power << 2);
	const known = <usize>load<u32>(list);
	if (known) {
		store<u32>(list, load<u32>(known));
		return known;
	}
	const at = top;
	const end = <u64>at + ((<u64>1) << power) + SLACK;
	reach(end);
	top = <usize>(end - SLACK);
	return at;
}

export function give(at: usize, power: u32): void {
	const list = freed + (power << 2);
	store<u32>(at, load<u32>(list));
	store<u32>(list, <u32>at);
}

/** More room for what is at `at`, of which `used` bytes are kept. */
export function moved(at: usize, power: u32, larger: u32, used: usize): usize {
	const next = take(larger);
	memory.copy(next, at, used);
	give(at, power);
	return next;
}
