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
	for (let row = 0; row < margin.length; row++) {
		const m = margin[row];
		const w = weight ? weight[row] : 1;
		sum += w * (Math.max(m, 0) - label[row] * m + Math.log1p(Math.exp(-Math.abs(m))));
		total += w;
	}
	return total > 0 ? sum / total : 0;
}
