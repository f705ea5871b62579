import type { Mapping, Table } from './types.js';

/** Less than this share of lines would be an accident. */
const LEAST_SHARE = 0.1;

/**
 * The table of an export that names order, customer and date on the first line of an order only, with these on its other
 * lines too. That is so where a tenth of the lines with a product or more have none of the three, the first line has them
 * all, and none has only some. Otherwise the table itself.
 */
export function filledDown(table: Table, { columns }: Mapping): Table {
	const names = [columns.order, columns.customer, columns.date].filter((name) => name !== undefined);
	const product = table.columns.find(({ name }) => name === columns.product)?.cells.codes;
	if (names.length < 2 || names.includes(columns.product ?? '') || !product) return table;
	const keys = table.columns.filter(({ name }) => names.includes(name)).map(({ cells }) => cells.codes);
	const above = new Int32Array(table.rows).fill(-1);
	let head = -1;
	let filled = 0;
	let lines = 0;
	for (let row = 0; row < table.rows; row++) {
		if (product[row] < 0) continue;
		const there = keys.filter((codes) => codes[row] >= 0).length;
		if (there === keys.length) head = row;
		else if (there > 0 || head < 0) return table;
		else {
			above[row] = head;
			filled++;
		}
		lines++;
	}
	if (filled < LEAST_SHARE * lines || filled === 0) return table;
	return {
		...table,
		columns: table.columns.map((column) => {
			if (!names.includes(column.name)) return column;
			const { codes, values } = column.cells;
			return { ...column, cells: { codes: codes.map((code, row) => (above[row] < 0 ? code : codes[above[row]])), values } };
		})
	};
}
