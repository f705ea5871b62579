import { Highest } from '../../models/neighbours/heap.js';
import type { Vectors } from './known.js';

/** Rows near to some queries, the nearest first: those of query q are start[q] to start[q + 1] - 1. */
export interface Near {
	readonly start: Int32Array;
	readonly row: Int32Array;
	/** How near: a dot product, or 2·dot product − the row's square, which falls as the Euclidean distance grows. */
	readonly score: Float64Array;
}

/** Rows that hold a product and their values: those of p are start[p] to start[p + 1] - 1. */
export interface Postings {
	readonly start: Int32Array;
	readonly row: Int32Array;
	readonly value: Float64Array;
	/** [rows] sums of squares. */
	readonly square: Float64Array;
}

/** The given rows of vectors, by product. Positions in `rows` stand for the rows. */
export function postingsOf(vectors: Vectors, rows: Int32Array): Postings {
	const start = new Int32Array(vectors.products + 1);
	for (const r of rows) for (let e = vectors.start[r]; e < vectors.start[r + 1]; e++) start[vectors.product[e] + 1]++;
	for (let p = 0; p < vectors.products; p++) start[p + 1] += start[p];
	const next = start.slice(0, vectors.products);
	const row = new Int32Array(start[vectors.products]);
	const value = new Float64Array(row.length);
	const square = new Float64Array(rows.length);
	rows.forEach((r, i) => {
		for (let e = vectors.start[r]; e < vectors.start[r + 1]; e++) {
			const at = next[vectors.product[e]]++;
			row[at] = i;
			value[at] = vectors.value[e];
			square[i] += vectors.value[e] ** 2;
		}
	});
	return { start, row, value, square };
}

/** Multiplications that `nearestOf` makes. */
export function nearestWork(queries: Vectors, rows: Int32Array, { start, square }: Postings): number {
	let work = rows.length * square.length;
	for (const r of rows) for (let e = queries.start[r]; e < queries.start[r + 1]; e++) work += start[queries.product[e] + 1] - start[queries.product[e]];
	return work;
}

/**
 * The k rows that are nearest to each query, ties to the first: by dot product above 0, or by Euclidean distance.
 * self[q]: the row that is query q itself and takes no part, or -1.
 */
export function nearestOf(queries: Vectors, rows: Int32Array, among: Postings, k: number, by: 'dot' | 'distance', self: Int32Array): Near {
	const count = among.square.length;
	const dot = new Float64Array(count);
	const highest = new Highest(Math.max(1, Math.min(k, count)));
	const start = new Int32Array(rows.length + 1);
	const row: number[] = [];
	const score: number[] = [];
	rows.forEach((r, q) => {
		dot.fill(0);
		for (let e = queries.start[r]; e < queries.start[r + 1]; e++) {
			const p = queries.product[e];
			for (let i = among.start[p]; i < among.start[p + 1]; i++) dot[among.row[i]] += queries.value[e] * among.value[i];
		}
		highest.clear();
		for (let i = 0; i < count; i++) {
			if (i === self[q]) continue;
			if (by === 'distance') highest.add(i, 2 * dot[i] - among.square[i]);
			else if (dot[i] > 0) highest.add(i, dot[i]);
		}
		const found = Array.from({ length: highest.size }, (_, i) => i);
		found.sort((a, b) => highest.score[b] - highest.score[a] || highest.index[a] - highest.index[b]);
		for (const i of found) {
			row.push(highest.index[i]);
			score.push(highest.score[i]);
		}
		start[q + 1] = row.length;
	});
	return { start, row: Int32Array.from(row), score: Float64Array.from(score) };
}
