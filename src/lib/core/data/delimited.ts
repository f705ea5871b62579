import { LikelyError } from '../errors.js';
import { breather, silent } from '../progress.js';
import type { Work } from '../progress.js';
import { ByteRows, IRREGULAR, LONGEST_ROW } from './byte-rows.js';
import { CompiledRows } from './compiled-rows.js';
import { createDecoder, decodeStart, isUtf8, utf8MarkLength } from './decode.js';
import { joined } from './dictionary-text.js';
import { hasAsciiInside, isLegacy } from './encodings.js';
import { legacyEncodingOf, wordsBeyondAscii } from './legacy-encoding.js';
import { refuseKnownBinary, refuseOtherText } from './not-a-table.js';
import { isWithoutHelpers, isWorthParting, readInParts } from './read-in-parts.js';
import { decoded } from './reading.js';
import type { Helpers, Read, Reading } from './reading.js';
import { RowLog } from './row-log.js';
import { sniff } from './sniff.js';
import type { Dialect } from './sniff.js';
import { pieces } from './source.js';
import type { ByteSource } from './source.js';
import { TextRows } from './text-rows.js';
import type { Encoding, Table } from './types.js';

export type { ByteSource } from './source.js';

/** Bytes that are looked at before anything is decided. */
const HEAD = 1 << 18;

/**
 * Reads delimited text, gzip or plain, of any size into dictionary-encoded columns; the text as a whole is never in
 * memory. Encoding, delimiter, quoting, line ends and header are found out. Reports 'reading' in bytes of the source.
 *
 * Cells are trimmed, and nothing but white space is missing. Blank lines are not rows. A row with too few cells has
 * the rest missing, one with too many loses the surplus, and both are listed in `uneven`. `helpers` make a large file
 * faster, and change nothing else. `encoding` is for a file whose letters were taken for those of another one.
 *
 * Throws file.empty, file.header_only {columns}, file.not_a_table {what}, file.too_many_columns {columns, most},
 * file.too_large, file.bad_gzip, file.bomb {bytes}; and the signal's reason when cancelled.
 */
export async function readTable(source: ByteSource, work: Work = silent, helpers?: Helpers, encoding?: Encoding): Promise<Table> {
	try {
		return await read(source, work, helpers, encoding);
	} catch (error) {
		if (error instanceof RangeError) throw new LikelyError('file.too_large', {}, { cause: error });
		throw error;
	}
}

async function read(source: ByteSource, work: Work, helpers: Helpers | undefined, given: Encoding | undefined): Promise<Table> {
	const { head, whole } = await readHead(source);
	if (head.length === 0) throw new LikelyError('file.empty');
	refuseKnownBinary(head);
	const { encoding } = createDecoder(head, given);
	const text = decodeStart(head, encoding);
	refuseOtherText(encoding === 'utf-8' ? text.replaceAll('\ufffd', '') : text);
	const dialect = sniff(text, whole);

	const rowBytes = head.length / Math.max(1, text.split(dialect.newline).length - 1);
	const capacity = Math.max(64, Math.min(1 << 24, Math.ceil((1.05 * source.size) / rowBytes)));
	const reading = { source, dialect, work, rowBytes, capacity, ...(given && { encoding: given }) };
	const plain = (encoding === 'utf-8' || isLegacy(encoding)) && dialect.escape === '"' && !(dialect.delimiter === '|' && hasAsciiInside(encoding));
	const { cells, line, uneven, encoding: used } = (plain && (await readFast(reading, helpers))) || (await readText(reading, encoding));

	const names = isLegacy(encoding) && used !== encoding ? namesIn(head, used, whole, dialect.names) : dialect.names;
	if (line.length === 0) throw new LikelyError('file.header_only', { columns: names });
	return {
		rows: line.length,
		columns: names.map((name, c) => ({ name, cells: cells[c] })),
		line,
		...(uneven && { uneven }),
		format: {
			encoding: used,
			delimiter: dialect.delimiter,
			header: dialect.header,
			skipped: dialect.skip - (dialect.header ? 1 : 0)
		}
	};
}

/** The names of the columns, once all values have told in which encoding they are. */
function namesIn(head: Uint8Array, encoding: Encoding, whole: boolean, before: readonly string[]): readonly string[] {
	const { names } = sniff(decodeStart(head, encoding), whole);
	return names.length === before.length ? names : before;
}

