import type { FeatureDefinition } from '../../features/types.js';

/**
 * How raw features become network inputs. Numbers and flags: (f(value) - mean) × scale, clipped to ±5, with f = log1p
 * where the training values are skewed; a missing value is the mean. Categories: one input per code that is frequent
 * enough. Where a training value was missing, one more input says so.
 */
export interface Encoder {
	readonly features: number;
	readonly inputs: number;
	/** [features] 0 plain, 1 log1p, 2 category. */
	readonly kind: Uint8Array;
	/** [features] */
	readonly mean: Float64Array;
	/** [features] 1 / standard deviation; 0 where training saw one value only. */
	readonly scale: Float64Array;
	/** [features] input that is 1 where the value is missing, or -1. */
	readonly missing: Int32Array;
	/** [features] first place in `codeInput` of a category; numbers: their input. */
	readonly first: Int32Array;
	/** Input of each code of each category, one after the other; -1 where the code has none. */
	readonly codeInput: Int32Array;
}

/** Standard deviations beyond which an input is cut off. */
export const clip = 5;
const rarest = 10;
const mostCodes = 64;

/**
 * Learns an encoder from the rows of `x` [rows × features], row-major, NaN missing, and from `extra` [features], which
 * counts as a tenth of them.
 */
export function fitEncoder(
	definitions: readonly FeatureDefinition[],
	x: Float32Array,
	rows: number,
	extra?: Float32Array
): Encoder {
	const features = definitions.length;
	const kind = new Uint8Array(features);
	const mean = new Float64Array(features);
	const scale = new Float64Array(features);
	const missing = new Int32Array(features).fill(-1);
	const first = new Int32Array(features);
	const codeInput: number[] = [];
	const extraWeight = extra ? Math.max(1, rows / 10) : 0;
	let inputs = 0;
	definitions.forEach((definition, f) => {
		let absent = extra && Number.isNaN(extra[f]) ? 1 : 0;
		for (let r = 0; r < rows; r++) if (Number.isNaN(x[r * features + f])) absent++;
		if (definition.kind === 'category') {
			kind[f] = 2;
			first[f] = codeInput.length;
			for (const frequent of frequentCodes(definition.values?.length ?? 0, x, rows, features, f))
				codeInput.push(frequent ? inputs++ : -1);
			return;
		}
		const plain = moments(x, rows, features, f, extra, extraWeight, identity);
		kind[f] = definition.kind === 'number' && plain.smallest >= 0 && plain.skewness > 1 ? 1 : 0;
		const used = kind[f] ? moments(x, rows, features, f, extra, extraWeight, Math.log1p) : plain;
		mean[f] = used.mean;
		scale[f] = used.deviation > 1e-6 * Math.max(1, Math.abs(used.mean)) ? 1 / used.deviation : 0;
		first[f] = inputs++;
		if (absent) missing[f] = inputs++;
	});
	return { features, inputs, kind, mean, scale, missing, first, codeInput: Int32Array.from(codeInput) };
}

/** Encodes `rows` rows of `x` from row `from` into `out` [rows × inputs] from place `at`. */
export function encodeRows(e: Encoder, x: Float32Array, from: number, rows: number, out: Float32Array, at = 0): void {
	out.fill(0, at, at + rows * e.inputs);
	for (let r = 0; r < rows; r++) {
		const source = (from + r) * e.features;
		const target = at + r * e.inputs;
		for (let f = 0; f < e.features; f++) {
			const value = x[source + f];
			if (e.kind[f] === 2) {
				const end = f + 1 < e.features ? nextCategory(e, f) : e.codeInput.length;
				const place = e.first[f] + value;
				if (value >= 0 && place < end && e.codeInput[place] >= 0) out[target + e.codeInput[place]] = 1;
			} else if (Number.isNaN(value)) {
				if (e.missing[f] >= 0) out[target + e.missing[f]] = 1;
			} else {
				const plain = e.kind[f] === 1 ? Math.log1p(Math.max(0, value)) : value;
				out[target + e.first[f]] = Math.max(-clip, Math.min(clip, (plain - e.mean[f]) * e.scale[f]));
			}
		}
	}
}

/** Where the codes of the category after `f` begin. */
function nextCategory(e: Encoder, f: number): number {
	for (let g = f + 1; g < e.features; g++) if (e.kind[g] === 2) return e.first[g];
	return e.codeInput.length;
}

const identity = (value: number): number => value;

function frequentCodes(codes: number, x: Float32Array, rows: number, features: number, f: number): boolean[] {
	const counts = new Float64Array(codes);
	for (let r = 0; r < rows; r++) {
		const code = x[r * features + f];
		if (code >= 0 && code < codes) counts[code]++;
	}
	const least = Math.max(rarest, [...counts].sort((a, b) => b - a)[mostCodes] ?? 0);
	return Array.from(counts, (count) => count >= least);
}

function moments(
	x: Float32Array,
	rows: number,
	features: number,
	f: number,
	extra: Float32Array | undefined,
	extraWeight: number,
	transform: (value: number) => number
) {
	const centre = { weight: 0, first: 0, smallest: Infinity };
	const each = (visit: (value: number, weight: number) => void) => {
		for (let r = 0; r < rows; r++) {
			const value = x[r * features + f];
			if (!Number.isNaN(value)) visit(value, 1);
		}
		if (extra && !Number.isNaN(extra[f])) visit(extra[f], extraWeight);
	};
	each((value, weight) => {
		centre.weight += weight;
		centre.first += weight * transform(value);
		centre.smallest = Math.min(centre.smallest, value);
	});
	const mean = centre.weight ? centre.first / centre.weight : 0;
	let second = 0;
	let third = 0;
	each((value, weight) => {
		const d = transform(value) - mean;
		second += weight * d * d;
		third += weight * d * d * d;
	});
	const deviation = centre.weight ? Math.sqrt(second / centre.weight) : 0;
	const skewness = deviation > 0 ? third / centre.weight / deviation ** 3 : 0;
	return { mean, deviation, skewness, smallest: centre.smallest };
}
