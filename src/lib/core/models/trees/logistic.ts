const f = Math.fround;
const LOG2E = f(1.44269504);
const LN2_HIGH = f(0.693359375);
const LN2_LOW = f(-2.12194440e-4);
const ROUND = f(12582912);
const C = [1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1].map(f);
const bits = new Int32Array(1);
const asFloat = new Float32Array(bits.buffer);

/**
 * 1 / (1 + e^-x) in float32 steps only, so that it is the same to the bit on every engine; Math.exp is not. Relative
 * error below 3e-7 for |x| <= 80, beyond which it stays where it is. e^r by S. Moshier's polynomial (Cephes, expf).
 */
export function sigmoid(x: number): number {
	const t = f(-Math.max(-80, Math.min(80, f(x))));
	const k = f(f(f(t * LOG2E) + ROUND) - ROUND);
	const r = f(f(t - f(k * LN2_HIGH)) - f(k * LN2_LOW));
	let y = C[0];
	for (let i = 1; i < 6; i++) y = f(f(y * r) + C[i]);
	y = f(f(f(f(y * r) * r) + r) + 1);
	bits[0] = (k + 127) << 23;
	return f(1 / f(1 + f(y * asFloat[0])));
}

/**
 * Weighted mean of the cross-entropy of labels in [0, 1] (of 0 and 1: -log P(label)) over rows whose log-odds are `margin`,
 * in nats; every weight 1 where undefined.
 */
export function logisticLoss(margin: Float32Array, label: ArrayLike<number>, weight?: ArrayLike<number>): number {
	let sum = 0;
	let total = 0;
	// Rows of one weight share a logarithm: log(1 + a) + log(1 + b) = log((1 + a) × (1 + b)).
	let [product, factors, common] = [1, 0, 1];
	for (let row = 0; row < margin.length; row++) {
		const m = margin[row];
		const w = weight ? weight[row] : 1;
		if (w !== common || factors === MOST_FACTORS) {
			sum += common * Math.log(product);
			[product, factors, common] = [1, 0, w];
		}
		sum += w * (Math.max(m, 0) - label[row] * m);
		product *= 1 + expOfMinus(Math.abs(m));
		factors++;
		total += w;
	}
	sum += common * Math.log(product);
	return total > 0 ? sum / total : 0;
}

/** A factor is 2 at most, and a product below 2^1024. */
const MOST_FACTORS = 512;

const POWERS = Float64Array.from({ length: 1024 }, (_, k) => 2 ** -k);
const LN2_FIRST = 0.693147180369123816490;
const LN2_REST = 1.90821492927058770002e-10;

/** e^-x for x from 0 on, by the first terms of its series around the next power of 2; the same on every engine, and within 1e-15 of itself. */
function expOfMinus(x: number): number {
	const k = (x * Math.LOG2E + 0.5) | 0;
	if (!(k < 1023)) return 0;
	const r = k * LN2_FIRST - x + k * LN2_REST;
	let y = 1 / 479001600;
	y = y * r + 1 / 39916800;
	y = y * r + 1 / 3628800;
	y = y * r + 1 / 362880;
	y = y * r + 1 / 40320;
	y = y * r + 1 / 5040;
	y = y * r + 1 / 720;
	y = y * r + 1 / 120;
	y = y * r + 1 / 24;
	y = y * r + 1 / 6;
	y = y * r + 0.5;
	return ((y * r + 1) * r + 1) * POWERS[k];
}
