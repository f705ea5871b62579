import { Ints } from './ints.js';
import type { Table } from './types.js';
import { means, wordsOf } from './vocabulary.js';

const SAMPLE = 2000;
const separators = [';', '|', ',', '\n'];

/**
 * The order lines in a table whose cells hold lists of products: `['Milk', 'Bread']`, or `Milk; Bread` where the same few
 * products come again in many lists. One row per product; undefined where no column is of that kind.
 */
export function linesOfLists(table: Table): Table | undefined {
	const index = table.columns.findIndex(({ name, cells }) => isNamed(name) && cutOf(cells.values) !== undefined);
	if (index < 0) return undefined;
	const { codes, values } = table.columns[index].cells;
	const cut = cutOf(values) ?? ((text: string) => [text]);
	const code = new Map<string, number>();
	const items = values.map((text) =>
		cut(text).map((item) => {
			const known = code.get(item);
			if (known !== undefined) return known;
			code.set(item, code.size);
			return code.size - 1;
		})
	);
	const from = new Ints();
	const item = new Ints();
	for (let row = 0; row < table.rows; row++) {
		const list = codes[row] < 0 ? [] : items[codes[row]];
		for (const one of list.length ? list : [-1]) {
			from.push(row);
			item.push(one);
		}
	}
	const rows = from.finish();
	const { uneven, ...kept } = table;
	return {
		...kept,
		rows: rows.length,
		columns: table.columns.map(({ name, cells }, c) => ({
			name: c === index ? productName(table, index) : name,
			cells: c === index ? { codes: item.finish(), values: [...code.keys()] } : { codes: Int32Array.from(rows, (row) => cells.codes[row]), values: cells.values }
		})),
		line: Int32Array.from(rows, (row) => table.line[row]),
		...(uneven && { uneven: unevenOf(uneven, rows) })
	};
}

/** Rows with the wrong number of cells, by their new places. */
function unevenOf(uneven: NonNullable<Table['uneven']>, from: Int32Array): NonNullable<Table['uneven']> {
	const cells = new Map([...uneven.rows].map((row, i) => [row, uneven.cells[i]]));
	const rows = [...from.keys()].filter((row) => cells.has(from[row]));
	return { rows: Int32Array.from(rows), cells: Int32Array.from(rows, (row) => cells.get(from[row]) ?? 0) };
}

/** The column's own name, unless it is that of the whole list (basket). */
function productName({ columns }: Table, index: number): string {
	const { name } = columns[index];
	return means(wordsOf(name), 'product') || columns.some((column) => column.name.toLowerCase() === 'product') ? name : 'product';
}

function isNamed(name: string): boolean {
	const words = wordsOf(name);
	return (means(words, 'product') || words.some((word) => /^(baskets?|carts?|contents?|items|lines|goods|warenkorb|panier|cesta|carrello)$/.test(word))) && !means(words, 'id');
}

/** How the lists of a column are cut, if they are lists. */
function cutOf(values: readonly string[]): ((text: string) => string[]) | undefined {
	const step = Math.max(1, Math.ceil(values.length / SAMPLE));
	const sample = step === 1 ? values : values.filter((_, i) => i % step === 0);
	if (sample.length >= 3 && sample.filter((text) => /^\[.*\]$/s.test(text)).length >= 0.9 * sample.length) return listed;
	for (const separator of separators) {
		const cut = (text: string): string[] => tidied(text.split(separator));
		const lists = sample.filter((text) => text.includes(separator)).length;
		if (sample.length < 20 || lists < 0.3 * sample.length) continue;
		const items = new Set(sample.flatMap(cut));
		if (items.size <= 0.5 * sample.length && ![...items].every((item) => /^[\d\s.,]+$/.test(item))) return cut;
	}
	return undefined;
}

/** The items of `["Milk", 'Bread and "butter"', 12]`. */
function listed(text: string): string[] {
	const inside = text.replace(/^\s*\[|\]\s*$/g, '');
	return tidied(Array.from(inside.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,]+))/g), ([, double, single, plain]) => double ?? single ?? plain));
}

function tidied(items: readonly string[]): string[] {
	return items.map((item) => item.trim()).filter((item) => item !== '');
}
