import { toCsv } from '$lib/core/data/csv.js';
import type { Term } from '../words/terms.js';

/** What a cell holds; NaN is missing. */
export type Cell = string | number;

/** A column of a table: what it is called, what a row has in it, and how that is shown. */
export interface Column<Row> {
	readonly label: string;
	readonly value: (row: Row) => Cell;
	/** What is shown; the value itself where there is none. */
	readonly text?: (row: Row) => string;
	readonly term?: Term;
	/** In a file, what the value is called, as a further column at the end; '' where it has no other name. */
	readonly name?: { readonly label: string; readonly value: (row: Row) => string };
}

/** The text of a cell. */
export function cellText<Row>(column: Column<Row>, row: Row): string {
	return column.text ? column.text(row) : String(column.value(row));
}

/** All rows as CSV, with their values in full and not as they are shown; what they are called follows in columns of its own, where anything is. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
	const names = columns.flatMap(({ name }) => (name && rows.some((row) => name.value(row)) ? [name] : []));
	const all = [...columns, ...names];
	return toCsv(
		all.map(({ label }) => label),
		rows.map((row) => all.map(({ value }) => value(row)))
	);
}

/** Rows by a column's values: numbers by size with missing ones last, texts by name. */
export function sorted<Row>(rows: readonly Row[], column: Column<Row>, descending: boolean): Row[] {
	const turn = descending ? -1 : 1;
	return rows.toSorted((a, b) => {
		const x = column.value(a);
		const y = column.value(b);
		if (typeof x === 'number' && typeof y === 'number') {
			if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
			return turn * (x - y);
		}
		return turn * String(x).localeCompare(String(y), 'en', { numeric: true });
	});
}
