import { LikelyError } from '../../errors.js';
import { idKey } from '../ids.js';
import { Ints } from '../ints.js';
import { guessMapping } from '../mapping.js';
import { returnedOrders } from '../returns.js';
import type { Category, Table } from '../types.js';
import { linesOfWide } from '../wide.js';

/** A table that was found in the files: a file itself, a file in an archive, a sheet of a workbook. */
export interface Found {
	readonly name: string;
	readonly table: Table;
}

/** A found table and what became of it. */
export interface Part {
	readonly name: string;
	readonly rows: number;
	readonly use: 'orders' | 'returns' | 'unused';
}

export interface Combined {
	readonly table: Table;
	/** A table of returned orders, to be read with `returnedOrders`. */
	readonly returns?: Table;
	readonly parts: readonly Part[];
}

/**
 * One table of orders from several: those with the same header, in whatever order of columns, are put below each other;
 * one whose order ids are among theirs, and which is no table of orders itself, says what was returned. A table with one
 * row per customer and one column per product becomes order lines.
 * Throws file.empty when there is none.
 */
export function combine(found: readonly Found[]): Combined {
	if (found.length === 0) throw new LikelyError('file.empty');
	if (found.length === 1) {
		const [{ name, table }] = found;
		return { table: linesOfWide(table) ?? table, parts: [{ name, rows: table.rows, use: 'orders' }] };
	}
	const groups = new Map<string, Found[]>();
	for (const one of found) {
		const key = headerOf(one.table);
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	const candidates = [...groups.values()].map((members) => {
		const { mapping } = guessMapping(members[0].table);
		const roles = (mapping.columns.customer ? 1 : 0) + (mapping.columns.product ? 1 : 0);
		return { members, mapping, roles, rows: members.reduce((sum, { table }) => sum + table.rows, 0) };
	});
	const main = candidates.reduce((a, b) => (b.roles > a.roles || (b.roles === a.roles && b.rows > a.rows) ? b : a));
	const whole = concatenated(main.members.map((member) => member.table));
	const table = linesOfWide(whole) ?? whole;
	const order = table.columns.find(({ name }) => name === main.mapping.columns.order)?.cells;
	const ids = new Set(order?.values.map(idKey));
	const returns = found.find((one) => !main.members.includes(one) && saysReturned(one, ids));
	return {
		table,
		...(returns && { returns: returns.table }),
		parts: found.map((one) => ({
			name: one.name,
			rows: one.table.rows,
			use: main.members.includes(one) ? 'orders' : one === returns ? 'returns' : 'unused'
		}))
	};
}

function headerOf({ columns }: Table): string {
	return JSON.stringify(columns.map(({ name }) => name.toLowerCase()).sort());
}

/** Whether a table lists orders that came back: by its name or a column's, and most of its ids are known orders. */
function saysReturned({ name, table }: Found, orders: ReadonlySet<string>): boolean {
	const word = /retur|refund|storn|rembours|devol|reso\b|resi\b|zwrot/i;
	if (!word.test(name) && !table.columns.some((column) => word.test(column.name))) return false;
	try {
		const returned = [...returnedOrders(table)];
		return returned.length > 0 && returned.filter((id) => orders.has(id)).length >= returned.length / 2;
	} catch (error) {
		if (error instanceof LikelyError) return false;
		throw error;
	}
}

/** Tables with the same columns, one below the other. */
function concatenated(tables: readonly Table[]): Table {
	const [first] = tables;
	if (tables.length === 1) return first;
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const line = new Int32Array(rows);
	const uneven = { rows: new Ints(16), cells: new Ints(16) };
	let at = 0;
	for (const table of tables) {
		line.set(table.line, at);
		table.uneven?.rows.forEach((row, i) => {
			uneven.rows.push(row + at);
			uneven.cells.push(table.uneven?.cells[i] ?? 0);
		});
		at += table.rows;
	}
	const columns = first.columns.map(({ name }) => ({
		name,
		cells: stacked(
			tables.map(({ columns }) => columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.cells ?? first.columns[0].cells),
			rows
		)
	}));
	return {
		rows,
		columns,
		line,
		...(uneven.rows.length && { uneven: { rows: uneven.rows.finish(), cells: uneven.cells.finish() } }),
		...(first.format && { format: first.format })
	};
}

function stacked(columns: readonly Category[], rows: number): Category {
	const code = new Map<string, number>();
	const codes = new Int32Array(rows);
	let at = 0;
	for (const column of columns) {
		const map = Int32Array.from(column.values, (value) => {
			const known = code.get(value);
			if (known !== undefined) return known;
			code.set(value, code.size);
			return code.size - 1;
		});
		for (const own of column.codes) codes[at++] = own < 0 ? -1 : map[own];
	}
	return { codes, values: [...code.keys()] };
}
