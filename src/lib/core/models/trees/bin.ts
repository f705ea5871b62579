import type { Binned, Bins, ColumnKind } from './types.js';

const NONE = new Float32Array(0);
const NO_CODES = new Uint8Array(0);

/**
 * Puts columns into at most `maxBins` bins of about equal mass (Ke et al. 2017, LightGBM, section 2), plus bin 0 for
 * missing. A number column with no more distinct values than bins keeps each value apart, the edge half-way between.
 * columns: each [rows], NaN missing; a category holds codes from 0, negative missing.
 */
export function binColumns(columns: readonly Float32Array[], kinds: readonly ColumnKind[], maxBins = 255): Binned {
	return applyBins(findBins(columns, kinds, maxBins), columns);
}

/** The bins that `binColumns` would use. columns: each [rows], or what makes column c: it is asked for one after the other. */
export function findBins(
	columns: readonly Float32Array[] | ((c: number) => Float32Array),
	kinds: readonly ColumnKind[],
	maxBins = 255
): Bins {
	const limit = Math.max(2, Math.min(255, maxBins));
	const found = kinds.map((kind, c) => {
		const column = typeof columns === 'function' ? columns(c) : columns[c];
		return kind === 'category'
			? { edges: NONE, codes: findCodes(column, limit) }
			: { edges: findEdges(column, limit), codes: NO_CODES };
	});
	return { kinds, edges: found.map(({ edges }) => edges), codes: found.map(({ codes }) => codes) };
}

/** The same bins for other rows: validation, test, new customers. */
export function applyBins(bins: Bins, columns: readonly Float32Array[]): Binned {
	const rows = columns.length ? columns[0].length : 0;
	const data = new Uint8Array(rows * columns.length);
	columns.forEach((column, c) => binInto(bins, c, column, data.subarray(c * rows, (c + 1) * rows)));
	return { rows, bins, data };
}

/** Bins of a row-major table [rows × columns], into `data` where it is given. */
export function binTable(bins: Bins, table: Float32Array, rows: number, data: Uint8Array = new Uint8Array(rows * bins.kinds.length)): Binned {
	const width = bins.kinds.length;
	for (let c = 0; c < width; c++) binInto(bins, c, table, data.subarray(c * rows, (c + 1) * rows), c, width);
	return { rows, bins, data };
}

/** Bins values[offset + i × stride] of column c into out[i]. */
export function binInto(bins: Bins, c: number, values: Float32Array, out: Uint8Array, offset = 0, stride = 1): void {
	if (bins.kinds[c] === 'category') {
		const codes = bins.codes[c];
		for (let i = 0, at = offset; i < out.length; i++, at += stride) {
			const code = values[at];
			out[i] = code >= 0 && code < codes.length ? codes[Math.trunc(code)] : 0;
		}
		return;
	}
	const edges = bins.edges[c];
	const { low: lowest, scale, start } = coarse(edges);
	for (let i = 0, at = offset; i < out.length; i++, at += stride) {
		const value = values[at];
		if (value !== value) {
			out[i] = 0;
			continue;
		}
		const place = (value - lowest) * scale;
		const cell = place > 0 ? (place < CELLS - 1 ? place | 0 : CELLS - 1) : 0;
		let first = start[cell];
		for (let length = start[cell + 1] - first; length > 0; ) {
			const half = length >> 1;
			if (edges[first + half] < value) {
				first += half + 1;
				length -= half + 1;
			} else length = half;
		}
		out[i] = first + 1;
	}
}

const CELLS = 1024;

interface Grid {
	readonly low: number;
	readonly scale: number;
	readonly start: Uint8Array;
}

const grids = new WeakMap<Float32Array, Grid>();

/** The grid of `makeGrid`, remembered with the edges: a single row must not pay for it again. */
function coarse(edges: Float32Array): Grid {
	const before = grids.get(edges);
	if (before) return before;
	const grid = makeGrid(edges);
	grids.set(edges, grid);
	return grid;
}

/**
 * A coarse grid over a column's edges: the search for a value in cell k of it begins at start[k] and ends before
 * start[k + 1], since the place in the grid grows with the value.
 */
function makeGrid(edges: Float32Array): Grid {
	const low = edges.length ? edges[0] : 0;
	const width = edges.length ? edges[edges.length - 1] - low : 0;
	const scale = width > 0 && width < Infinity ? (CELLS - 1) / width : 0;
	const start = new Uint8Array(CELLS + 1);
	if (scale === 0) return { low: 0, scale, start: start.fill(edges.length, 1) };
	for (const edge of edges) start[Math.min(CELLS - 1, Math.trunc((edge - low) * scale)) + 1]++;
	for (let cell = 0; cell < CELLS; cell++) start[cell + 1] += start[cell];
	return { low, scale, start };
}

/** Values that edges are found from; of more rows every second, third… is looked at. */
const LOOKS = 100_000;

/** Edges of at most `limit` bins of about equal mass; a value that fills a bin alone keeps one to itself. */
function findEdges(column: Float32Array, limit: number): Float32Array {
	const step = Math.max(1, Math.floor(column.length / LOOKS));
	const looked = new Float32Array(Math.ceil(column.length / step));
	let known = 0;
	for (let i = 0; i < column.length; i += step) if (column[i] === column[i]) looked[known++] = column[i];
	const sorted = looked.subarray(0, known).sort();
	let distinct = 0;
	for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
	const edges: number[] = [];
	let left = sorted.length;
	let inBin = 0;
	for (let i = 0; i < sorted.length; i++) {
		inBin++;
		if (i + 1 === sorted.length || sorted[i + 1] === sorted[i]) continue;
		let next = 1;
		if (distinct > limit) while (i + next < sorted.length && sorted[i + next] === sorted[i + 1]) next++;
		const share = left / (limit - edges.length);
		if (distinct > limit && inBin < share && inBin + next / 2 < share) continue;
		edges.push(between(sorted[i], sorted[i + 1]));
		left -= inBin;
		inBin = 0;
		if (edges.length === limit - 1) break;
	}
	return Float32Array.from(edges);
}

/** A float32 e with low <= e < high, half-way where float32 can. */
function between(low: number, high: number): number {
	const middle = Math.fround(low + (high - low) / 2);
	return middle >= low && middle < high ? middle : low;
}

/** Bins of category codes: one each, or, where there are too many, one each for the most frequent and one for the rest. */
function findCodes(column: Float32Array, limit: number): Uint8Array {
	let top = -1;
	for (const code of column) if (code > top) top = Math.trunc(code);
	const counts = new Float64Array(top + 1);
	for (const code of column) if (code >= 0) counts[Math.trunc(code)]++;
	const ranked = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
	const codes = new Uint8Array(top + 1);
	if (ranked.length <= limit) return codes.map((_, code) => code + 1);
	ranked.forEach((code, rank) => (codes[code] = Math.min(rank + 1, limit)));
	return codes;
}
