import { LikelyError } from '../../errors.js';
import type { ArchiveEntry } from './archive.js';
import { serialDate } from './serial-dates.js';
import { XmlEvents } from './xml-events.js';

/** What the cells of a sheet refer to. */
export interface Book {
	readonly texts: readonly string[];
	/** [styles] whether the style shows a number as a date. */
	readonly dates: readonly boolean[];
	readonly epoch1904: boolean;
}

export interface SheetRow {
	/** Row number in the sheet, from 1. */
	readonly number: number;
	/** Cells from column A; missing ones are undefined. */
	readonly cells: readonly (string | undefined)[];
}

const MOST_COLUMNS = 2000;
/** Rows that a sheet can have in a spreadsheet program. */
const MOST_ROWS = 1 << 20;

/**
 * The rows of a sheet that hold anything, in batches. Numbers keep a point as decimal mark, dates become ISO.
 * Throws file.too_many_columns {columns, most}, file.damaged {format}.
 */
export async function* sheetRows(sheet: ArchiveEntry, book: Book): AsyncGenerator<SheetRow[]> {
	let batch: SheetRow[] = [];
	let number = 0;
	let cells: (string | undefined)[] = [];
	let column = -1;
	let type = 'n';
	let style = -1;
	let value = '';
	let taking = false;
	let phonetic = false;
	const events = new XmlEvents({
		open(name, attribute) {
			if (name === 'c') {
				const place = /^([A-Z]{1,3})\d/.exec(attribute('r') ?? '')?.[1];
				column = place ? columnOf(place) : column + 1;
				type = attribute('t') ?? 'n';
				style = Number(attribute('s') ?? -1);
				value = '';
			} else if (name === 'v') taking = true;
			else if (name === 't') taking = !phonetic;
			else if (name === 'rPh') phonetic = true;
			else if (name === 'row') {
				number = Math.max(number + 1, Math.min(MOST_ROWS, Number(attribute('r')) || 0));
				if (number > MOST_ROWS) throw new LikelyError('file.damaged', { format: 'xlsx' });
				cells = [];
				column = -1;
			}
		},
		text(text) {
			if (taking) value += text;
		},
		close(name) {
			if (name === 'v' || name === 't') taking = false;
			else if (name === 'rPh') phonetic = false;
			else if (name === 'c') {
				const text = textOf(value, type, style, book).trim();
				if (text === '') return;
				if (column >= MOST_COLUMNS) throw new LikelyError('file.too_many_columns', { columns: column + 1, most: MOST_COLUMNS });
				cells[column] = text;
			} else if (name === 'row' && cells.length > 0) batch.push({ number, cells });
		}
	});
	const decoder = new TextDecoder();
	for await (const bytes of sheet.chunks()) {
		events.read(decoder.decode(bytes, { stream: true }), false);
		if (batch.length > 0) yield batch;
		batch = [];
	}
	events.read(decoder.decode(), true);
	if (batch.length > 0) yield batch;
}

function columnOf(letters: string): number {
	let column = 0;
	for (let i = 0; i < letters.length; i++) column = 26 * column + letters.charCodeAt(i) - 64;
	return column - 1;
}

function textOf(value: string, type: string, style: number, book: Book): string {
	if (type === 's') return unescapedText(book.texts[Number(value)] ?? '');
	if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : '';
	if (type === 'd') return value.replace('T', ' ');
	if (type !== 'n') return unescapedText(value);
	if (value === '') return '';
	const number = Number(value);
	if (Number.isNaN(number)) return value;
	if (book.dates[style]) return serialDate(number, book.epoch1904) ?? value;
	// Fifteen digits are what spreadsheet programs show of a number; the rest is noise of binary fractions.
	return value.length > 15 && !Number.isInteger(number) ? String(Number(number.toPrecision(15))) : String(number);
}

/** Characters that XML cannot hold are written _x000D_. */
function unescapedText(text: string): string {
	return text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}
