import { LikelyError } from '../../errors.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { createDecoder } from '../decode.js';
import { pieces } from '../source.js';
import type { ByteSource } from '../source.js';
import type { Table } from '../types.js';
import { JsonValues } from './json-values.js';
import type { JsonValue } from './json-values.js';
import { isFields, linesOf } from './records.js';
import type { Fields } from './records.js';
import { TableBuilder } from './table-builder.js';

/**
 * A table from JSON: an array of objects, JSON lines, an object that holds such an array, rows as arrays under a first
 * row of names, or columns as arrays. Orders with their items inside become one row per item. Reports 'reading'.
 * Throws file.bad_json {line}, file.not_a_table {what: json}, file.empty, file.too_large, file.too_many_columns.
 */
export async function readJson(source: ByteSource, work: Work): Promise<Table> {
	const values = new JsonValues();
	const builder = new TableBuilder();
	const pause = breather(work.signal, 100);
	let decoder: ReturnType<typeof createDecoder> | undefined;
	let done = 0;
	let first: JsonValue | undefined;
	let names: readonly string[] | undefined;
	const take = ({ value, line }: JsonValue): void => {
		if (isFields(value)) for (const cells of linesOf(value)) builder.add(cells, line);
		else if (Array.isArray(value)) {
			if (!names) names = value.map((name, i) => String(name ?? '') || `Column ${i + 1}`);
			else addRow(builder, names, value, line);
		} else throw new LikelyError('file.not_a_table', { what: 'json' });
	};
	const takeAll = (found: readonly JsonValue[]): void => {
		for (const value of found) {
			// One value alone may be an object around the rows: whether it is shows with the second, or the end.
			if (!first) first = value;
			else {
				if (first.line >= 0) take(first);
				first = { value: undefined, line: -1 };
				take(value);
			}
		}
	};
	for await (const piece of pieces(source, (bytes) => (done = bytes))) {
		decoder ??= createDecoder(piece);
		takeAll(values.read(decoder.decode(piece, false), false));
		work.report({ stage: 'reading', done, total: source.size });
		work.signal?.throwIfAborted();
		await pause();
	}
	takeAll(values.read(decoder?.decode(new Uint8Array(0), true) ?? '', true));
	if (first && first.line >= 0) takeOnly(first, take, builder);
	work.signal?.throwIfAborted();
	return builder.finish();
}

/** Reads the one value of a text: a record, rows inside an object, or columns. */
function takeOnly(only: JsonValue, take: (value: JsonValue) => void, builder: TableBuilder): void {
	const { value } = only;
	if (!isFields(value)) return take(only);
	const columns = Object.entries(value);
	const lists = columns.map(([, list]) => (Array.isArray(list) ? list : isFields(list) ? Object.values(list) : []));
	const { length } = lists[0] ?? [];
	const scalars = lists.every((list) => list.length === length && list.every((cell) => typeof cell !== 'object' || cell === null));
	if (columns.length > 1 && length > 0 && scalars) {
		const names = columns.map(([name]) => name);
		for (let row = 0; row < length; row++) addRow(builder, names, lists.map((list) => list[row]), row + 1);
		return;
	}
	const rows = rowsInside(value, 0);
	if (!rows) return take(only);
	rows.forEach((row, i) => {
		const node = isFields(row) && isFields(row.node) && Object.keys(row).length <= 2 ? row.node : row;
		if (isFields(node) || Array.isArray(node)) take({ value: node, line: i + 1 });
	});
}

/** The list of records in an object that has little else of its own: `{"orders": […]}`, `{"data": {"orders": […]}}`. */
function rowsInside(value: Fields, depth: number): readonly unknown[] | undefined {
	let best: readonly unknown[] | undefined;
	for (const inside of Object.values(value)) {
		const list = Array.isArray(inside) ? inside : isFields(inside) && depth < 3 ? rowsInside(inside, depth + 1) : undefined;
		if (list && list.length > (best?.length ?? 0) && list.every((row) => typeof row === 'object' && row !== null)) best = list;
	}
	return best;
}

function addRow(builder: TableBuilder, names: readonly string[], row: readonly unknown[], line: number): void {
	builder.add(
		names.map((name, i) => [name, row[i] === null || row[i] === undefined || typeof row[i] === 'object' ? '' : String(row[i])] as const),
		line
	);
}
