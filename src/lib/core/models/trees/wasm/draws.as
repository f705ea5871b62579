// Chance: sfc32, as in ../reference/draws.ts.

let wordA: u32 = 0;
let wordB: u32 = 0;
let wordC: u32 = 0;
let counter: u32 = 0;

export function seed(a: u32, b: u32, c: u32, d: u32): void {
	wordA = a;
	wordB = b;
	wordC = c;
	counter = d;
}

/** A uniform number in [0, bound). */
@inline
export function below(bound: u32): u32 {
	const t = wordA + wordB + counter;
	counter++;
	wordA = wordB ^ (wordB >> 9);
	wordB = wordC + (wordC << 3);
	wordC = rotl<u32>(wordC, 21) + t;
	return u32((u64(t) * u64(bound)) >> 32);
}

/**
 * Four streams at a time, one a lane; their words stand at `states`, [4 words x 4 streams] u32. Bit i of the u8 at out + row is 1 where the
 * next number of stream i, 53 bits of [0, 1), is below edgeHigh * 2^26 + edgeLow, of 2^53.
 */
export function belowFour(states: usize, edgeHigh: u32, edgeLow: u32, count: u32, out: usize): void {
	let a = v128.load(states);
	let b = v128.load(states, 16);
	let c = v128.load(states, 32);
	let n = v128.load(states, 48);
	const one = i32x4.splat(1);
	const atHigh = i32x4.splat(edgeHigh);
	const atLow = i32x4.splat(edgeLow);
	const last = out + count;
	for (; out < last; out++) {
		let t = i32x4.add(i32x4.add(a, b), n);
		n = i32x4.add(n, one);
		a = v128.xor(b, i32x4.shr_u(b, 9));
		b = i32x4.add(c, i32x4.shl(c, 3));
		c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), t);
		const high = i32x4.shr_u(t, 5);
		t = i32x4.add(i32x4.add(a, b), n);
		n = i32x4.add(n, one);
		a = v128.xor(b, i32x4.shr_u(b, 9));
		b = i32x4.add(c, i32x4.shl(c, 3));
		c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), t);
		const low = i32x4.shr_u(t, 6);
		// Both sides have 27 and 26 bits, so they compare alike with a sign.
		const isBelow = v128.or(i32x4.lt_s(high, atHigh), v128.and(i32x4.eq(high, atHigh), i32x4.lt_s(low, atLow)));
		store<u8>(out, u8(i32x4.bitmask(isBelow)));
	}
	v128.store(states, a);
	v128.store(states, b, 16);
	v128.store(states, c, 32);
	v128.store(states, n, 48);
}
