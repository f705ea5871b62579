import { LikelyError } from '../../errors.js';
import { uniqueNames } from '../header.js';
import { Ints } from '../ints.js';
import { TextColumn } from '../text-column.js';
import type { Table } from '../types.js';

const MOST_COLUMNS = 2000;
/** Four bytes each: what a browser tab can hold besides the rest. */
const MOST_CELLS = 1 << 28;

/** Puts a table together from rows that name their cells; a column is there from the first row that names it. */
export class TableBuilder {
	readonly #columns = new Map<string, { readonly cells: TextColumn; rows: number }>();
	readonly #lines = new Ints();

	get rows(): number {
		return this.#lines.length;
	}

	/** Adds a row that is written on `line`. Throws file.too_many_columns {columns, most}, file.too_large. */
	add(row: Iterable<readonly [name: string, cell: string]>, line: number): void {
		const rows = this.rows;
		for (const [name, cell] of row) {
			let column = this.#columns.get(name);
			if (!column) {
				if (this.#columns.size === MOST_COLUMNS) throw new LikelyError('file.too_many_columns', { columns: MOST_COLUMNS + 1, most: MOST_COLUMNS });
				this.#columns.set(name, (column = { cells: new TextColumn(Math.max(64, rows + 1)), rows: 0 }));
			}
			if (column.rows > rows) continue;
			for (; column.rows < rows; column.rows++) column.cells.add(undefined);
			column.cells.add(cell);
			column.rows++;
		}
		this.#lines.push(line);
		if (this.rows * this.#columns.size > MOST_CELLS) throw new LikelyError('file.too_large', {});
	}

	/** Throws file.empty without rows, file.not_a_table {what: one_column}. */
	finish(): Table {
		if (this.rows === 0) throw new LikelyError('file.empty');
		if (this.#columns.size < 2) throw new LikelyError('file.not_a_table', { what: 'one_column' });
		const names = uniqueNames([...this.#columns.keys()]);
		const columns = [...this.#columns.values()].map((column, c) => {
			for (; column.rows < this.rows; column.rows++) column.cells.add(undefined);
			return { name: names[c], cells: column.cells.finish() };
		});
		return { rows: this.rows, columns, line: this.#lines.finish() };
	}
}
