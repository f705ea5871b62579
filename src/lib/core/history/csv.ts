import Papa from 'papaparse/papaparse.js';
import { toCsv, unguarded } from '../data/csv.js';
import { LikelyError } from '../errors.js';
import type { PredictionRecord } from './types.js';

type Field = keyof PredictionRecord;
type Kind = 'text' | 'optional' | 'number' | 'boolean' | 'json';

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
	['model_family', 'family', 'optional'],
	['question', 'question', 'text'],
	['asked', 'asked', 'json'],
	['as_of', 'asOf', 'text'],
	['note', 'note', 'text'],
	['tags', 'tags', 'json'],
	['parameters', 'parameters', 'json'],
	['explanation', 'explanation', 'json'],
	['rule_impacts', 'ruleImpacts', 'json'],
	['product_name', 'productName', 'optional']
];

/** Columns that older files do not have. */
const added: readonly string[] = ['asked', 'model_family', 'product_name'];

/** Records as CSV, one a line; what has parts is JSON in its cell. Safe to open in a spreadsheet. */
export function historyToCsv(records: readonly PredictionRecord[]): string {
	return toCsv(
		COLUMNS.map(([name]) => name),
		records.map((record) => COLUMNS.map(([, field, kind]) => cellOf(record[field], kind)))
	);
}

/** Parts of one file, from its records a few at a time; see `historyToCsv` and `historyToJson`. Joined, they are the file. */
export async function* historyParts(kind: 'csv' | 'json', batches: AsyncIterable<readonly PredictionRecord[]>): AsyncGenerator<string> {
	let isFirst = true;
	if (kind === 'json') yield '[';
	for await (const batch of batches) {
		if (!batch.length) continue;
		if (kind === 'json') yield `${isFirst ? '' : ','}${historyToJson(batch).slice(1, -2)}`;
		else yield isFirst ? historyToCsv(batch) : historyToCsv(batch).replace(/^.*\r\n/, '');
		isFirst = false;
	}
	if (kind === 'json') yield '\n]';
}

function cellOf(value: PredictionRecord[Field], kind: Kind): string | number {
	if (kind === 'json') return value === undefined ? '' : JSON.stringify(value);
	return typeof value === 'number' ? value : String(value ?? '');
}

/** Records as JSON text. */
export function historyToJson(records: readonly PredictionRecord[]): string {
	return JSON.stringify(records, null, '\t');
}

/** Reads the lines of such a CSV one by one, the header first. Throws `history.not_history` where that is another one. */
export function csvReader(): (line: string) => Readonly<Record<string, unknown>> | undefined {
	let at: readonly number[] | undefined;
	return (line) => {
		const [cells = []] = new Papa.Parser({ delimiter: ',', newline: '\n' }).parse(line.replaceAll('\r\n', '\n').replace(/\r$/, ''), 0, false).data;
		if (at) return cells.length > 1 ? Object.fromEntries(COLUMNS.map(([, field, kind], c) => [field, valueOf(cells[at?.[c] ?? -1] ?? '', kind)])) : undefined;
		const places = COLUMNS.map(([name]) => cells.indexOf(name));
		if (COLUMNS.some(([name], c) => places[c] < 0 && !added.includes(name))) throw new LikelyError('history.not_history');
		at = places;
		return undefined;
	};
}

function valueOf(cell: string, kind: Kind): unknown {
	const text = unguarded(cell);
	if (kind === 'text') return text;
	if (kind === 'optional') return text || undefined;
	if (kind === 'number') return text.trim() === '' ? NaN : Number(text);
	if (kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
