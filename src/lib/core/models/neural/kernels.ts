/**
 * The arithmetic of a training step over one arena of floats. Arguments named a, b, c… are places in the arena;
 * matrices are row-major. One implementation is plain TypeScript (the reference), one is WebAssembly SIMD.
 */
export interface Kernels {
	readonly name: string;
	readonly memory: Float32Array;
	/** Where row numbers lie: places in it do not overlap places of numbers in use. */
	readonly integers: Int32Array;
	/** c [m × n] = a [m × k] · b [k × n], or c += where `add`. */
	multiply(a: number, b: number, c: number, m: number, k: number, n: number, add: boolean): void;
	/** c [m × n] = a [m × k] · bᵀ with b [n × k], or c += where `add`. */
	multiplyTransposed(a: number, b: number, c: number, m: number, k: number, n: number, add: boolean): void;
	/** c [k × n] = aᵀ · b with a [m × k] and b [m × n], or c += where `add`. */
	transposedMultiply(a: number, b: number, c: number, m: number, k: number, n: number, add: boolean): void;
	/** z [rows × columns] += bias [columns]. */
	addBias(z: number, bias: number, rows: number, columns: number): void;
	/** z = relu(z + bias), then dropped out: kept with probability `keep` by `isKept(seed, place)` and divided by it. */
	activate(z: number, bias: number, rows: number, columns: number, keep: number, seed: number): void;
	/** d = h > 0 ? d / keep : 0, over n. */
	deactivate(d: number, h: number, n: number, keep: number): void;
	/** out [columns] = sums of the columns of a [rows × columns], or out += where `add`. */
	columnSums(a: number, out: number, rows: number, columns: number, add: boolean): void;
	/** Replaces logits by scale × sigmoid(logit), over n; returns the sum of softplus(logit). */
	crossEntropy(logits: number, n: number, scale: number): number;
	/**
	 * out [n] += dot products of row aRows[e] of a and row bRows[e] of b, both [· × width]. Rows given as `inOrder`
	 * are 0, 1, 2…
	 */
	pairDots(a: number, aRows: number, b: number, bRows: number, out: number, n: number, width: number): void;
	/** Row toRows[e] of `to` += scale[e] × row fromRows[e] of `from`, for e = 0 to n - 1; scale `inOrder` is 1. */
	scatterRows(
		to: number,
		toRows: number,
		from: number,
		fromRows: number,
		scale: number,
		n: number,
		width: number
	): void;
	/** One Adam step on p from gradient g + g2 over n, with moments m and v; see AdamStep. */
	adam(p: number, m: number, v: number, g: number, g2: number, n: number, step: AdamStep): void;
}

/** A logit whose sigmoid and softplus are 0 in any arithmetic. */
export const never = -1e4;

/** In place of row numbers: all rows, one after the other. In place of factors: 1. */
export const inOrder = -1;

/**
 * Adam (Kingma & Ba 2015) with decoupled decay (Loshchilov & Hutter 2019):
 * m = β₁m + (1 - β₁)g, v = β₂v + (1 - β₂)g², p -= rate × (m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + epsilon) + decay × p).
 */
export interface AdamStep {
	readonly rate: number;
	readonly decay: number;
	/** 1 - β₁ᵗ and 1 - β₂ᵗ. */
	readonly correction1: number;
	readonly correction2: number;
}

export const beta1 = 0.9;
export const beta2 = 0.999;
export const epsilon = 1e-7;

/** Whether dropout keeps the activation at `place`: murmur3's finaliser of place and seed, below keep × 2³². */
export function isKept(seed: number, place: number, keep: number): boolean {
	return hash(seed, place) < keep * 4294967296;
}

/** 32 bits that look drawn: murmur3's finaliser of seed and place. */
export function hash(seed: number, place: number): number {
	let h = (Math.imul(place, 0x9e3779b1) + seed) | 0;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
