import { narrowCodes } from './code-list.js';
import type { Category, Codes, Mapping, Table } from './types.js';
import { means, wordsOf } from './vocabulary.js';

/** Of so many different values half have to be words, or none to be. */
const HALF = 0.5;
/** Share of rows in which a product has its commonest name: less, and the column says something else. */
const MOSTLY = 0.8;

/** Whether a text is one piece with at least as many digits as letters: 85123A, FUR-BO-10000112. */
const isCode = (text: string) => /^\S*\d\S*$/.test(text) && text.replace(/\P{Nd}/gu, '').length >= text.replace(/\P{L}/gu, '').length;
const wordy = (values: readonly string[]) => values.filter((value) => !isCode(value)).length / values.length;

/**
 * What products that are told apart by a code are called: the value that stands beside each in most rows, of the column about products whose values tell
 * most of them apart. Notes that a file puts in its place now and then ("damaged", "?") do no harm.
 * product: [rows] index into `values`, -1 missing. Returns [values], '' where a product has no name; undefined where products have names of their own or
 * the table has none for them.
 */
export function productNames(table: Table, { columns }: Pick<Mapping, 'columns'>, product: Codes, values: readonly string[]): readonly string[] | undefined {
	if (!values.length || wordy(values) >= HALF) return undefined;
	const taken = Object.values(columns);
	const found = table.columns
		.filter(({ name, cells }) => !taken.includes(name) && means(wordsOf(name), 'product') && cells.values.length > 1 && wordy(cells.values) >= HALF)
		.map(({ cells }) => ({ cells, names: commonest(product, values.length, cells) }))
		.filter(({ cells, names }) => new Set(names).size >= HALF * values.length && agreement(product, names, cells) >= MOSTLY)
		.sort((a, b) => new Set(b.names).size - new Set(a.names).size);
	return found[0]?.names;
}

/** What `products` are called, by what some are known to be: [known] `names`; '' for others. */
export function namesFor(products: readonly string[], known: readonly string[], names: readonly string[]): readonly string[] {
	const called = new Map(known.map((product, p) => [product, names[p]]));
	return products.map((product) => called.get(product) ?? '');
}

/** Share of the rows with both in which a product has the name that it has most often. */
function agreement(product: Codes, names: readonly string[], { codes, values }: Category): number {
	let same = 0;
	let asked = 0;
	for (let row = 0; row < product.length; row++) {
		if (product[row] < 0 || codes[row] < 0) continue;
		asked++;
		if (names[product[row]] === values[codes[row]]) same++;
	}
	return same / asked;
}

/** [products] the value that each has in most rows, the first of those that have as many; '' where it has none. */
function commonest(product: Codes, products: number, { codes, values }: Category): string[] {
	const start = new Int32Array(products + 1);
	for (const p of product) if (p >= 0) start[p + 1]++;
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const at = start.slice();
	const grouped = narrowCodes(start[products], values.length);
	for (let row = 0; row < product.length; row++) if (product[row] >= 0) grouped[at[product[row]]++] = codes[row];
	const count = new Int32Array(values.length);
	return Array.from({ length: products }, (_, p) => {
		const own = grouped.subarray(start[p], start[p + 1]);
		let best = -1;
		for (const code of own) if (code >= 0) count[code]++;
		for (const code of own) if (code >= 0 && (best < 0 || count[code] > count[best])) best = code;
		for (const code of own) if (code >= 0) count[code] = 0;
		return best < 0 ? '' : values[best];
	});
}
