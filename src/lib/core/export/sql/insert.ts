import type { Dialect } from './dialect.js';

type Columns = readonly (readonly [name: string, type: string])[];

/** Rows of one INSERT: few enough for every parser. */
const ROWS = 1000;
const NUMBERED_ROWS = 20_000;

/** Statements for a table with the given rows, each a list of SQL literals in the order of the columns. */
export function filledTable(d: Dialect, name: string, columns: Columns, rows: readonly (readonly string[])[]): string {
	return table(d, name, columns, rows, ROWS, (some) => `INSERT INTO ${name} VALUES\n${some.map((row) => `(${row.join(',')})`).join(',\n')};`);
}

/**
 * The same for long tables of bare words and numbers, '' being NULL: databases read a text of many lines much quicker than many
 * rows of literals. A field may hold letters, digits, spaces and + - . only.
 */
export function numberedTable(d: Dialect, name: string, columns: Columns, rows: readonly (readonly string[])[]): string {
	const fields = columns.map(([, type], i) => `CAST(NULLIF(SPLIT_PART(line, ',', ${i + 1}), '') AS ${type})`);
	return table(d, name, columns, rows, NUMBERED_ROWS, (some) => {
		const text = d.string(some.map((row) => row.join(',')).join('\n'));
		return `INSERT INTO ${name}\nSELECT ${fields.join(', ')}\nFROM (SELECT ${d.lines(text)} AS line) lines;`;
	});
}

function table(
	d: Dialect,
	name: string,
	columns: Columns,
	rows: readonly (readonly string[])[],
	size: number,
	insert: (rows: readonly (readonly string[])[]) => string
): string {
	const parts = [d.emptyTable(name, columns)];
	for (let from = 0; from < rows.length; from += size) parts.push(insert(rows.slice(from, from + size)));
	const analyzed = d.analyze(name);
	return [...parts, ...(analyzed ? [analyzed] : [])].join('\n');
}
