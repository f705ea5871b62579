import { LikelyError } from '../../errors.js';
import { dialectNames, dialectTitles } from './targets.js';
import type { DialectName } from './targets.js';

/** What the databases say differently. All else in the exported SQL is what they have in common. */
export interface Dialect {
	readonly name: DialectName;
	/** What people call it. */
	readonly title: string;
	/** Types: float64, float32, whole numbers of 64 bits, text. */
	readonly double: string;
	readonly real: string;
	readonly whole: string;
	readonly text: string;
	/** A name in quotes, whatever it holds. Throws `export.sql_name` for one that no database can hold. */
	identifier(name: string): string;
	/** A text in quotes, whatever it holds. Throws `export.sql_name`. */
	string(text: string): string;
	/** Statements that put the rows of a query into a new table in place of an older one of that name. */
	createTable(name: string, query: string): string;
	/** A statement that makes an empty table; columns are [name, type]. */
	emptyTable(name: string, columns: readonly (readonly [name: string, type: string])[]): string;
	/** A statement after which the planner knows how large a table is; empty where it knows by itself. */
	analyze(name: string): string;
	/** A statement that makes a view in place of an older one. */
	createView(name: string, query: string): string;
	/** A date so many days later (or, below 0, earlier). */
	addDays(date: string, days: number): string;
	/** Whole days from one date to another. */
	daysBetween(from: string, to: string): string;
	array(items: readonly string[]): string;
	/** Element of an array; the first is number 1. */
	element(array: string, number: string): string;
	/** A text as a moment, NULL where it is none; `order` is how dates of digits are written. */
	moment(text: string, order: 'ymd' | 'dmy' | 'mdy'): string;
	/** A text of digits with a decimal point as a float64, NULL where it is none. */
	number(text: string): string;
	/** The lines of a text as rows: an expression for a SELECT list. */
	lines(text: string): string;
	/** A text with all matches of a POSIX regular expression taken out. */
	without(text: string, pattern: string): string;
	/** Whether a text matches a POSIX regular expression somewhere. */
	matches(text: string, pattern: string): string;
}

/** A number as a float64 literal of every dialect: an exponent keeps it from being read as a decimal of fixed digits. */
export function float(value: number): string {
	if (!Number.isFinite(value)) throw new LikelyError('export.sql_number', { value: String(value) });
	const text = String(value);
	return text.includes('e') ? text : `${text}e0`;
}

/** A float32 in as few digits as tell it from its neighbours. */
export function float32(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === value) return float(short);
	}
	return float(Number(value.toPrecision(9)));
}

