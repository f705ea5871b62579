import { LikelyError } from '../../errors.js';
import { idKey } from '../ids.js';
import { Ints } from '../ints.js';
import { linesOfLists } from '../lists.js';
import { guessMapping } from '../mapping.js';
import { returnedOrders } from '../returns.js';
import type { Category, Mapping, Table } from '../types.js';
import { linesOfWide } from '../wide.js';
import { relate } from './relate.js';

/** A table that was found in the files: a file itself, a file in an archive, a sheet of a workbook. */
export interface Found {
	readonly name: string;
	readonly table: Table;
}

/** A found table and what became of it: `joined` ones were looked up by the ids of the orders. */
export interface Part {
	readonly name: string;
	readonly rows: number;
	readonly use: 'orders' | 'joined' | 'returns' | 'unused';
}

export interface Combined {
	readonly table: Table;
	/** A table of returned orders, to be read with `returnedOrders`. */
	readonly returns?: Table;
	readonly parts: readonly Part[];
}

/**
 * One table of orders from several: those with the same header, in whatever order of columns, are put below each other;
 * one whose order ids are among theirs, and which is no table of orders itself, says what was returned; those that know
 * more of the ids of an order line (orders, customers, products, categories) are joined to it. A table with one row per
 * customer and one column per product, or with lists of products in its cells, becomes order lines.
 * Throws file.empty when there is none.
 */
export function combine(found: readonly Found[]): Combined {
	if (found.length === 0) throw new LikelyError('file.empty');
	if (found.length === 1) {
		const [{ name, table }] = found;
		return { table: linesOf(table), parts: [{ name, rows: table.rows, use: 'orders' }] };
	}
	const groups = new Map<string, Found[]>();
	for (const one of found) {
		const key = headerOf(one.table);
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	const kinds = [...groups.values()].map((members) => ({ members, found: { name: members[0].name, table: concatenated(members.map(({ table }) => table)) } }));
	const alone = kinds.map(({ found: own }) => candidateOf(own.table, [own]));
	const together = relate(kinds.map(({ found: own }) => own)).flatMap(({ table, used }) => (returnsWord.test(used[0].name) ? [] : [candidateOf(table, used)]));
	const main = [...alone, ...together].reduce((a, b) => (isBetter(b, a) ? b : a));
	const table = linesOf(main.table);
	const [own, ...others] = main.used.map((kind) => kinds.find(({ found: one }) => one === kind)?.members ?? []);
	const joined = others.flat();
	const order = table.columns.find(({ name }) => name === main.mapping.columns.order)?.cells;
	const ids = new Set(order?.values.map(idKey));
	const returns = found.find((one) => !own.includes(one) && !joined.includes(one) && saysReturned(one, ids));
	return {
		table,
		...(returns && { returns: returns.table }),
		parts: found.map((one) => ({
			name: one.name,
			rows: one.table.rows,
			use: own.includes(one) ? 'orders' : joined.includes(one) ? 'joined' : one === returns ? 'returns' : 'unused'
		}))
	};
}

/** What could be the table of orders. */
interface Candidate {
	readonly table: Table;
	/** The tables that it is made of. */
	readonly used: readonly Found[];
	readonly mapping: Mapping;
	readonly roles: number;
}

function candidateOf(table: Table, used: readonly Found[]): Candidate {
	const { mapping } = guessMapping(table);
	const { customer, product, order, date } = mapping.columns;
	const roles = (customer && product ? 8 : customer || product ? 4 : 0) + (used.length > 1 && order ? 1 : 0) + (used.length > 1 && date ? 1 : 0);
	return { table, used, mapping, roles };
}

function isBetter(a: Candidate, b: Candidate): boolean {
	if (a.roles !== b.roles) return a.roles > b.roles;
	if (a.table.rows !== b.table.rows) return a.table.rows > b.table.rows;
	return a.used.length > b.used.length;
}

/** Order lines, also where a row holds several. */
function linesOf(table: Table): Table {
	return linesOfWide(table) ?? linesOfLists(table) ?? table;
}

function headerOf({ columns }: Table): string {
	return JSON.stringify(columns.map(({ name }) => name.toLowerCase()).sort());
}

const returnsWord = /retur|refund|storn|rembours|devol|reso\b|resi\b|zwrot/i;

/** Whether a table lists orders that came back: by its name or a column's, and most of its ids are known orders. */
function saysReturned({ name, table }: Found, orders: ReadonlySet<string>): boolean {
	if (!returnsWord.test(name) && !table.columns.some((column) => returnsWord.test(column.name))) return false;
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
