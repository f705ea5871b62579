import Papa from 'papaparse/papaparse.js';
import { LikelyError } from '../errors.js';
import { LONGEST_ROW } from './byte-rows.js';
import type { RowLog } from './row-log.js';
import { squeezed, unspaced } from './sniff.js';
import type { Dialect } from './sniff.js';
import { TextColumn } from './text-column.js';

/**
 * The general way into a delimited text: PapaParse, chunk by chunk. A quote that opens and is not closed in its row
 * would swallow the rows below it; where a row has the wrong number of cells because of that, its first line is read
 * again by itself.
 */
export class TextRows {
	readonly columns: readonly TextColumn[];
	readonly #dialect: Dialect;
	readonly #log: RowLog;
	#rest = '';
	/** A row that is not yet whole is looked at again when this many characters are there. */
	#enough = 0;
	#line = 1;

	constructor(dialect: Dialect, log: RowLog, capacity: number) {
		this.#dialect = dialect;
		this.#log = log;
		this.columns = dialect.names.map(() => new TextColumn(capacity));
	}

	/** Reads the next piece of the text; `last` also reads a row that has no line end. Throws file.not_a_table {what: no_rows}. */
	read(text: string, last: boolean): void {
		const joined = this.#rest + text;
		const before = this.#dialect.spaced ? unspaced(joined) : this.#dialect.delimiter === ' ' ? squeezed(joined) : joined;
		this.#rest = before;
		if (before.length < this.#enough && !last) return;
		let rest = before;
		for (let ended = false; !ended; ) {
			const { taken, broken } = this.#readRows(rest, last);
			rest = rest.slice(taken);
			const overlong = !last && rest.length >= LONGEST_ROW && rest.includes(this.#dialect.newline);
			ended = !broken && !overlong;
			if (!ended) rest = rest.slice(this.#readLine(rest));
		}
		if (rest.length >= LONGEST_ROW) throw new LikelyError('file.not_a_table', { what: 'no_rows' });
		this.#rest = rest;
		this.#enough = rest.length === before.length ? Math.min(2 * rest.length, LONGEST_ROW) : 0;
	}

	/** Reads rows until the text ends or a row's quotes are broken; `taken` characters were read. */
	#readRows(text: string, last: boolean): { taken: number; broken: boolean } {
		let taken = 0;
		let broken = false;
		const parser = this.#parser((row) => {
			if (broken) return;
			const cells = row.data[0];
			const raw = text.slice(taken, row.meta.cursor);
			const lines = count(raw.trimEnd(), this.#dialect.newline);
			const unclosed = row.errors.some((error) => error.code === 'MissingQuotes');
			const doubtful = lines > 0 && (row.errors.length > 0 || this.#isUneven(cells));
			if (unclosed || (doubtful && this.#firstLineFits(raw))) {
				broken = true;
				parser.abort();
				return;
			}
			taken = row.meta.cursor;
			this.#add(cells);
			this.#line += count(raw, this.#dialect.newline);
		});
		parser.parse(text, 0, !last);
		return { taken, broken };
	}

	/** Reads the first line of the text as one row, quotes or not, and returns its length. */
	#readLine(text: string): number {
		const { line, length } = this.#firstLine(text);
		this.#add(this.#cellsOf(line));
		this.#line++;
		return length;
	}

	#firstLineFits(raw: string): boolean {
		return !this.#isUneven(this.#cellsOf(this.#firstLine(raw).line));
	}

	/** The cells of one line: by its quotes if that gives the right number, else by its delimiters alone if that does. */
	#cellsOf(line: string): string[] {
		const quoted = this.#parser().parse(line, 0, false).data[0] ?? [''];
		if (!this.#isUneven(quoted)) return quoted;
		const bare = line.split(this.#dialect.delimiter);
		return this.#isUneven(bare) ? quoted : bare;
	}

	#firstLine(text: string): { line: string; length: number } {
		const end = text.indexOf(this.#dialect.newline);
		return end < 0 ? { line: text, length: text.length } : { line: text.slice(0, end), length: end + 1 };
	}

	#isUneven(cells: readonly string[]): boolean {
		const width = this.columns.length;
		if (cells.length < width) return true;
		for (let c = width; c < cells.length; c++) if (cells[c].trim() !== '') return true;
		return false;
	}

	#add(cells: readonly string[]): void {
		if (cells.length === 1 && cells[0].trim() === '') return;
		if (!this.#log.wanted()) return;
		this.#log.add(this.#line);
		if (this.#isUneven(cells)) this.#log.markUneven(cells.length);
		for (let c = 0; c < this.columns.length; c++) this.columns[c].add(cells[c]);
	}

	#parser(step?: (row: { data: string[][]; errors: readonly { code: string }[]; meta: { cursor: number } }) => void) {
		const { delimiter, newline, escape } = this.#dialect;
		return new Papa.Parser({ delimiter, newline, escapeChar: escape, quoteChar: '"', ...(step && { step }) });
	}
}

function count(text: string, what: string): number {
	let n = 0;
	for (let i = text.indexOf(what); i >= 0; i = text.indexOf(what, i + 1)) n++;
	return n;
}