/** A text on one line that can stand behind `--`, without the signs that split a script in two. */
export function comment(text: string): string {
	return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[;'"`\\]/g, ' ').slice(0, 300);
}

/** Code unit 0, and halves of a pair. */
const unheld = /[\0\p{Cs}]/u;

function held(text: string): string {
	if (unheld.test(text)) throw new LikelyError('export.sql_name', { name: text.replace(new RegExp(unheld, 'gu'), '?') });
	return text;
}

const quoted = (text: string, quote: string): string => quote + held(text).replaceAll(quote, quote + quote) + quote;
const columnsOf = (d: Pick<Dialect, 'identifier'>, columns: readonly (readonly [string, string])[]): string =>
	columns.map(([name, type]) => `${d.identifier(name)} ${type}`).join(', ');

const formats = { dmy: ['%d/%m/%Y', 'DD/MM/YYYY', 'd/M/y'], mdy: ['%m/%d/%Y', 'MM/DD/YYYY', 'M/d/y'] } as const;
const iso = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const slashed = '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}';
const decimal = '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$';

const duckdb: Dialect = {
	name: 'duckdb',
	title: dialectTitles.duckdb,
	double: 'DOUBLE',
	real: 'REAL',
	whole: 'BIGINT',
	text: 'VARCHAR',
	identifier: (name) => quoted(name, '"'),
	string: (text) => quoted(text, "'"),
	createTable: (name, query) => `CREATE OR REPLACE TABLE ${name} AS\n${query};`,
	emptyTable: (name, columns) => `CREATE OR REPLACE TABLE ${name} (${columnsOf(duckdb, columns)});`,
	analyze: () => '',
	createView: (name, query) => `CREATE OR REPLACE VIEW ${name} AS\n${query};`,
	addDays: (date, days) => `(${date} ${days < 0 ? '-' : '+'} ${Math.abs(days)})`,
	daysBetween: (from, to) => `(${to} - ${from})`,
	array: (items) => `[${items.join(', ')}]`,
	element: (array, number) => `${array}[${number}]`,
	moment(text, order) {
		const plain = `TRY_CAST(${text} AS TIMESTAMP)`;
		if (order === 'ymd') return plain;
		const [format] = formats[order];
		const slashes = `REPLACE(REPLACE(${text}, '.', '/'), '-', '/')`;
		return `COALESCE(TRY_STRPTIME(${slashes}, ['${format} %H:%M:%S', '${format} %H:%M', '${format}']), ${plain})`;
	},
	number: (text) => `TRY_CAST(${text} AS DOUBLE)`,
	lines: (text) => `UNNEST(STRING_SPLIT(${text}, CHR(10)))`,
	without: (text, pattern) => `REGEXP_REPLACE(${text}, ${quoted(pattern, "'")}, '', 'g')`,
	matches: (text, pattern) => `REGEXP_MATCHES(${text}, ${quoted(pattern, "'")})`
};

const postgres: Dialect = {
	name: 'postgres',
	title: dialectTitles.postgres,
	double: 'DOUBLE PRECISION',
	real: 'REAL',
	whole: 'BIGINT',
	text: 'TEXT',
	identifier: (name) => quoted(name, '"'),
	// With a backslash in it the text is written so that it means the same under both settings of the server.
	string: (text) => (text.includes('\\') ? `E${quoted(text.replaceAll('\\', '\\\\'), "'")}` : quoted(text, "'")),
	createTable: (name, query) => `DROP TABLE IF EXISTS ${name};\nCREATE TABLE ${name} AS\n${query};\nANALYZE ${name};`,
	emptyTable: (name, columns) => `DROP TABLE IF EXISTS ${name};\nCREATE TABLE ${name} (${columnsOf(postgres, columns)});`,
	analyze: (name) => `ANALYZE ${name};`,
	createView: (name, query) => `DROP VIEW IF EXISTS ${name};\nCREATE VIEW ${name} AS\n${query};`,
	addDays: (date, days) => `(${date} ${days < 0 ? '-' : '+'} ${Math.abs(days)})`,
	daysBetween: (from, to) => `(${to} - ${from})`,
	array: (items) => `ARRAY[${items.join(', ')}]`,
	element: (array, number) => `${array}[${number}]`,
	moment(text, order) {
		const plain = `CASE WHEN ${text} ~ '${iso}' THEN CAST(${text} AS TIMESTAMP) END`;
		if (order === 'ymd') return plain;
		const slashes = `TRANSLATE(${text}, '.-', '//')`;
		const written = `CAST(TO_TIMESTAMP(${slashes}, '${formats[order][1]} HH24:MI:SS') AS TIMESTAMP)`;
		return `CASE WHEN ${slashes} ~ '${slashed}' THEN ${written} WHEN ${text} ~ '${iso}' THEN CAST(${text} AS TIMESTAMP) END`;
	},
	number: (text) => `CASE WHEN ${text} ~ '${decimal}' THEN CAST(${text} AS DOUBLE PRECISION) END`,
	lines: (text) => `UNNEST(STRING_TO_ARRAY(${text}, CHR(10)))`,
	without: (text, pattern) => `REGEXP_REPLACE(${text}, ${quoted(pattern, "'")}, '', 'g')`,
	matches: (text, pattern) => `(${text} ~ ${quoted(pattern, "'")})`
};

const spark: Dialect = {
	name: 'spark',
	title: dialectTitles.spark,
	double: 'DOUBLE',
	real: 'FLOAT',
	whole: 'BIGINT',
	text: 'STRING',
	identifier: (name) => quoted(name, '`'),
	string: (text) => `'${held(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
	createTable: (name, query) => `DROP TABLE IF EXISTS ${name};\nCREATE TABLE ${name} USING parquet AS\n${query};`,
	emptyTable: (name, columns) => `DROP TABLE IF EXISTS ${name};\nCREATE TABLE ${name} (${columnsOf(spark, columns)}) USING parquet;`,
	analyze: () => '',
	createView: (name, query) => `CREATE OR REPLACE VIEW ${name} AS\n${query};`,
	addDays: (date, days) => `DATE_ADD(${date}, ${days})`,
	daysBetween: (from, to) => `DATEDIFF(${to}, ${from})`,
	array: (items) => `ARRAY(${items.join(', ')})`,
	element: (array, number) => `ELEMENT_AT(${array}, ${number})`,
	moment(text, order) {
		const plain = `TRY_CAST(${text} AS TIMESTAMP)`;
		if (order === 'ymd') return plain;
		const slashes = `TRANSLATE(${text}, '.-', '//')`;
		return `COALESCE(TRY_TO_TIMESTAMP(${slashes}, '${formats[order][2]}[ H:m[:s]]'), ${plain})`;
	},
	number: (text) => `TRY_CAST(${text} AS DOUBLE)`,
	lines: (text) => `EXPLODE(SPLIT(${text}, CHR(10)))`,
	without: (text, pattern) => `REGEXP_REPLACE(${text}, ${spark.string(pattern)}, '')`,
	matches: (text, pattern) => `(${text} RLIKE ${spark.string(pattern)})`
};

export const dialects: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres, spark };

/** Throws `export.sql_dialect` {dialect, known}. */
export function dialectOf(name: string): Dialect {
	const found = dialectNames.find((known) => known === name);
	if (!found) throw new LikelyError('export.sql_dialect', { dialect: name, known: dialectNames });
	return dialects[found];
}
