import { LikelyError } from '../../errors.js';
import { silent } from '../../progress.js';
import type { Work } from '../../progress.js';
import { createDecoder, decodeStart } from '../decode.js';
import { readTable } from '../delimited.js';
import type { Helpers } from '../reading.js';
import { pieces } from '../source.js';
import type { ByteSource } from '../source.js';
import type { Encoding } from '../types.js';
import { combine } from './combine.js';
import type { Combined, Found } from './combine.js';

const MOST_FILES = 500;

/**
 * The orders in one file or several, whatever their format: delimited text, gzip, zip, XLSX, JSON, JSON lines, Parquet,
 * told by their content. What reads a format is loaded when such a file comes. See `combine` for several tables, and
 * `readTable` for `helpers` and `encoding`.
 * Throws what the readers of the formats throw, file.too_many {files, most}.
 */
export async function openOrders(sources: readonly ByteSource[], work: Work = silent, helpers?: Helpers, encoding?: Encoding): Promise<Combined> {
	if (sources.length > MOST_FILES) throw new LikelyError('file.too_many', { files: sources.length, most: MOST_FILES });
	const found: Found[] = [];
	try {
		for (const source of sources) found.push(...(await tablesIn(source, work, { helpers, encoding }, 0)));
		return combine(found);
	} catch (error) {
		if (error instanceof RangeError) throw new LikelyError('file.too_large', {}, { cause: error });
		throw error;
	}
}

/** What `readTable` is to be told of delimited text. */
interface ReadingText {
	readonly helpers: Helpers | undefined;
	readonly encoding: Encoding | undefined;
}

/** The tables in a file. Of archives in archives only workbooks are opened. */
async function tablesIn(source: ByteSource, work: Work, reading: ReadingText, depth: number): Promise<Found[]> {
	const format = formatOf(await startOf(source));
	const { name } = source;
	if (format === 'delimited') return [{ name, table: await readTable(source, work, reading.helpers, reading.encoding) }];
	if (format === 'json') return [{ name, table: await (await import('./json.js')).readJson(source, work) }];
	if (format === 'parquet') return [{ name, table: await (await import('./parquet.js')).readParquet(source, work) }];
	const [{ readArchive }, { isWorkbook, readWorkbook }, { wholeOf }] = await Promise.all([
		import('./archive.js'),
		import('./workbook.js'),
		import('./whole.js')
	]);
	const entries = readArchive(await wholeOf(source, work));
	if (isWorkbook(entries)) {
		const sheets = await readWorkbook(entries, work);
		return sheets.map((sheet) => ({ name: sheets.length > 1 ? `${name}: ${sheet.name}` : name, table: sheet.table }));
	}
	if (depth > 0) throw new LikelyError('file.not_a_table', { what: 'zip' });
	if (entries.length > MOST_FILES) throw new LikelyError('file.too_many', { files: entries.length, most: MOST_FILES });
	const found: Found[] = [];
	let failure: LikelyError | undefined;
	for (const entry of entries) {
		if (entry.name.startsWith('.')) continue;
		try {
			found.push(...(await tablesIn(entry, work, reading, depth + 1)));
		} catch (error) {
			if (!(error instanceof LikelyError) || !/^file\.(empty|header_only|not_a_table|encrypted)$/.test(error.code)) throw error;
			failure ??= error;
		}
	}
	if (found.length === 0) throw failure ?? new LikelyError('file.empty');
	return found;
}

async function startOf(source: ByteSource): Promise<Uint8Array> {
	for await (const piece of pieces(source, () => {})) if (piece.length > 0) return piece.subarray(0, 4096);
	return new Uint8Array(0);
}

function formatOf(start: Uint8Array): 'delimited' | 'zip' | 'json' | 'parquet' {
	const begins = (...bytes: number[]): boolean => bytes.every((byte, i) => start[i] === byte);
	if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return 'zip';
	if (begins(0x50, 0x41, 0x52, 0x31)) return 'parquet';
	const text = decodeStart(start, createDecoder(start).encoding).trimStart();
	return /^(\{\s*["}]|\[\s*[[{\]]|[[{]\s*$)/.test(text) ? 'json' : 'delimited';
}
