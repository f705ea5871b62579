import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import { breather } from '../progress.js';
import { csvReader } from './csv.js';
import { csvLines, jsonElements } from './cut.js';
import { predictionRecordSchema } from './record.js';
import type { PredictionRecord } from './types.js';

/** Characters that are looked through before others get their turn: a browser hands out two million at once. */
const STEP = 65_536;

/**
 * Records from text that `historyToCsv` or `historyToJson` wrote, given in pieces of any size; others get their turn every
 * few milliseconds. Throws `history.not_history` where it is neither, and `history.damaged` {record, field} (counted from 1)
 * where a record does not fit.
 */
export async function readHistory(pieces: AsyncIterable<string> | Iterable<string>): Promise<PredictionRecord[]> {
	const rest = breather(undefined, 12);
	const records: PredictionRecord[] = [];
	const take = async (texts: readonly string[], read: Reader) => {
		for (const text of texts) {
			const candidate = read(text);
			if (candidate !== undefined) records.push(checked(candidate, records.length + 1));
			await rest();
		}
	};
	let begun = '';
	let kind: { cutter: ReturnType<typeof csvLines>; read: Reader } | undefined;
	for await (const piece of pieces) {
		begun = kind ? piece : (begun + piece).replace(/^\uFEFF?\s*/, '');
		if (!begun) continue;
		kind ??= begun.startsWith('[') ? { cutter: jsonElements(), read: fromJson } : { cutter: csvLines(), read: csvReader() };
		for (let at = 0; at < begun.length; at += STEP) {
			await take(kind.cutter.push(begun.slice(at, at + STEP)), kind.read);
			await rest();
		}
	}
	if (!kind) throw new LikelyError('history.not_history');
	await take(kind.cutter.end(), kind.read);
	return records;
}

/** What a record's text says; undefined where it is none. */
type Reader = (text: string) => unknown;

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (cause) {
		throw new LikelyError('history.not_history', {}, { cause });
	}
}

function checked(candidate: unknown, record: number): PredictionRecord {
	const read = v.safeParse(predictionRecordSchema, candidate);
	if (read.success) return read.output;
	const field = read.issues.map((issue) => v.getDotPath(issue)).find((path) => path) ?? '';
	throw new LikelyError('history.damaged', { record, field });
}
