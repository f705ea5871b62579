import { idKey } from '../ids.js';
import { uniqueNames } from '../header.js';
import type { Category, Table } from '../types.js';
import { means, wordsOf } from '../vocabulary.js';
import type { Found } from './combine.js';

/** Share of a column's ids that another table has to know. */
const KNOWN = 0.8;
/** More tables than a shop's database has are a folder of something else. */
const MOST_TABLES = 30;
/** Names that say nothing without that of their table. */
const bare = /^(name|title|label|type|status|state|description|desc|code|number|date|price|cost|value|category|created at|updated at|created|updated)$/;

/** Where a table looks up rows of another: the row of `parent` for each value of `cells`, -1 for none. */
interface Link {
	readonly child: number;
	readonly parent: number;
	readonly cells: Category;
	readonly key: number;
	readonly rowOf: Int32Array;
}

/** Tables that look each other up by their ids, as one; `used`: those that it is made of, that of the lines first. */
export interface Related {
	readonly table: Table;
	readonly used: readonly Found[];
}

/**
 * What tables of one database (order lines, orders, customers, products, categories) are together, for each of them that
 * looks others up: its own rows with the columns of all that it leads to. A table is looked up by a column of ids without
 * repetition, from a column of the same name (or `product_id`, from the `id` of products) most of whose values it has.
 */
export function relate(tables: readonly Found[]): Related[] {
	if (tables.length < 2 || tables.length > MOST_TABLES) return [];
	const keys = tables.map(({ name, table }) => keysOf(singular(name), table));
	const links: Link[] = [];
	tables.forEach(({ table }, child) =>
		tables.forEach((_, parent) => {
			const link = child === parent ? undefined : linkOf(table, keys[parent]);
			if (link) links.push({ child, parent, ...link });
		})
	);
	return tables.flatMap((_, base) => {
		const path = pathFrom(base, links);
		return path.length ? [{ table: joined(tables, base, path), used: [base, ...path.map(({ parent }) => parent)].map((t) => tables[t]) }] : [];
	});
}

interface Key {
	readonly index: number;
	/** The names by which others refer to it. */
	readonly names: readonly string[];
	readonly cells: Category;
}

function keysOf(owner: string, { rows, columns }: Table): Key[] {
	return columns.flatMap(({ name, cells }, index) => {
		const words = wordsOf(name);
		const isId = means(words, 'id') || words.some((word) => word.length > 2 && word.endsWith('id')) || /^(sku|ean|upc|article|plu)$/.test(words.join(' '));
		if (!isId || cells.values.length < 0.9 * rows || !isUnique(cells)) return [];
		const own = words.join(' ');
		return [{ index, cells, names: /^(id|code|key|nr|no)$/.test(own) ? [`${owner} ${own}`, `${owner} id`] : [own] }];
	});
}

function isUnique({ codes, values }: Category): boolean {
	let filled = 0;
	for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) filled++;
	return filled === values.length && filled > 0;
}

function linkOf(child: Table, keys: readonly Key[]): Pick<Link, 'cells' | 'key' | 'rowOf'> | undefined {
	for (const { index, names, cells: ids } of keys) {
		const column = child.columns.find(({ name }) => names.includes(wordsOf(name).join(' ')));
		if (!column) continue;
		const rows = new Int32Array(ids.values.length);
		for (let row = 0; row < ids.codes.length; row++) if (ids.codes[row] >= 0) rows[ids.codes[row]] = row;
		const known = new Map(ids.values.map((id, code) => [idKey(id), rows[code]]));
		const rowOf = Int32Array.from(column.cells.values, (id) => known.get(idKey(id)) ?? -1);
		const found = rowOf.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
		if (found > 0 && found >= KNOWN * rowOf.length) return { cells: column.cells, key: index, rowOf };
	}
	return undefined;
}

/** The links to every table that `base` leads to, each behind the one that it starts from. */
function pathFrom(base: number, links: readonly Link[]): Link[] {
	const reached = new Set([base]);
	const path: Link[] = [];
	for (let before = 0; before < reached.size; ) {
		before = reached.size;
		for (const link of links) {
			if (!reached.has(link.child) || reached.has(link.parent)) continue;
			reached.add(link.parent);
			path.push(link);
		}
	}
	return path;
}

function joined(tables: readonly Found[], base: number, path: readonly Link[]): Table {
	const { table } = tables[base];
	/** Of a table, its row for each row of the base; the base's rows are their own. */
	const rowIn = new Map<number, Int32Array>();
	const columns = [...table.columns];
	for (const { child, parent, cells, key, rowOf } of path) {
		const from = rowIn.get(child);
		const rows = new Int32Array(table.rows);
		for (let row = 0; row < table.rows; row++) {
			const own = from ? from[row] : row;
			const code = own < 0 ? -1 : cells.codes[own];
			rows[row] = code < 0 ? -1 : rowOf[code];
		}
		rowIn.set(parent, rows);
		const owner = singular(tables[parent].name);
		tables[parent].table.columns.forEach((column, index) => {
			if (index !== key) columns.push({ name: nameOf(column.name, owner), cells: lookedUp(column.cells, rows) });
		});
	}
	const names = uniqueNames(columns.map(({ name }) => name));
	return { ...table, columns: columns.map(({ cells }, c) => ({ name: names[c], cells })) };
}

function nameOf(name: string, owner: string): string {
	return bare.test(wordsOf(name).join(' ')) && owner ? `${owner} ${name}` : name;
}

/** The cells of some rows; values that none of them has are left out. */
function lookedUp({ codes, values }: Category, rows: Int32Array): Category {
	const map = new Int32Array(values.length).fill(-1);
	const kept: string[] = [];
	const of = new Int32Array(rows.length);
	for (let row = 0; row < rows.length; row++) {
		const code = rows[row] < 0 ? -1 : codes[rows[row]];
		if (code >= 0 && map[code] < 0) map[code] = kept.push(values[code]) - 1;
		of[row] = code < 0 ? -1 : map[code];
	}
	return { codes: of, values: kept };
}

/** What a row of a file is, by the file's name: product for shop_products.csv, `Products` of a workbook, or products. */
function singular(name: string): string {
	const last = wordsOf(name.replace(/\.(csv|tsv|txt|json|jsonl|parquet|xlsx|gz|zip)\b/gi, ' ')).filter((word) => !/^(dataset|data|table|export|dim|fact|dbo|public)$/.test(word)).at(-1) ?? '';
	return last.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}
