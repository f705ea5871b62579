import type { Task } from '../parallel.js';
import type { PackedColumn } from './byte-column.js';
import { ByteRows, IRREGULAR } from './byte-rows.js';
import { CompiledRows } from './compiled-rows.js';
import { RowLog } from './row-log.js';

/** A part of a delimited text, as it is handed to whoever reads it. */
export interface PartInput {
	/** The part; one byte more than `length` has to be there. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly length: number;
	/** The text ends with this part. */
	readonly last: boolean;
	/** Rows that come before the first row of data. */
	readonly skip: number;
	readonly width: number;
	readonly delimiter: string;
	readonly newline: '\n' | '\r';
	/** About how many rows there are. */
	readonly capacity: number;
}

/** The rows of a part. */
export interface PartOutput {
	/** The bytes of the part, given back. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly length: number;
	/** How many bytes the complete rows took, or IRREGULAR. */
	readonly taken: number;
	/** Rows to skip that did not come in this part. */
	readonly skip: number;
	/** Lines that the complete rows took. */
	readonly lines: number;
	/** [rows] the line on which each begins, the first of the part being 1. */
	readonly line: Int32Array;
	readonly uneven?: { readonly rows: Int32Array; readonly cells: Int32Array };
	readonly columns: readonly PackedColumn[];
}

/** Reads the complete rows of a part that begins where a row begins. */
export function readPart({ bytes, length, last, skip, width, delimiter, newline, capacity }: PartInput): PartOutput {
	const log = new RowLog(skip, capacity);
	const rows = CompiledRows.start(width, delimiter, newline, log) ?? new ByteRows(width, delimiter, newline, log, capacity);
	const taken = rows.read(bytes, length, last);
	const { uneven } = log;
	return {
		bytes,
		length,
		taken,
		skip: log.skip,
		lines: rows.lines,
		line: log.lines.finish(),
		...(uneven && { uneven }),
		columns: taken === IRREGULAR ? [] : rows.columns.map((column) => column.pack())
	};
}

/** What a pool needs to read a text in parts. */
export const readingTasks: Readonly<Record<string, Task>> = { 'data.readPart': readPart };
