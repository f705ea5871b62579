import { LikelyError } from '../errors.js';
import { valueOf } from '../explanation/parameter-values.js';
import { parameterName } from '../features/registry.js';
import type { ParameterValue } from '../explanation/types.js';
import type { Examples, FeatureDefinition } from '../features/types.js';
import type { Parameter } from './cards.js';

/** A value as a person gives it, as a feature's number. A word that the data never had is missing. @throws LikelyError `parameter.not_a_number` */
export function toNumber(feature: FeatureDefinition, value: ParameterValue): number {
	if (feature.kind === 'category') return feature.values?.indexOf(String(value)) ?? -1;
	const number = typeof value === 'number' ? value : value.trim() === '' ? NaN : Number(value);
	if (typeof value === 'string' && value.trim() !== '' && Number.isNaN(number))
		throw new LikelyError('parameter.not_a_number', { parameter: feature.name, value });
	return number;
}

/** Values of one row by parameter name: the customer's features, and those of each product with a history. */
export function featureValues(examples: Examples, row: number): Record<string, ParameterValue> {
	const { features, x, entries, entryX, book } = examples;
	const values: Record<string, ParameterValue> = {};
	features.customer.forEach((f, i) => (values[f.name] = valueOf(f, x[row * features.customer.length + i])));
	for (let e = entries.start[row]; e < entries.start[row + 1]; e++)
		features.product.forEach((f, i) => {
			values[parameterName(book.products[entries.product[e]], f.name)] = valueOf(f, entryX[e * features.product.length + i]);
		});
	return values;
}

/** The range of a column in the data at hand: 1st and 99th percentile, and a step that a hand can set. */
export interface Range {
	readonly low: number;
	readonly high: number;
	readonly step: number;
}

/** Ranges of the customer features, then of the product features over all pairs with a history. */
export function featureRanges(examples: Examples): Range[] {
	const { features, x, entryX, absentX } = examples;
	const column = (data: Float32Array, width: number, i: number, more: number[]) => {
		const step = width * Math.max(1, Math.floor(data.length / width / 20_000));
		const values = new Float64Array(more.length + Math.ceil(data.length / step));
		let size = 0;
		for (const value of more) if (!Number.isNaN(value)) values[size++] = value;
		for (let at = i; at < data.length; at += step) if (!Number.isNaN(data[at])) values[size++] = data[at];
		return values.subarray(0, size).sort();
	};
	return [
		...features.customer.map((f, i) => rangeOf(f, column(x, features.customer.length, i, []))),
		...features.product.map((f, i) => rangeOf(f, column(entryX, features.product.length, i, [absentX[i]])))
	];
}

function rangeOf(feature: FeatureDefinition, sorted: Float64Array): Range {
	if (feature.kind === 'flag') return { low: 0, high: 1, step: 1 };
	if (feature.kind === 'category') return { low: 0, high: Math.max(0, (feature.values?.length ?? 1) - 1), step: 1 };
	if (sorted.length === 0) return { low: 0, high: 1, step: 0.01 };
	const low = sorted[Math.floor((sorted.length - 1) * 0.01)];
	const high = sorted[Math.ceil((sorted.length - 1) * 0.99)];
	const whole = sorted.every((v) => Number.isInteger(v));
	const step = niceStep((high - low) / 200, whole);
	return { low: Math.floor(low / step) * step, high: Math.max(Math.ceil(high / step) * step, low + step), step };
}

/** The next of 1, 2, 5, 10… (times a power of ten) at or above the raw step; at least 1 for counts. */
function niceStep(raw: number, whole: boolean): number {
	if (!(raw > 0)) return whole ? 1 : 0.01;
	const power = 10 ** Math.floor(Math.log10(raw));
	const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999) ?? raw;
	return whole ? Math.max(1, step) : step;
}

/** A parameter for the screen: where the value lies outside the range, the range gives way. */
export function parameter(
	feature: FeatureDefinition,
	range: Range,
	value: number,
	baseline: number,
	product?: string
): Parameter {
	const stretch = Number.isFinite(value) ? value : range.low;
	return {
		name: product === undefined ? feature.name : parameterName(product, feature.name),
		feature,
		product,
		value: valueOf(feature, value),
		baseline: valueOf(feature, baseline),
		low: Math.min(range.low, stretch),
		high: Math.max(range.high, stretch),
		step: range.step
	};
}
