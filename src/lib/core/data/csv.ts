/**
 * A cell that a spreadsheet takes for a formula: after optional quotes it begins with = + - @, in full width too, a tab or
 * a line end (OWASP, CSV injection); or one that is guarded already, so that what is guarded can be told from it.
 */
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/;
const plainNumber = /^[+-]?\d+([.,]\d+)*(e[+-]?\d+)?$/i;
const needsQuotes = /[",\r\n;\t|]|^\s|\s$/;

/**
 * One value as a CSV cell (RFC 4180), safe to open in a spreadsheet: text that a spreadsheet would run as a formula
 * is prefixed with an apostrophe. Numbers, negative ones included, stay numbers; NaN and missing are empty.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
	const text = String(value);
	const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
	return quoteCell(safe);
}

/** The text that `csvCell` wrote, when its cell is read again. */
export function unguarded(cell: string): string {
	return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/** One text as a CSV cell, quoted only where it must be, and otherwise to the letter: what a reader gets back is the same. */
export function quoteCell(text: string): string {
	return needsQuotes.test(text) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A header and rows as CSV text with CRLF line ends (RFC 4180). Cells go through `csvCell`. */
export function toCsv(
	header: readonly string[],
	rows: Iterable<readonly (string | number | boolean | null | undefined)[]>
): string {
	const lines = [header.map(csvCell).join(',')];
	for (const row of rows) lines.push(row.map(csvCell).join(','));
	return `${lines.join('\r\n')}\r\n`;
}
