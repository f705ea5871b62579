import { LikelyError } from '../errors.js';
import { breather, silent } from '../progress.js';
import type { Work } from '../progress.js';
import { ByteRows, IRREGULAR } from './byte-rows.js';
import { createDecoder, decodeStart, utf8MarkLength } from './decode.js';
import { refuseKnownBinary, refuseOtherText } from './not-a-table.js';
import { RowLog } from './row-log.js';
import { sniff } from './sniff.js';
import type { Dialect } from './sniff.js';
import { pieces } from './source.js';
import type { ByteSource } from './source.js';
import { LONGEST_ROW, TextRows } from './text-rows.js';
import type { Category, Encoding, Table } from './types.js';

export type { ByteSource } from './source.js';

/** Bytes that are looked at before anything is decided. */
const HEAD = 1 << 18;

interface Reading {
	readonly source: ByteSource;
	readonly dialect: Dialect;
	readonly work: Work;
	/** About how many rows there will be. */
	readonly capacity: number;
}

interface Columns {
	readonly cells: readonly Category[];
	readonly log: RowLog;
	readonly encoding: Encoding;
}

/**
 * Reads delimited text, gzip or plain, of any size into dictionary-encoded columns; the text as a whole is never in
 * memory. Encoding, delimiter, quoting, line ends and header are found out. Reports 'reading' in bytes of the source.
 *
 * Cells are trimmed, and nothing but white space is missing. Blank lines are not rows. A row with too few cells has
 * the rest missing, one with too many loses the surplus, and both are listed in `uneven`.
 *
 * Throws file.empty, file.header_only {columns}, file.not_a_table {what}, file.too_many_columns {columns, most},
 * file.too_large, file.bad_gzip; and the signal's reason when cancelled.
 */
export async function readTable(source: ByteSource, work: Work = silent): Promise<Table> {
	try {
		return await read(source, work);
	} catch (error) {
		if (error instanceof RangeError) throw new LikelyError('file.too_large', {}, { cause: error });
		throw error;
	}
}

async function read(source: ByteSource, work: Work): Promise<Table> {
	const { head, whole } = await readHead(source);
	if (head.length === 0) throw new LikelyError('file.empty');
	refuseKnownBinary(head);
	const { encoding } = createDecoder(head);
	const text = decodeStart(head, encoding);
	refuseOtherText(text);
	const dialect = sniff(text, whole);

	const rowBytes = head.length / Math.max(1, text.split(dialect.newline).length - 1);
	const capacity = Math.max(64, Math.min(1 << 24, Math.ceil((1.05 * source.size) / rowBytes)));
	const reading = { source, dialect, work, capacity };
	const plain = (encoding === 'utf-8' || encoding === 'windows-1252') && dialect.escape === '"';
	const columns = (plain && (await readBytes(reading))) || (await readText(reading, encoding));

	const rows = columns.log.lines.length;
	if (rows === 0) throw new LikelyError('file.header_only', { columns: dialect.names });
	const { uneven } = columns.log;
	return {
		rows,
		columns: dialect.names.map((name, c) => ({ name, cells: columns.cells[c] })),
		line: columns.log.lines.finish(),
		...(uneven && { uneven }),
		format: {
			encoding: columns.encoding,
			delimiter: dialect.delimiter,
			header: dialect.header,
			skipped: dialect.skip - (dialect.header ? 1 : 0)
		}
	};
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

/** Undefined when the quoting is not regular. */
async function readBytes({ source, dialect, work, capacity }: Reading): Promise<Columns | undefined> {
	const log = new RowLog(dialect.skip, capacity);
	const rows = new ByteRows(dialect.names.length, dialect.delimiter, dialect.newline, log, capacity);
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
		return taken > 0 || length < LONGEST_ROW;
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

	let valid = 0;
	let invalid = 0;
	for (const column of rows.columns) {
		const survey = column.surveyEncoding();
		valid += survey.valid;
		invalid += survey.invalid;
	}
	const utf8 = valid >= invalid;
	const cells: Category[] = [];
	for (const column of rows.columns) {
		cells.push(column.finish(utf8));
		await pause();
	}
	return { cells, log, encoding: utf8 ? 'utf-8' : 'windows-1252' };
}

async function readText(reading: Reading, encoding: Encoding): Promise<Columns> {
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
		if (error instanceof LikelyError && error.code === 'file.not_utf8') return readText(reading, 'windows-1252');
		throw error;
	}
	work.signal?.throwIfAborted();
	return { cells: rows.columns.map((column) => column.finish()), log, encoding };
}
