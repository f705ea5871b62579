import { detectDecimalMark, parseAmount } from './amounts.js';
import { looksLikePhone } from './contacts.js';
import { isFlag } from './flags.js';
import { parseTime } from './parse-time.js';
import type { Codes, Table } from './types.js';
import { wordsOf } from './vocabulary.js';

const SAMPLE = 2000;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What the name and the values of a column say about it. Shares are of distinct values, from a sample of at most 2,000. */
export interface Profile {
	readonly name: string;
	readonly words: readonly string[];
	readonly index: number;
	readonly distinct: number;
	readonly missing: number;
	/** Rows that have a value. */
	readonly filled: number;
	/** Readable as a date at all, and as one that is written with marks or words rather than as one number. */
	readonly dates: number;
	readonly writtenDates: number;
	/** Readable as a date that is one long number: 20161108, unix seconds or milliseconds. */
	readonly codedDates: number;
	readonly numbers: number;
	/** Numbers without a fraction; `17850.0` counts. */
	readonly wholes: number;
	readonly emails: number;
	readonly phones: number;
	/** All values are of the yes-or-no kind. */
	readonly flags: boolean;
	readonly examples: readonly string[];
}

/** The profile of every column of a table. */
export function profileColumns(table: Table): Profile[] {
	return table.columns.map(({ name, cells }, index) => {
		const { values, codes } = cells;
		const missing = missingIn(codes);
		const step = Math.max(1, Math.ceil(values.length / SAMPLE));
		const sample = values.filter((_, i) => i % step === 0);
		const { mark } = detectDecimalMark(sample);
		const dates = sample.filter((value) => !Number.isNaN(parseTime(value, 'dmy')));
		const numbers = sample.map((value) => parseAmount(value, mark));
		return {
			name,
			words: wordsOf(name),
			index,
			distinct: values.length,
			missing,
			filled: table.rows - missing,
			dates: share(dates, sample.length),
			writtenDates: share(dates.filter((value) => Number.isNaN(Number(value))), sample.length),
			codedDates: share(dates.filter((value) => /^(\d{8}|\d{10}|\d{13,14})(\.0+)?$/.test(value)), sample.length),
			numbers: share(numbers.filter((number) => !Number.isNaN(number)), sample.length),
			wholes: share(numbers.filter((number) => Number.isInteger(number)), sample.length),
			emails: share(sample.filter((value) => email.test(value)), sample.length),
			phones: share(sample.filter(looksLikePhone), sample.length),
			flags: values.length > 0 && values.length <= 6 && values.every(isFlag),
			examples: values.slice(0, 5)
		};
	});
}

function missingIn(codes: Codes): number {
	let missing = 0;
	// The engine's own search looks at many at a time; where cells are missing often, it would start too often.
	let row = codes.indexOf(-1);
	for (let found = 0; row >= 0 && found < 64; found++) {
		missing++;
		row = codes.indexOf(-1, row + 1);
	}
	if (row >= 0) for (; row < codes.length; row++) if (codes[row] < 0) missing++;
	return missing;
}

function share(some: readonly unknown[], all: number): number {
	return all ? some.length / all : 0;
}
