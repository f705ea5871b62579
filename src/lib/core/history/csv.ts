import Papa from 'papaparse/papaparse.js';
import * as v from 'valibot';
import { toCsv } from '../data/csv.js';
import { LikelyError } from '../errors.js';
import { predictionRecordSchema } from './record.js';
import type { PredictionRecord } from './types.js';

type Field = keyof PredictionRecord;
type Kind = 'text' | 'number' | 'boolean' | 'json';

/** Columns in order: header, field, and how the cell is written. */
const COLUMNS: readonly (readonly [string, Field, Kind])[] = [
	['id', 'id', 'text'],
	['time', 'time', 'text'],
	['project', 'project', 'text'],
	['customer_id', 'customer', 'text'],
	['product', 'product', 'text'],
	['probability', 'probability', 'number'],
	['threshold', 'threshold', 'number'],
	['shown', 'shown', 'boolean'],
	['confidence', 'confidence', 'number'],
	['hypothetical', 'hypothetical', 'boolean'],
	['model', 'model', 'text'],
	['model_time', 'modelTime', 'text'],
	['question', 'question', 'text'],
	['asked', 'asked', 'json'],
	['as_of', 'asOf', 'text'],
	['note', 'note', 'text'],
	['tags', 'tags', 'json'],
	['parameters', 'parameters', 'json'],
	['explanation', 'explanation', 'json'],
	['rule_impacts', 'ruleImpacts', 'json']
];

/** Records as CSV, one a line; what has parts is JSON in its cell. Safe to open in a spreadsheet. */
export function historyToCsv(records: readonly PredictionRecord[]): string {
	return toCsv(
		COLUMNS.map(([name]) => name),
		records.map((record) => COLUMNS.map(([, field, kind]) => cellOf(record[field], kind)))
	);
}

function cellOf(value: PredictionRecord[Field], kind: Kind): string | number {
	if (kind === 'json') return value === undefined ? '' : JSON.stringify(value);
	return typeof value === 'number' ? value : String(value);
}

/** Records as JSON text. */
export function historyToJson(records: readonly PredictionRecord[]): string {
	return JSON.stringify(records, null, '\t');
}

/**
 * Records from text that `historyToCsv` or `historyToJson` wrote. Throws `history.not_history` where it is neither, and
 * `history.damaged` {record, field} (counted from 1) where a record does not fit.
 */
export function parseHistory(text: string): PredictionRecord[] {
	const plain = text.replace(/^\uFEFF/, '');
	const found = /^\s*\[/.test(plain) ? fromJson(plain) : fromCsv(plain);
	return found.map((candidate, i) => {
		const read = v.safeParse(predictionRecordSchema, candidate);
		if (read.success) return read.output;
		const field = read.issues.map((issue) => v.getDotPath(issue)).find((path) => path) ?? '';
		throw new LikelyError('history.damaged', { record: i + 1, field });
	});
}

function fromJson(text: string): unknown[] {
	try {
		const parsed: unknown = JSON.parse(text);
		if (Array.isArray(parsed)) return parsed;
	} catch (cause) {
		throw new LikelyError('history.not_history', {}, { cause });
	}
	throw new LikelyError('history.not_history');
}

function fromCsv(text: string): unknown[] {
	const source = text.replaceAll('\r\n', '\n');
	const [header = [], ...rows] = new Papa.Parser({ delimiter: ',', newline: '\n' }).parse(source, 0, false).data;
	const at = COLUMNS.map(([name]) => header.indexOf(name));
	if (COLUMNS.some(([name], c) => at[c] < 0 && name !== 'asked')) throw new LikelyError('history.not_history');
	return rows
		.filter((row) => row.length > 1)
		.map((row) => Object.fromEntries(COLUMNS.map(([, field, kind], c) => [field, valueOf(row[at[c]] ?? '', kind)])));
}

function valueOf(cell: string, kind: Kind): unknown {
	// The apostrophe that keeps a spreadsheet from running a text is taken off again.
	const text = /^'[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
	if (kind === 'text') return text;
	if (kind === 'number') return text.trim() === '' ? NaN : Number(text);
	if (kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
