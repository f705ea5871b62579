import { toCsv } from './csv.js';
import { valueAtFault } from './set-aside.js';
import type { SetAside } from './set-aside.js';
import type { Table } from './types.js';

/** The rows that were set aside as CSV: line, reason, the value at fault, then the row as it was; safe to open in a spreadsheet. */
export function rejectedCsv(table: Table, aside: SetAside): string {
	return toCsv(['line', 'reason', 'value', ...table.columns.map(({ name }) => name)], rejectedRows(table, aside));
}

function* rejectedRows(table: Table, aside: SetAside): Generator<(string | number)[]> {
	for (let row = 0; row < table.rows; row++)
		if (aside.reason[row] > 0)
			yield [
				table.line[row],
				aside.codes[aside.reason[row] - 1],
				valueAtFault(table, aside, row),
				...table.columns.map(({ cells }) => cells.values[cells.codes[row]] ?? '')
			];
}
