import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { FeatureDefinition } from '../features/types.js';
import { spread } from './seen.js';
import type { Seen } from './seen.js';
import type { Evaluate } from './shapley.js';

/** Bins of a histogram of numbers. */
const BINS = 24;
/** The share of the rows on either side that a grid of even steps leaves out, so that no outlier stretches it. */
const TAIL = 0.01;

/** Columns that are set with the one that is moved; values: [points × columns], row-major. */
export interface Along {
	readonly columns: readonly number[];
	readonly values: Float32Array;
}

/**
 * Individual lines (Goldstein et al. 2015, ICE): what each of some inputs would have with one column set to every value
 * of a grid, and, with `along`, other columns to what goes with it there. vectors: [rows][columns]. Returns [rows ×
 * points], row-major. Their mean is the partial dependence (Friedman 2001).
 */
export function dependenceLines(
	evaluate: Evaluate,
	vectors: readonly Float32Array[],
	column: number,
	grid: ArrayLike<number>,
	along?: Along
): Float32Array {
	const width = vectors[0]?.length ?? 0;
	const points = grid.length;
	const table = new Float32Array(vectors.length * points * width);
	vectors.forEach((vector, row) => {
		for (let i = 0; i < points; i++) {
			const at = (row * points + i) * width;
			table.set(vector, at);
			along?.columns.forEach((other, o) => (table[at + other] = along.values[i * along.columns.length + o]));
			table[at + column] = grid[i];
		}
	});
	return evaluate(table, vectors.length * points);
}

/** Mean of the lines at each point, and their 10th and 90th percentile: [points] of [rows × points]. */
export function dependenceBand(lines: Float32Array, points: number): { mean: Float64Array; low: Float64Array; high: Float64Array } {
	const rows = lines.length / points;
	const [mean, low, high] = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
	for (let i = 0; i < points; i++) {
		const column = Float64Array.from({ length: rows }, (_, row) => lines[row * points + i]).sort();
		mean[i] = column.reduce((sum, p) => sum + p, 0) / rows;
		low[i] = sortedQuantile(column, 0.1);
		high[i] = sortedQuantile(column, 0.9);
	}
	return { mean, low, high };
}

/**
 * Where to ask: every value seen, where there are few, or a category's or flag's; else `points` even steps between the
 * 1st and the 99th percentile. `own` is put in its place. Ascending, in float32.
 */
export function gridOf({ kind, values }: FeatureDefinition, seen: Seen, own: number, points: number): Float64Array {
	const codes = kind === 'category' ? (values?.length ?? 0) : kind === 'flag' ? 2 : 0;
	const all = new Set(codes ? Array.from({ length: codes }, (_, code) => code) : numbersOf(seen, points));
	if (!Number.isNaN(own)) all.add(own);
	return Float64Array.from(all).sort();
}

function numbersOf(seen: Seen, points: number): number[] {
	const distinct = spread(seen, points + 1);
	if (distinct.length <= points) return distinct;
	const low = sortedQuantile(seen.sorted, TAIL);
	const high = sortedQuantile(seen.sorted, 1 - TAIL);
	const whole = isWhole(seen);
	return Array.from({ length: points }, (_, i) => {
		const value = Math.min(high, low + ((high - low) * i) / (points - 1));
		return Math.fround(whole ? Math.round(value) : value);
	});
}

export interface Counted {
	/** [bins + 1] edges of numbers, the last bin closed; [bins] codes of flags and categories. */
	readonly edges: Float64Array;
	readonly counts: Uint32Array;
	readonly missing: number;
	readonly outside: number;
	readonly rows: number;
}

/** How often the values of a column were seen, over the range of a grid; whole numbers never share a bin unevenly. */
export function histogramOf({ kind }: FeatureDefinition, seen: Seen, grid: Float64Array): Counted {
	const rows = seen.sorted.length + seen.missing;
	if (kind !== 'number') {
		const counts = Uint32Array.from(grid, (code) => seen.sorted.reduce((sum, value) => sum + (value === code ? 1 : 0), 0));
		const counted = counts.reduce((sum, n) => sum + n, 0);
		return { edges: grid, counts, missing: seen.missing, outside: seen.sorted.length - counted, rows };
	}
	const edges = edgesOf(grid[0] ?? 0, grid[grid.length - 1] ?? 1, isWhole(seen));
	const bins = edges.length - 1;
	const counts = new Uint32Array(bins);
	let outside = 0;
	for (const value of seen.sorted) {
		if (value < edges[0] || value > edges[bins]) {
			outside++;
			continue;
		}
		let bin = Math.min(bins - 1, Math.floor(((value - edges[0]) / (edges[bins] - edges[0])) * bins));
		while (value < edges[bin]) bin--;
		while (bin < bins - 1 && value >= edges[bin + 1]) bin++;
		counts[bin]++;
	}
	return { edges, counts, missing: seen.missing, outside, rows };
}

function edgesOf(low: number, high: number, whole: boolean): Float64Array {
	if (!whole || !Number.isInteger(low)) {
		const width = high > low ? (high - low) / BINS : 1;
		return Float64Array.from({ length: BINS + 1 }, (_, i) => (i === BINS && high > low ? high : low + i * width));
	}
	const step = Math.max(1, Math.ceil((high - low + 1) / BINS));
	const bins = Math.floor((high - low) / step) + 1;
	return Float64Array.from({ length: bins + 1 }, (_, i) => low - 0.5 + i * step);
}

const isWhole = ({ sorted }: Seen) => sorted.every((value) => Number.isInteger(value));
