import { LikelyError } from '../errors.js';
import type { Category, Transactions } from './types.js';

const parts = new Map([
	['history', 0],
	['future', 1]
]);
const folds = new Map([
	['train', 0],
	['val', 1],
	['valid', 1],
	['validation', 1],
	['test', 2]
]);

/**
 * The split that comes with a file, for the rows that are used; undefined unless both columns are
 * there.
 * Throws data.bad_split {role, value} for a word that is none of history, future, train, val, test.
 */
export function givenSplit(part: Category | undefined, fold: Category | undefined, rows: Int32Array): Transactions['given'] {
	if (!part || !fold) return undefined;
	return { part: coded('part', part, parts, rows), fold: coded('fold', fold, folds, rows) };
}

function coded(role: string, { codes, values }: Category, known: ReadonlyMap<string, number>, rows: Int32Array): Uint8Array {
	const of = values.map((value) => known.get(value.toLowerCase()));
	return Uint8Array.from(rows, (row) => {
		const code = of[codes[row]];
		if (code === undefined) throw new LikelyError('data.bad_split', { role, value: values[codes[row]] ?? '' });
		return code;
	});
}
