const LANCZOS = [
	676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012,
	9.984369578019572e-6, 1.5056327351493116e-7
];

/** Natural logarithm of the gamma function of x > 0 (Lanczos, 1964; nine terms). */
export function logGamma(x: number): number {
	if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
	const z = x - 1;
	const t = z + 7.5;
	const sum = LANCZOS.reduce((a, c, i) => a + c / (z + i + 1), 0.9999999999998099);
	return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Share of a beta distribution, a and b > 0, at or below x: the regularised incomplete beta function. */
export function betaShare(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
	return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Continued fraction of the incomplete beta function, by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
	const tiny = 1e-300;
	const kept = (value: number) => (Math.abs(value) < tiny ? tiny : value);
	let c = 1;
	let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
	let value = d;
	for (let m = 1; m <= 200; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / kept(1 + even * d);
		c = kept(1 + even / c);
		value *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / kept(1 + odd * d);
		c = kept(1 + odd / c);
		value *= d * c;
		if (Math.abs(d * c - 1) < 1e-12) break;
	}
	return value;
}

/** Derivative of `logGamma` for x > 0: recurrence up to 6, then the asymptotic series; to ten digits. */
export function digamma(x: number): number {
	let sum = 0;
	for (; x < 6; x++) sum -= 1 / x;
	const square = 1 / (x * x);
	return sum + Math.log(x) - 0.5 / x - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)));
}

/** The x with `share` of a beta distribution at or below it, by bisection to 1e-9. */
export function betaQuantile(share: number, a: number, b: number): number {
	let low = 0;
	let high = 1;
	while (high - low > 1e-9) {
		const middle = (low + high) / 2;
		if (betaShare(middle, a, b) < share) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}
