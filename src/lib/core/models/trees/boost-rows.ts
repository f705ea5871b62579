import type { Examples } from '../../features/types.js';
import type { Arena } from './arena.js';
import { binInto } from './bin.js';
import type { Binned, Bins } from './types.js';

/** What rows are: 0 or 1, or, as numbers, anything between (a share, or what a one is worth). */
export type Labels = Uint8Array | Float32Array;

/** Rows to watch the loss on; not trained on. */
export interface Watched {
	readonly binned: Binned;
	readonly label: Labels;
	readonly weight?: Float32Array;
}

/** Tables in the same bins, one under the other: rows to grow trees on, and after them those that are watched. */
export interface BoostTable {
	readonly bins: Bins;
	readonly rows: number;
	/** The watched ones included. */
	readonly all: number;
	/** [columns × all] */
	readonly codes: Uint8Array;
	/** [all × columns], where workers share it. */
	readonly byRow?: Uint8Array;
}

/** What boosted trees grow on. */
export interface BoostRows extends BoostTable {
	/** [all] */
	readonly label: Labels;
	/** [all]; 1 each where undefined. */
	readonly weight?: Float32Array;
	/** [all] log-odds so far. */
	readonly margin: Float32Array;
}

/** Examples whose products have nothing of their own, binned to where boosting reads them; in the arena where there is one. */
export function commonTable(bins: Bins, examples: readonly Pick<Examples, 'rows' | 'x'>[], arena?: Arena): BoostTable {
	const columns = bins.kinds.length;
	const all = examples.reduce((sum, { rows }) => sum + rows, 0);
	const codes = arena?.bytes(all * columns) ?? new Uint8Array(all * columns);
	let offset = 0;
	for (const { rows, x } of examples) {
		for (let c = 0; c < columns; c++) binInto(bins, c, x, codes.subarray(c * all + offset, c * all + offset + rows), c, columns);
		offset += rows;
	}
	return { bins, rows: examples[0].rows, all, codes, ...byRowOf(codes, all, arena) };
}

/** One table, or two, as boosting reads them; in the arena where there is one. */
export function boostTable(tables: readonly Binned[], arena?: Arena): BoostTable {
	const [{ bins, rows }] = tables;
	const columns = bins.kinds.length;
	const all = tables.reduce((sum, table) => sum + table.rows, 0);
	const isThere = tables.length === 1 && !arena;
	const codes = isThere ? tables[0].data : (arena?.bytes(all * columns) ?? new Uint8Array(all * columns));
	let offset = isThere ? all : 0;
	for (const table of isThere ? [] : tables) {
		for (let c = 0; c < columns; c++) codes.set(table.data.subarray(c * table.rows, (c + 1) * table.rows), c * all + offset);
		offset += table.rows;
	}
	return { bins, rows, all, codes, ...byRowOf(codes, all, arena) };
}

/** Rows whose codes fit the cache. */
const BLOCK = 512;

/** [columns × rows] as [rows × columns], for all workers; each makes its own where they share nothing. */
function byRowOf(codes: Uint8Array, rows: number, arena: Arena | undefined): { readonly byRow?: Uint8Array } {
	if (!arena) return {};
	const byRow = arena.bytes(codes.length);
	const columns = codes.length / Math.max(1, rows);
	for (let from = 0; from < rows; from += BLOCK) {
		const to = Math.min(rows, from + BLOCK);
		for (let c = 0; c < columns; c++) for (let row = from, at = from * columns + c; row < to; row++, at += columns) byRow[at] = codes[c * rows + row];
	}
	return { byRow };
}

/** A table with what its rows are, its margins at `base`: one for all, or [all]; in the arena where there is one. */
export function boostRows(
	table: BoostTable,
	own: { readonly label: Labels; readonly weight?: Float32Array },
	watched: { readonly label: Labels; readonly weight?: Float32Array } | undefined,
	base: number | Float32Array,
	arena?: Arena
): BoostRows {
	const { rows, all } = table;
	const floats = () => {
		if (!arena) return new Float32Array(all);
		const { buffer, byteOffset } = arena.bytes(all * 4);
		return new Float32Array(buffer, byteOffset, all);
	};
	const isByte = own.label instanceof Uint8Array && (!watched || watched.label instanceof Uint8Array);
	const label: Labels = isByte ? (arena?.bytes(all) ?? new Uint8Array(all)) : floats();
	label.set(own.label);
	if (watched) label.set(watched.label, rows);
	let weight: Float32Array | undefined;
	if (own.weight || watched?.weight) {
		weight = floats().fill(1);
		if (own.weight) weight.set(own.weight);
		if (watched?.weight) weight.set(watched.weight, rows);
	}
	const margin = floats();
	if (typeof base === 'number') margin.fill(base);
	else margin.set(base);
	return { ...table, label, weight, margin };
}

/** Log-odds of the weighted share of ones, at most 10 away from even: what boosting starts from. */
export function baseMargin(label: Labels, weight?: Float32Array): number {
	let ones = 0;
	let total = 0;
	for (let row = 0; row < label.length; row++) {
		const w = weight ? weight[row] : 1;
		total += w;
		ones += w * label[row];
	}
	if (total <= 0) return 0;
	return Math.fround(Math.max(-10, Math.min(10, Math.log(ones / (total - ones)))));
}
