import type { ColumnChunk, SchemaTree } from 'hyparquet';
import { LikelyError } from '../../errors.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import type { ByteSource } from '../source.js';
import type { Table } from '../types.js';
import { linesOf } from './records.js';
import { TableBuilder } from './table-builder.js';
import { wholeOf } from './whole.js';

const MOST_PAGE = 1 << 28;
const MOST_ROWS = 50_000_000;

/**
 * A table from a Parquet file, row group by row group; lists inside become lines as in JSON. Codecs: none, Snappy,
 * gzip, Zstandard. Reports 'reading' in rows.
 * Throws file.damaged {format}, file.unsupported_compression {method}, file.too_large, file.too_many_columns, file.empty.
 */
export async function readParquet(source: ByteSource, work: Work): Promise<Table> {
	const bytes = await wholeOf(source, work);
	const [{ parquetMetadata, parquetRead, parquetSchema, snappyUncompress }, { gunzipSync }, { decompress }] = await Promise.all([
		import('hyparquet'),
		import('fflate'),
		import('fzstd')
	]);
	const bounded = (unpack: (input: Uint8Array, length: number) => Uint8Array) => (input: Uint8Array, length: number) => {
		if (!(length >= 0 && length <= MOST_PAGE)) throw new LikelyError('file.bomb', { bytes: length });
		return unpack(input, length);
	};
	const compressors = {
		SNAPPY: bounded((input, length) => {
			const output = new Uint8Array(length);
			snappyUncompress(input, output);
			return output;
		}),
		GZIP: bounded((input, length) => gunzipSync(input, { out: new Uint8Array(length) })),
		ZSTD: bounded((input, length) => decompress(input, new Uint8Array(length)))
	};
	const file = { byteLength: bytes.length, slice: (start: number, end?: number) => bytes.buffer.slice(start, end) };
	const builder = new TableBuilder();
	const pause = breather(work.signal, 100);
	try {
		const metadata = parquetMetadata(bytes.buffer);
		const total = Number(metadata.num_rows);
		if (total > MOST_ROWS) throw new LikelyError('file.too_large', {});
		for (const { columns } of metadata.row_groups)
			for (const { meta_data } of columns)
				if (meta_data && !['UNCOMPRESSED', ...Object.keys(compressors)].includes(meta_data.codec))
					throw new LikelyError('file.unsupported_compression', { method: meta_data.codec });
		const schema = parquetSchema(metadata);
		if (!metadata.row_groups.every(({ columns }) => fitSchema(columns, schema))) throw new LikelyError('file.damaged', { format: 'parquet' });
		let rowStart = 0;
		for (const group of metadata.row_groups) {
			const rowEnd = rowStart + Number(group.num_rows);
			if (rowEnd > total) throw new LikelyError('file.damaged', { format: 'parquet' });
			const parts: { name: string; values: ArrayLike<unknown>; from: number }[] = [];
			await parquetRead({
				file,
				metadata,
				rowStart,
				rowEnd,
				compressors,
				onChunk: ({ columnName, columnData, rowStart: from }) => parts.push({ name: columnName, values: columnData, from })
			});
			for (let row = rowStart; row < rowEnd; row++) {
				const record: [string, unknown][] = [];
				for (const { name, values, from } of parts) if (row >= from && row < from + values.length) record.push([name, values[row - from]]);
				for (const cells of linesOf(Object.fromEntries(record))) builder.add(cells, row + 1);
				if ((row & 4095) === 0) {
					work.report({ stage: 'reading', done: row, total });
					await pause();
				}
			}
			rowStart = rowEnd;
		}
		if (rowStart !== total) throw new LikelyError('file.damaged', { format: 'parquet' });
	} catch (cause) {
		if (cause instanceof LikelyError || work.signal?.aborted) throw cause;
		throw new LikelyError('file.damaged', { format: 'parquet' }, { cause });
	}
	return builder.finish();
}

/** Whether each column of a row group is one leaf of the schema, and no two are the same: the reader starts all of them and looks at these only. */
function fitSchema(columns: readonly ColumnChunk[], schema: SchemaTree): boolean {
	const paths = columns.map(({ meta_data }) => meta_data?.path_in_schema ?? []);
	const isLeaf = (path: readonly string[]) => {
		let node: SchemaTree | undefined = schema;
		for (const part of path) node = node?.children.find(({ element }) => element.name === part);
		return path.length > 0 && node?.children.length === 0;
	};
	return paths.every(isLeaf) && new Set(paths.map((path) => JSON.stringify(path))).size === paths.length;
}
