import { productTable, tableWidth } from '../features/table.js';
import type { Examples } from '../features/types.js';

/** The values that a column of one product's table had among the examples. */
export interface Seen {
	/** Ascending, missing ones left out. */
	readonly sorted: Float32Array;
	readonly missing: number;
}

/** What every column had, [customer + product features], for a product. A pass over the rows and a sort per column. */
export function seenValues(examples: Examples, product: number): Seen[] {
	const table = productTable(examples, product);
	const width = tableWidth(examples);
	return Array.from({ length: width }, (_, c) => seenOf(Float32Array.from({ length: examples.rows }, (_, r) => table[r * width + c])));
}

/** What a column had: its values, [rows], NaN where missing. */
export function seenOf(values: Float32Array): Seen {
	const sorted = values.filter((value) => !Number.isNaN(value)).sort();
	return { sorted, missing: values.length - sorted.length };
}

/** Whether a value lies within the range that was seen; a missing one, whether any was missing. */
export function isWithin({ sorted, missing }: Seen, value: number): boolean {
	if (Number.isNaN(value)) return missing > 0;
	return sorted.length > 0 && value >= sorted[0] && value <= sorted[sorted.length - 1];
}

/** At most `count` of the values, ascending and distinct, at even shares of the rows, the lowest and highest included. */
export function spread({ sorted }: Seen, count: number): number[] {
	const distinct: number[] = [];
	for (const value of sorted) {
		if (distinct.at(-1) !== value) distinct.push(value);
		if (distinct.length > count) break;
	}
	if (distinct.length <= count) return distinct;
	const picked = Array.from({ length: count }, (_, i) => sorted[Math.round((i / (count - 1)) * (sorted.length - 1))]);
	return [...new Set(picked)];
}

/** Share of the rows below a value, half of those that have it: its place among them, 0 to 1. NaN of a missing value. */
export function placeOf({ sorted }: Seen, value: number): number {
	if (Number.isNaN(value) || !sorted.length) return NaN;
	return (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / 2 / sorted.length;
}

/** How many values lie below, or, `upTo`, at or below. */
function countBelow(sorted: Float32Array, value: number, upTo: boolean): number {
	let first = 0;
	let end = sorted.length;
	while (first < end) {
		const middle = (first + end) >>> 1;
		if (sorted[middle] < value || (upTo && sorted[middle] === value)) first = middle + 1;
		else end = middle;
	}
	return first;
}
