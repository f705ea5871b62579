import type { TaskPool } from '../parallel.js';
import type { Work } from '../progress.js';
import { joined } from './dictionary-text.js';
import type { ColumnEncoding, EncodingSurvey } from './dictionary-text.js';
import { isLegacy } from './encodings.js';
import { legacyEncodingOf } from './legacy-encoding.js';
import type { Dialect } from './sniff.js';
import type { ByteSource } from './source.js';
import type { Category, Encoding } from './types.js';

/** Others who read a large text, part by part. The table is the same, whoever reads it and wherever it is cut. */
export interface Helpers {
	readonly pool: TaskPool;
	/** Bytes of a part; left out: by the size of the file. */
	readonly partBytes?: number;
}

/** A delimited text of which it is known how it is written. */
export interface Reading {
	readonly source: ByteSource;
	readonly dialect: Dialect;
	readonly work: Work;
	/** Where a person said so. */
	readonly encoding?: Encoding;
	/** About how many bytes a row has, and how many rows there will be. */
	readonly rowBytes: number;
	readonly capacity: number;
}

/** What was read of a text. */
export interface Read {
	readonly cells: readonly Category[];
	/** [rows] line of the file on which the row starts. */
	readonly line: Int32Array;
	readonly uneven?: { readonly rows: Int32Array; readonly cells: Int32Array };
	readonly encoding: Encoding;
}

interface EncodedColumn {
	surveyEncoding(): EncodingSurvey;
	finish(encoding: ColumnEncoding): Category;
}

/**
 * Columns of bytes as text: in the given encoding; else as UTF-8, unless more of their values beyond ASCII are not. The
 * columns are empty afterwards.
 */
export async function decoded(
	columns: readonly EncodedColumn[],
	pause: () => Promise<void> | undefined,
	given?: Encoding
): Promise<Pick<Read, 'cells' | 'encoding'>> {
	const surveys = columns.map((column) => column.surveyEncoding());
	const sum = (of: 'valid' | 'invalid'): number => surveys.reduce((all, survey) => all + survey[of], 0);
	const utf8 = given === undefined ? sum('valid') >= sum('invalid') : !isLegacy(given);
	const legacy = given !== undefined && isLegacy(given) ? given : legacyEncodingOf(joined(surveys.map(({ sample }) => sample)));
	const cells: Category[] = [];
	for (const column of columns) {
		cells.push(column.finish({ utf8, legacy }));
		await pause();
	}
	return { cells, encoding: utf8 ? 'utf-8' : legacy };
}
