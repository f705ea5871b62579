import { pairColumns } from './features.js';
import type { Pairs } from './pairs.js';

/** How the columns of pairs become a network's inputs: as a rank among the pairs learned from, and as a logarithm. */
export interface InputScale {
	/** [columns] ascending values at even ranks. */
	readonly steps: readonly Float32Array[];
	/** [columns] size of a typical value, and mean and deviation of the logarithms. */
	readonly unit: Float64Array;
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
}

/** Inputs of a network: two a column. */
export const INPUTS = 2 * pairColumns.length;

const STEPS = 128;
/** Values that a scale is found from, about. */
const SAMPLE = 50_000;
/** Ranks are even on [-SPREAD, SPREAD]: about a deviation of 1. Logarithms reach FAR deviations. */
const SPREAD = 1.7;
const FAR = 6;

const logOf = (value: number, unit: number): number => Math.sign(value) * Math.log1p(Math.abs(value) / unit);

/** The scale of pairs, from every so manyth of them. */
export function scaleOf(pairs: readonly Pairs[]): InputScale {
	const width = pairColumns.length;
	const rows = pairs.reduce((sum, part) => sum + part.rows, 0);
	const stride = Math.max(1, Math.floor(rows / SAMPLE));
	const steps: Float32Array[] = [];
	const [unit, mean, deviation] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
	for (let c = 0; c < width; c++) {
		const values = new Float32Array(Math.ceil(rows / stride));
		let count = 0;
		let row = 0;
		for (const { x, rows: own } of pairs) {
			for (; row < own; row += stride) values[count++] = x[row * width + c];
			row -= own;
		}
		const sorted = values.slice().sort();
		const found = new Set<number>();
		for (let s = 0; s <= STEPS; s++) found.add(sorted[Math.round((s / STEPS) * (sorted.length - 1))]);
		steps.push(Float32Array.from(found));
		const sizes = values.map(Math.abs).sort();
		unit[c] = sizes[sizes.length >> 1] || sizes.reduce((sum, v) => sum + v, 0) / sizes.length || 1;
		const logs = Float64Array.from(values, (v) => logOf(v, unit[c]));
		mean[c] = logs.reduce((sum, v) => sum + v, 0) / logs.length;
		deviation[c] = Math.sqrt(logs.reduce((sum, v) => sum + (v - mean[c]) ** 2, 0) / logs.length) || 1;
	}
	return { steps, unit, mean, deviation };
}

/** Writes the inputs [INPUTS] of the pair whose columns begin at x[from] to out[to]. */
export function writeInput({ steps, unit, mean, deviation }: InputScale, x: Float32Array, from: number, out: Float32Array, to: number): void {
	const width = pairColumns.length;
	for (let c = 0; c < width; c++) {
		const value = x[from + c];
		out[to + c] = (2 * rankAmong(steps[c], value) - 1) * SPREAD;
		out[to + width + c] = Math.max(-FAR, Math.min(FAR, (logOf(value, unit[c]) - mean[c]) / deviation[c]));
	}
}

/** Where a value lies among ascending ones: 0 at the first, 1 at the last, in between along straight lines. */
function rankAmong(steps: Float32Array, value: number): number {
	const last = steps.length - 1;
	if (last === 0) return 0.5;
	if (!(value > steps[0])) return 0;
	if (value >= steps[last]) return 1;
	let [low, high] = [0, last];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (steps[middle] <= value) low = middle;
		else high = middle;
	}
	return (low + (value - steps[low]) / (steps[high] - steps[low])) / last;
}
