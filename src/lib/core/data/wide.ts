import { findByNames, findSellable, freeOf } from './by-names.js';
import { saysReturned } from './flags.js';
import { Ints } from './ints.js';
import { profileColumns } from './profile.js';
import type { Profile } from './profile.js';
import type { Category, Table } from './types.js';
import { means } from './vocabulary.js';

const FEWEST_PRODUCTS = 5;
/** Share of cells that say "not bought", at least: nobody buys everything. */
const EMPTY = 0.3;

/**
 * The order lines in a table with one row per customer and one column per product, whose cells are counts or yes and no:
 * the other columns, `product`, and `quantity`. Undefined when the table is not of that shape: customers repeat, a
 * column holds names of products, or fewer than five columns could be counts of things that mostly were not bought.
 */
export function linesOfWide(table: Table): Table | undefined {
	if (!table.columns.some(({ cells }) => cells.values.length === table.rows)) return undefined;
	const profiles = profileColumns(table);
	const found = findByNames(table, profiles);
	const { customer } = found;
	if (!customer || customer.distinct < 3 || customer.distinct < table.rows || found.date?.distinct === table.rows) return undefined;
	const products = profiles.filter((p) => p !== customer && p !== found.date && isCount(p));
	const { order, date } = found;
	const named = findSellable(profiles, { customer, ...(order && { order }), ...(date && { date }) }).some((p) => !products.includes(p));
	if (named || products.length < FEWEST_PRODUCTS) return undefined;

	const bought = products.map(({ index }) => table.columns[index].cells).map((cells) => ({ cells, yes: cells.values.map(saysBought) }));
	const row = new Ints();
	const product = new Ints();
	for (let r = 0; r < table.rows; r++)
		bought.forEach(({ cells: { codes }, yes }, p) => {
			if (codes[r] < 0 || !yes[codes[r]]) return;
			row.push(r);
			product.push(p);
		});
	const rows = row.length;
	if (rows === 0 || rows > (1 - EMPTY) * table.rows * products.length) return undefined;

	const from = row.finish();
	const which = product.finish();
	const quantities = stackedValues(bought.map(({ cells }) => cells), from, which);
	const kept = freeOf(profiles, {}).filter((p) => !products.includes(p));
	return {
		rows,
		columns: [
			...kept.map(({ name, index }) => {
				const { codes, values } = table.columns[index].cells;
				return { name, cells: { codes: Int32Array.from(from, (r) => codes[r]), values } };
			}),
			{ name: unused('product', kept), cells: { codes: which, values: products.map(({ name }) => name) } },
			{ name: unused('quantity', kept), cells: quantities }
		],
		line: Int32Array.from(from, (r) => table.line[r]),
		...(table.format && { format: table.format })
	};
}

function isCount(p: Profile): boolean {
	if (p.distinct === 0 || p.writtenDates > 0.5 || means(p.words, 'circumstance') || means(p.words, 'otherNumber')) return false;
	if (means(p.words, 'amount') || means(p.words, 'customer') || means(p.words, 'order') || means(p.words, 'date') || means(p.words, 'id')) return false;
	return p.flags || (p.numbers === 1 && p.wholes === 1 && p.distinct <= 500);
}

function saysBought(text: string): boolean {
	return Number(text) > 0 || saysReturned(text);
}

/** Of each line, the cell of its product's column; a yes counts 1. */
function stackedValues(columns: readonly Category[], row: Int32Array, product: Int32Array): Category {
	const code = new Map<string, number>();
	const maps = columns.map(({ values }) =>
		Int32Array.from(values, (value) => {
			const text = Number(value) > 0 ? value : '1';
			if (!code.has(text)) code.set(text, code.size);
			return code.get(text) ?? -1;
		})
	);
	return {
		codes: Int32Array.from(row, (r, i) => maps[product[i]][columns[product[i]].codes[r]]),
		values: [...code.keys()]
	};
}

function unused(name: string, columns: readonly { readonly name: string }[]): string {
	return columns.some((column) => column.name.toLowerCase() === name) ? `${name} (column)` : name;
}