/** Undefined when the quoting is not regular. */
async function readFast(reading: Reading, helpers: Helpers | undefined): Promise<Read | undefined> {
	if (!helpers || !isWorthParting(reading, helpers)) return readBytes(reading);
	try {
		return await readInParts(reading, helpers);
	} catch (error) {
		reading.work.signal?.throwIfAborted();
		if (isWithoutHelpers(error)) return readBytes(reading);
		throw error;
	}
}

async function readHead(source: ByteSource): Promise<{ head: Uint8Array; whole: boolean }> {
	const head = new Uint8Array(HEAD);
	let length = 0;
	for await (const piece of pieces(source, () => {})) {
		const room = HEAD - length;
		head.set(piece.subarray(0, room), length);
		length += Math.min(room, piece.length);
		if (piece.length > room) return { head, whole: false };
	}
	return { head: head.subarray(0, length), whole: true };
}

async function readBytes({ source, dialect, work, capacity, encoding }: Reading): Promise<Read | undefined> {
	const log = new RowLog(dialect.skip, capacity);
	const rows = rowsFrom(dialect, log, capacity);
	const pause = breather(work.signal, 100);
	let buffer = new Uint8Array(1 << 21);
	let length = 0;
	let first = true;
	/** A row that is not yet whole is looked at again when twice as much is there, so that a long one costs little. */
	let enough = 0;
	const readOn = (last: boolean): boolean => {
		if (length < enough && !last) return true;
		const taken = rows.read(buffer, length, last);
		if (taken === IRREGULAR) return false;
		buffer.copyWithin(0, taken, length);
		length -= taken;
		enough = taken === 0 ? Math.min(2 * length, LONGEST_ROW) : 0;
		return length <= LONGEST_ROW;
	};
	let done = 0;
	for await (const piece of pieces(source, (bytes) => (done = bytes))) {
		let bytes = piece;
		if (first && bytes.length >= 3) bytes = bytes.subarray(utf8MarkLength(bytes));
		first = false;
		if (length + bytes.length + 1 > buffer.length) {
			const grown = new Uint8Array(2 * (length + bytes.length + 1));
			grown.set(buffer.subarray(0, length));
			buffer = grown;
		}
		buffer.set(bytes, length);
		length += bytes.length;
		if (!readOn(false)) return undefined;
		work.report({ stage: 'reading', done, total: source.size });
		work.signal?.throwIfAborted();
		await pause();
	}
	if (length > 0 && !readOn(true)) return undefined;
	work.signal?.throwIfAborted();

	return { ...(await decoded(rows.columns, pause, encoding)), ...entriesOf(log) };
}

/** What cuts bytes into rows here: compiled where that can start. */
function rowsFrom({ names, delimiter, newline }: Dialect, log: RowLog, capacity: number): CompiledRows | ByteRows {
	return CompiledRows.start(names.length, delimiter, newline, log) ?? new ByteRows(names.length, delimiter, newline, log, capacity);
}

function entriesOf(log: RowLog): Pick<Read, 'line' | 'uneven'> {
	const { lines, uneven } = log;
	return { line: lines.finish(), ...(uneven && { uneven }) };
}

async function readText(reading: Reading, encoding: Encoding): Promise<Read> {
	const { source, dialect, work, capacity } = reading;
	const log = new RowLog(dialect.skip, capacity);
	const rows = new TextRows(dialect, log, capacity);
	const pause = breather(work.signal, 100);
	const decoder = createDecoder(new Uint8Array(0), encoding);
	let done = 0;
	try {
		for await (const piece of pieces(source, (bytes) => (done = bytes))) {
			rows.read(decoder.decode(piece, false), false);
			work.report({ stage: 'reading', done, total: source.size });
			work.signal?.throwIfAborted();
			await pause();
		}
		rows.read(decoder.decode(new Uint8Array(0), true), true);
	} catch (error) {
		if (error instanceof LikelyError && error.code === 'file.not_utf8') return readText(reading, await legacyEncodingIn(source));
		throw error;
	}
	work.signal?.throwIfAborted();
	return { cells: rows.columns.map((column) => column.finish()), encoding, ...entriesOf(log) };
}

/** The encoding of what is not UTF-8 in a text. */
async function legacyEncodingIn(source: ByteSource): Promise<Encoding> {
	const words: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of pieces(source, () => {})) {
		if (isUtf8(piece, true)) continue;
		bytes += words[words.push(wordsBeyondAscii(piece, HEAD)) - 1].length;
		if (bytes >= HEAD) break;
	}
	return legacyEncodingOf(joined(words));
}
