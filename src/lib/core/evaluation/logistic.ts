/** A design for logistic regression: columns of equal length n, and which of them may not have a negative weight. */
export interface LogisticDesign {
	readonly columns: readonly ArrayLike<number>[];
	readonly nonNegative: readonly boolean[];
	/** Weights that the fit is pulled to, with the strength of `ridge` pairs' worth of curvature. */
	readonly prior: readonly number[];
}

/** Counted observations: [n] their weight, and how much of it is positive. Rows with `skip` 1 take no part. */
export interface LogisticData {
	readonly weight: ArrayLike<number>;
	readonly positives: ArrayLike<number>;
	readonly skip?: Uint8Array;
}

const STEPS = 25;
const RIDGE = 1;

/**
 * Weights of a logistic regression without offset, by damped Newton steps (iteratively reweighted least squares) on
 * the weighted log likelihood with a small ridge around `prior`. A column whose weight would turn negative against
 * `nonNegative` is taken out and the rest fitted anew. `start` shortens the way.
 */
export function fitLogistic(design: LogisticDesign, data: LogisticData, start?: readonly number[]): number[] {
	const active = design.columns.map((_, c) => c);
	for (;;) {
		const weights = newton(design, data, active, start);
		const worst = active
			.filter((c) => design.nonNegative[c] && weights[c] < 0)
			.sort((a, b) => weights[a] - weights[b])[0];
		if (worst === undefined) return weights;
		active.splice(active.indexOf(worst), 1);
	}
}

function newton(
	{ columns, prior }: LogisticDesign,
	data: LogisticData,
	active: readonly number[],
	start?: readonly number[]
): number[] {
	const weights = columns.map((_, c) => (active.includes(c) ? (start?.[c] ?? prior[c]) : 0));
	let state = curvature(columns, prior, data, active, weights);
	for (let step = 0; step < STEPS; step++) {
		const move = solve(state.hessian, state.gradient);
		const decrement = move.reduce((sum, m, i) => sum + m * state.gradient[i], 0);
		if (!(decrement > 1e-10 * state.mass)) break;
		let size = 1;
		for (; size > 1e-4; size /= 2) {
			const tried = [...weights];
			active.forEach((c, i) => (tried[c] += size * move[i]));
			const next = curvature(columns, prior, data, active, tried);
			if (next.loss <= state.loss) {
				state = next;
				tried.forEach((w, c) => (weights[c] = w));
				break;
			}
		}
		if (size <= 1e-4) break;
	}
	return weights;
}

/** Loss, downhill gradient and Hessian over the active columns. */
function curvature(
	columns: readonly ArrayLike<number>[],
	prior: readonly number[],
	{ weight, positives, skip }: LogisticData,
	active: readonly number[],
	weights: readonly number[]
) {
	const d = active.length;
	const gradient = new Float64Array(d);
	const hessian = new Float64Array(d * d);
	const x = new Float64Array(d);
	let loss = 0;
	let mass = 0;
	for (let i = 0; i < weight.length; i++) {
		if (skip?.[i]) continue;
		let z = 0;
		for (let a = 0; a < d; a++) {
			x[a] = columns[active[a]][i];
			z += weights[active[a]] * x[a];
		}
		const w = weight[i];
		const e = Math.exp(z < 0 ? z : -z);
		const p = z < 0 ? e / (1 + e) : 1 / (1 + e);
		loss += w * Math.log1p(e) + (z < 0 ? -z * positives[i] : z * (w - positives[i]));
		mass += w;
		const residual = positives[i] - w * p;
		const spread = w * p * (1 - p);
		for (let a = 0; a < d; a++) {
			gradient[a] += residual * x[a];
			for (let b = 0; b <= a; b++) hessian[a * d + b] += spread * x[a] * x[b];
		}
	}
	for (let a = 0; a < d; a++) {
		const away = weights[active[a]] - prior[active[a]];
		loss += (RIDGE / 2) * away * away;
		gradient[a] -= RIDGE * away;
		hessian[a * d + a] += RIDGE;
		for (let b = 0; b < a; b++) hessian[b * d + a] = hessian[a * d + b];
	}
	return { loss, mass, gradient, hessian };
}

/** Solves a symmetric positive definite system [d × d] by Cholesky. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
	const d = right.length;
	const root = new Float64Array(d * d);
	const result = Float64Array.from(right);
	for (let i = 0; i < d; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * d + j];
			for (let k = 0; k < j; k++) sum -= root[i * d + k] * root[j * d + k];
			root[i * d + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / root[j * d + j];
		}
	}
	for (let i = 0; i < d; i++) {
		for (let k = 0; k < i; k++) result[i] -= root[i * d + k] * result[k];
		result[i] /= root[i * d + i];
	}
	for (let i = d - 1; i >= 0; i--) {
		for (let k = i + 1; k < d; k++) result[i] -= root[k * d + i] * result[k];
		result[i] /= root[i * d + i];
	}
	return result;
}
