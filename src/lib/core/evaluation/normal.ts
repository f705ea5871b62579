/**
 * P(Z > z) of a standard normal. Complementary error function by a Chebyshev fit (Press et al., Numerical Recipes,
 * erfcc), relative error below 1.2e-7 everywhere.
 */
export function normalTail(z: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.5 * x);
	const c = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
	const tail = (t / 2) * Math.exp(-x * x + c.reduceRight((sum, a) => a + t * sum, 0));
	return z >= 0 ? tail : 1 - tail;
}

/** A value of Student's t as the z that is as rare (Wallace 1959). */
export function normalOfT(t: number, freedom: number): number {
	return Math.sign(t) * Math.sqrt(freedom * Math.log1p((t * t) / freedom)) * ((8 * freedom + 1) / (8 * freedom + 3));
}

/**
 * Adjusted p-values, in the order given: with all below q called findings, at most a share q of them is expected to be
 * chance (Benjamini and Hochberg 1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
	const order = [...pValues.keys()].sort((a, b) => pValues[b] - pValues[a]);
	const adjusted = new Array<number>(pValues.length);
	let least = 1;
	order.forEach((i, k) => (adjusted[i] = least = Math.min(least, (pValues[i] * pValues.length) / (pValues.length - k))));
	return adjusted;
}
