import { readTable } from '../../../src/lib/core/data/delimited.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import type { ByteSource } from '../../../src/lib/core/data/source.js';
import type { Category, Table } from '../../../src/lib/core/data/types.js';

/** The table in a text or in bytes. */
export function read(content: string | Uint8Array): Promise<Table> {
	return readTable(memorySource('orders.csv', content));
}

/** The same bytes, handed out in pieces of the given sizes, again and again. */
export function inPieces(bytes: Uint8Array, sizes: readonly number[]): ByteSource {
	return {
		name: 'orders.csv',
		size: bytes.length,
		async *chunks() {
			for (let start = 0, i = 0; start < bytes.length; i++) {
				const size = sizes[i % sizes.length];
				yield bytes.slice(start, start + size);
				start += size;
			}
		}
	};
}

/** Names of the columns and the cells of every row; missing cells are empty. */
export function cellsOf(table: Table): { names: string[]; rows: string[][] } {
	return {
		names: table.columns.map(({ name }) => name),
		rows: Array.from({ length: table.rows }, (_, row) => table.columns.map(({ cells }) => cells.values[cells.codes[row]] ?? ''))
	};
}

/** A table from cells, as if it had been read. */
export function tableOf(names: readonly string[], rows: readonly (readonly string[])[]): Table {
	return {
		rows: rows.length,
		columns: names.map((name, c) => ({ name, cells: categoryOf(rows.map((row) => row[c] ?? '')) })),
		line: Int32Array.from(rows, (_, row) => row + 2)
	};
}

function categoryOf(cells: readonly string[]): Category {
	const values = [...new Set(cells.filter((cell) => cell !== ''))];
	const code = new Map(values.map((value, i) => [value, i]));
	return { codes: Int32Array.from(cells, (cell) => code.get(cell) ?? -1), values };
}

export function utf16(text: string, bigEndian = false, mark = true): Uint8Array {
	const full = mark ? `\ufeff${text}` : text;
	const bytes = new Uint8Array(full.length * 2);
	for (let i = 0; i < full.length; i++) {
		const unit = full.charCodeAt(i);
		bytes[2 * i] = bigEndian ? unit >> 8 : unit & 255;
		bytes[2 * i + 1] = bigEndian ? unit & 255 : unit >> 8;
	}
	return bytes;
}

export function latin1(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
