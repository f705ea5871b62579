/** Added to a variance, so that nothing is divided by 0. */
export const tiny = 1e-5;

/** Where a layer norm's numbers lie: input and output [rows × width], gain and bias [width], and what backward needs. */
export interface Norm {
	readonly input: number;
	readonly output: number;
	readonly gain: number;
	readonly bias: number;
	/** [rows] 1 / standard deviation. */
	readonly inverse: number;
}

/** Layer normalisation (Ba, Kiros & Hinton 2016): each row to mean 0 and variance 1, then gain and bias. */
export function normalise(x: Float32Array, { input, output, gain, bias, inverse }: Norm, rows: number, width: number): void {
	for (let r = 0; r < rows; r++) {
		const from = input + r * width;
		let mean = 0;
		for (let j = 0; j < width; j++) mean += x[from + j];
		mean /= width;
		let variance = 0;
		for (let j = 0; j < width; j++) variance += (x[from + j] - mean) ** 2;
		const scale = 1 / Math.sqrt(variance / width + tiny);
		x[inverse + r] = scale;
		const to = output + r * width;
		for (let j = 0; j < width; j++) x[to + j] = (x[from + j] - mean) * scale * x[gain + j] + x[bias + j];
	}
}

/**
 * From the gradient by the output [rows × width] at `d`: adds the gradient by the input to `dInput`, by gain and bias
 * to `dGain` and `dBias` (both set to 0 before).
 */
export function normaliseBackward(
	x: Float32Array,
	norm: Norm,
	d: number,
	dInput: number,
	dGain: number,
	dBias: number,
	rows: number,
	width: number
): void {
	x.fill(0, dGain, dGain + width);
	x.fill(0, dBias, dBias + width);
	for (let r = 0; r < rows; r++) {
		const from = norm.input + r * width;
		const dRow = d + r * width;
		const scale = x[norm.inverse + r];
		let mean = 0;
		for (let j = 0; j < width; j++) mean += x[from + j];
		mean /= width;
		let sum = 0;
		let along = 0;
		for (let j = 0; j < width; j++) {
			const unit = (x[from + j] - mean) * scale;
			const g = x[dRow + j] * x[norm.gain + j];
			sum += g;
			along += g * unit;
			x[dGain + j] += x[dRow + j] * unit;
			x[dBias + j] += x[dRow + j];
		}
		for (let j = 0; j < width; j++) {
			const unit = (x[from + j] - mean) * scale;
			const g = x[dRow + j] * x[norm.gain + j];
			x[dInput + r * width + j] += scale * (g - (sum + unit * along) / width);
		}
	}
}
