import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { FeatureDefinition } from '../features/types.js';

/** Rows that say what is typical at a value: those that have it, and the nearest by rank up to so many. */
const NEAR = 60;
/** Of more rows than this, every so many-th is looked at. */
const MOST = 400;

/**
 * What columns that move together with one column have where it has each value of a grid, as observed: the median of
 * each among the rows whose value is there or nearest by rank; for flags and words the most frequent; missing where
 * most are missing. table: [rows × width], row-major; others: columns, defined by `features` [width]. Returns [points ×
 * others], row-major.
 */
export function jointPath(
	table: Float32Array,
	features: readonly FeatureDefinition[],
	column: number,
	others: readonly number[],
	grid: ArrayLike<number>
): Float32Array {
	const width = features.length;
	const rows = Array.from({ length: table.length / width }, (_, row) => row);
	const at = (row: number) => table[row * width + column];
	const known = rows.filter((row) => !Number.isNaN(at(row))).sort((a, b) => at(a) - at(b));
	const unknown = rows.filter((row) => Number.isNaN(at(row)));
	const path = new Float32Array(grid.length * others.length).fill(NaN);
	for (let i = 0; i < grid.length; i++) {
		const near = thinned(Number.isNaN(grid[i]) ? unknown : nearest(known, at, grid[i]));
		others.forEach((other, o) => (path[i * others.length + o] = typicalOf(features[other], near.map((row) => table[row * width + other]))));
	}
	return path;
}

/** The rows with the value, and those around it by rank where they are few. rows: ascending by value. */
function nearest(rows: readonly number[], at: (row: number) => number, value: number): readonly number[] {
	let first = rows.findIndex((row) => at(row) >= value);
	if (first < 0) first = rows.length;
	let end = first;
	while (end < rows.length && at(rows[end]) === value) end++;
	const lacking = Math.max(0, NEAR - (end - first));
	return rows.slice(Math.max(0, first - Math.ceil(lacking / 2)), end + Math.ceil(lacking / 2));
}

function thinned(rows: readonly number[]): readonly number[] {
	if (rows.length <= MOST) return rows;
	return Array.from({ length: MOST }, (_, i) => rows[Math.floor((i * rows.length) / MOST)]);
}

function typicalOf({ kind }: FeatureDefinition, values: readonly number[]): number {
	const known = Float32Array.from(values.filter((value) => !Number.isNaN(value))).sort();
	if (2 * known.length <= values.length) return NaN;
	if (kind === 'number') return sortedQuantile(known, 0.5);
	let best = NaN;
	let most = 0;
	for (let i = 0, from = 0; i < known.length; i++) {
		if (known[i] !== known[from]) from = i;
		if (i - from + 1 > most) [best, most] = [known[i], i - from + 1];
	}
	return best;
}
