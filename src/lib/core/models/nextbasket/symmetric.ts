/**
 * The lower triangle L with L Lᵀ = a + jitter × mean diagonal × I, for a symmetric a [n × n]; a pivot that rounding
 * has used up counts as the jitter.
 */
export function cholesky(a: Float64Array, n: number, jitter = 1e-9): Float64Array {
	let trace = 0;
	for (let i = 0; i < n; i++) trace += a[i * n + i];
	const least = Math.max((jitter * trace) / n, 1e-30);
	const lower = new Float64Array(n * n);
	for (let i = 0; i < n; i++)
		for (let j = 0; j <= i; j++) {
			let sum = a[i * n + j];
			for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
			if (i === j) lower[i * n + i] = Math.sqrt(Math.max(sum + least, least));
			else lower[i * n + j] = sum / lower[j * n + j];
		}
	return lower;
}

/** The inverse of a lower triangle [n × n]. */
export function invertLower(lower: Float64Array, n: number): Float64Array {
	const inverse = new Float64Array(n * n);
	for (let j = 0; j < n; j++) {
		inverse[j * n + j] = 1 / lower[j * n + j];
		for (let i = j + 1; i < n; i++) {
			let sum = 0;
			for (let k = j; k < i; k++) sum -= lower[i * n + k] * inverse[k * n + j];
			inverse[i * n + j] = sum / lower[i * n + i];
		}
	}
	return inverse;
}

/** The inverse of a symmetric positive definite a [n × n]. */
export function invertSymmetric(a: Float64Array, n: number): Float64Array {
	const inverse = invertLower(cholesky(a, n), n);
	const out = new Float64Array(n * n);
	for (let k = 0; k < n; k++)
		for (let i = 0; i <= k; i++) {
			const v = inverse[k * n + i];
			for (let j = 0; j <= i; j++) out[i * n + j] += v * inverse[k * n + j];
		}
	for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j];
	return out;
}
