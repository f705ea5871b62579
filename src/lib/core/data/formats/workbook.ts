import { LikelyError } from '../../errors.js';
import type { Work } from '../../progress.js';
import { readTable } from '../delimited.js';
import type { ByteSource } from '../source.js';
import type { Table } from '../types.js';
import type { ArchiveEntry } from './archive.js';
import { sheetRows } from './sheet.js';
import type { Book } from './sheet.js';
import { serialIsDate } from './serial-dates.js';
import { XmlEvents } from './xml-events.js';
import type { XmlHandler } from './xml-events.js';

export interface Sheet {
	readonly name: string;
	readonly table: Table;
}

const MOST_SHEETS = 50;
/** Characters of all shared texts together. */
const MOST_TEXT = 1 << 28;

/** Whether a zip is a workbook (ECMA-376, SpreadsheetML). */
export function isWorkbook(entries: readonly ArchiveEntry[]): boolean {
	return entries.some(({ path }) => path === '[Content_Types].xml') && entries.some(({ path }) => /(^|\/)workbook\.(xml|bin)$/.test(path));
}

/**
 * The visible sheets of a workbook that are tables, with the header found below whatever stands above it. `line` is the
 * row number of the sheet. Sheets are read as a stream; formulas count with the value that was saved with them.
 * Throws, when no sheet is a table, what its first sheet threw; file.damaged {format}, file.too_large, file.bomb.
 */
export async function readWorkbook(entries: readonly ArchiveEntry[], work: Work): Promise<Sheet[]> {
	const entry = (path: string): ArchiveEntry | undefined => entries.find((e) => e.path.toLowerCase() === path.toLowerCase());
	const book = entry('xl/workbook.xml');
	if (!book) throw new LikelyError('file.not_a_table', { what: 'xlsb' });
	const places = await targetsOf(entry('xl/_rels/workbook.xml.rels'), work);
	const { sheets, epoch1904 } = await sheetsOf(book, work);
	const shared: Book = {
		texts: await sharedTexts(entry('xl/sharedStrings.xml'), work),
		dates: await dateStyles(entry('xl/styles.xml'), work),
		epoch1904
	};
	const found: Sheet[] = [];
	let failure: LikelyError | undefined;
	for (const { name, id } of sheets.slice(0, MOST_SHEETS)) {
		const place = places.get(id);
		const sheet = place === undefined ? undefined : entry(place);
		if (!sheet) continue;
		try {
			found.push({ name, table: await readTable(asText(name, sheet, shared), work) });
		} catch (error) {
			if (!(error instanceof LikelyError) || error.code === 'file.damaged' || error.code === 'file.too_large') throw error;
			failure ??= error;
		}
	}
	if (found.length === 0) throw failure ?? new LikelyError('file.damaged', { format: 'xlsx' });
	return found;
}

/** A sheet as quoted CSV in which every row of the sheet is one line. */
function asText(name: string, sheet: ArchiveEntry, book: Book): ByteSource {
	return {
		name,
		size: sheet.size,
		async *chunks() {
			const encoder = new TextEncoder();
			let width = 0;
			let line = 1;
			for await (const rows of sheetRows(sheet, book)) {
				let text = '';
				for (const { number, cells } of rows) {
					text += '\n'.repeat(Math.max(0, number - line));
					line = Math.max(line, number) + 1;
					width = Math.max(width, cells.length);
					for (let c = 0; c < width; c++) text += `${c ? ',' : ''}"${(cells[c] ?? '').replaceAll('"', '""').replace(/[\r\n]+/g, ' ')}"`;
					text += '\n';
				}
				yield encoder.encode(text);
			}
		}
	};
}

async function parse(entry: ArchiveEntry | undefined, work: Work, handler: XmlHandler): Promise<void> {
	if (!entry) return;
	const decoder = new TextDecoder();
	const events = new XmlEvents(handler);
	for await (const bytes of entry.chunks()) {
		events.read(decoder.decode(bytes, { stream: true }), false);
		work.signal?.throwIfAborted();
	}
	events.read(decoder.decode(), true);
}

/** Paths of the parts of a workbook by their ids. */
async function targetsOf(entry: ArchiveEntry | undefined, work: Work): Promise<Map<string, string>> {
	const places = new Map<string, string>();
	await parse(entry, work, {
		open(name, attribute) {
			const target = attribute('Target') ?? '';
			if (name === 'Relationship') places.set(attribute('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`);
		},
		text() {},
		close() {}
	});
	return places;
}

async function sheetsOf(entry: ArchiveEntry, work: Work): Promise<{ sheets: { name: string; id: string }[]; epoch1904: boolean }> {
	const sheets: { name: string; id: string }[] = [];
	let epoch1904 = false;
	await parse(entry, work, {
		open(name, attribute) {
			if (name === 'workbookPr') epoch1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
			if (name === 'sheet' && (attribute('state') ?? 'visible') === 'visible') sheets.push({ name: attribute('name') ?? '', id: attribute('r:id') ?? attribute('id') ?? '' });
		},
		text() {},
		close() {}
	});
	return { sheets, epoch1904 };
}

async function sharedTexts(entry: ArchiveEntry | undefined, work: Work): Promise<string[]> {
	const texts: string[] = [];
	let text = '';
	let inText = false;
	let phonetic = false;
	let length = 0;
	await parse(entry, work, {
		open(name) {
			if (name === 'si') text = '';
			else if (name === 'rPh') phonetic = true;
			else if (name === 't') inText = !phonetic;
		},
		text(part) {
			if (inText) text += part;
		},
		close(name) {
			if (name === 't') inText = false;
			else if (name === 'rPh') phonetic = false;
			else if (name === 'si') {
				length += text.length;
				if (length > MOST_TEXT) throw new LikelyError('file.too_large', {});
				texts.push(text);
			}
		}
	});
	return texts;
}

/** Which cell styles show a number as a date. */
async function dateStyles(entry: ArchiveEntry | undefined, work: Work): Promise<boolean[]> {
	const formats = new Map<number, string>();
	const styles: boolean[] = [];
	let inCells = false;
	await parse(entry, work, {
		open(name, attribute) {
			if (name === 'numFmt') formats.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
			else if (name === 'cellXfs') inCells = true;
			else if (name === 'xf' && inCells) {
				const format = Number(attribute('numFmtId') ?? 0);
				styles.push(serialIsDate(format, formats.get(format)));
			}
		},
		text() {},
		close(name) {
			if (name === 'cellXfs') inCells = false;
		}
	});
	return styles;
}
