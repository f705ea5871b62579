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
