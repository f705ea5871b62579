import Papa from 'papaparse/papaparse.js';
import { LikelyError } from '../errors.js';
import { looksLikeHeader, uniqueNames } from './header.js';

/** How a delimited text is written. */
export interface Dialect {
	readonly delimiter: string;
	/** `\n` stands for CRLF too. */
	readonly newline: '\n' | '\r';
	/** What makes a quote inside a quoted cell: another quote, or a backslash. */
	readonly escape: '"' | '\\';
	/** Delimiters are followed by spaces, which come before opening quotes and do not count. */
	readonly spaced: boolean;
	/** Column names, made unique; made up where the file has no header. */
	readonly names: readonly string[];
	readonly header: boolean;
	/** Rows before the first row of data that are not data: text above the header, and the header. */
	readonly skip: number;
}

const delimiters = [',', ';', '\t', '|'];
const spacedQuote = /([,;\t|]) +"/g;
const PREVIEW = 300;
const MOST_COLUMNS = 2000;

/**
 * How a text that begins with `head` is written. `whole` says that there is nothing after it. The delimiter is the one
 * that cuts most rows into the same number of cells, the header's among them; a first line `sep=;` decides it.
 * Throws file.not_a_table {what: one_column | no_columns}, file.too_many_columns {columns, most}.
 */
export function sniff(head: string, whole: boolean): Dialect {
	const [firstLine] = head.split(/[\r\n]/, 1);
	const spaced = /"[,;\t|] +"/.test(firstLine) && !firstLine.includes('""');
	const text = spaced ? unspaced(head) : head;
	const bare = head.replace(/"[^"]*"/g, '');
	const newline = bare.includes('\n') || !bare.includes('\r') ? '\n' : '\r';
	const escape = count(head, /[^\\]\\"[^,;\t|\r\n]/g) > 2 * count(head, /[^,;\t|\r\n]""/g) ? '\\' : '"';
	const told = /^sep=([,;\t|:~^])\r?\n/i.exec(head)?.[1];
	const candidates = (told ? [told] : delimiters).map((delimiter) => {
		const rows = preview(text, { delimiter, newline, escape }, whole);
		return { delimiter, rows, ...commonWidth(told ? rows.slice(1) : rows) };
	});
	const marked = candidates.reduce((a, b) => (b.score > a.score || (b.score === a.score && b.width > a.width) ? b : a));
	const best = (marked.width < 2 && alignedBySpaces(text, { newline, escape }, whole)) || marked;
	if (best.width < 2) throw new LikelyError('file.not_a_table', { what: 'one_column' });
	if (best.width > MOST_COLUMNS)
		throw new LikelyError('file.too_many_columns', { columns: best.width, most: MOST_COLUMNS });
	if (best.share < 0.3 && best.rows.length > 3) throw new LikelyError('file.not_a_table', { what: 'no_columns' });

	const { width, delimiter } = best;
	const rows = told ? best.rows.slice(1) : best.rows;
	const style = { delimiter, newline, escape, spaced } as const;
	// R writes row names without a heading: one name fewer than cells.
	const unnamed = rows.length > 1 && width > 2 && rows[0].length === width - 1 && rows[1].length === width && !rows[0].includes('');
	const above = unnamed ? 0 : Math.max(0, rows.findIndex((row) => row.length === width && filled(row) >= width / 2));
	const first = unnamed ? ['', ...rows[above]] : rows[above];
	const header = looksLikeHeader(first, rows.slice(above + 1).filter((row) => row.length === width));
	return {
		...style,
		names: uniqueNames(header ? first : first.map(() => '')),
		header,
		skip: (told ? 1 : 0) + above + (header ? 1 : 0)
	};
}

/** Columns of numbers with spaces between them, as statistics programs write them; undefined if the text is no such table. */
function alignedBySpaces(text: string, style: { newline: '\n' | '\r'; escape: '"' | '\\' }, whole: boolean) {
	const rows = preview(squeezed(text), { delimiter: ' ', ...style }, whole);
	const common = commonWidth(rows);
	const cells = rows.flat();
	const numbers = cells.filter((cell) => /^[-+]?[\d.,:/-]*\d[\d.,:/-]*$/.test(cell)).length;
	return common.width >= 3 && common.share >= 0.9 && numbers >= 0.6 * cells.length ? { delimiter: ' ', rows, ...common } : undefined;
}

/** A text with single spaces in place of several, and none at the ends of its lines. */
export function squeezed(text: string): string {
	return text.replace(/ {2,}/g, ' ').replace(/^ | (?=\r?$)/gm, '');
}

/** A text without the spaces between a delimiter and an opening quote. */
export function unspaced(text: string): string {
	return text.replace(spacedQuote, '$1"');
}

function filled(row: readonly string[]): number {
	return row.filter((cell) => cell !== '').length;
}

/** The rows at the start of a text, trimmed, without blank lines; the last, maybe cut, only if the text is whole. */
function preview(
	head: string,
	style: { delimiter: string; newline: '\n' | '\r'; escape: string },
	whole: boolean
): string[][] {
	const parser = new Papa.Parser({
		delimiter: style.delimiter,
		newline: style.newline,
		quoteChar: '"',
		escapeChar: style.escape,
		preview: PREVIEW
	});
	let rows = parser.parse(head, 0, !whole).data;
	if (!rows.length) rows = parser.parse(head, 0, false).data;
	return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.length > 1 || row[0] !== '');
}

/** The number of cells that most rows have (at least 2, if any row does), and how well it explains the rows. */
function commonWidth(rows: readonly (readonly string[])[]): { width: number; share: number; score: number } {
	const counts = new Map<number, number>();
	for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
	let width = 1;
	for (const [w, n] of counts) {
		const most = counts.get(width) ?? 0;
		if (w > 1 && (width === 1 || n > most || (n === most && w > width))) width = w;
	}
	const share = width > 1 ? (counts.get(width) ?? 0) / rows.length : 0;
	const headed = rows.length > 0 && (rows[0].length === width || (width > 2 && rows[0].length === width - 1));
	return { width, share, score: share * (headed ? 1 : 0.6) };
}

function count(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}
