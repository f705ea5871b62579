/**
 * Gauss's quadrature on [0, 1]: the sum of weights × f(points) is the integral of f for polynomials of degree below
 * 2 n. Newton's method on the Legendre polynomial (Press et al., Numerical Recipes, gauleg).
 */
export function gaussLegendre(n: number): { readonly points: Float64Array; readonly weights: Float64Array } {
	const points = new Float64Array(n);
	const weights = new Float64Array(n);
	for (let i = 0; i < n; i++) {
		let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
		let slope = 0;
		for (let step = 0; step < 100; step++) {
			let [last, value] = [0, 1];
			for (let k = 1; k <= n; k++) [last, value] = [value, ((2 * k - 1) * x * value - (k - 1) * last) / k];
			slope = (n * (x * value - last)) / (x * x - 1);
			const next = x - value / slope;
			const done = Math.abs(next - x) < 1e-16;
			x = next;
			if (done) break;
		}
		points[i] = (1 - x) / 2;
		weights[i] = 1 / ((1 - x * x) * slope * slope);
	}
	return { points, weights };
}
