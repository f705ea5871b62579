import { historyParts } from '../core/history/csv.js';
import type { PredictionRecord } from '../core/history/types.js';
import { breather } from '../core/progress.js';

const types = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** A file of records that come a few at a time; the page stays alive meanwhile. */
export async function historyFile(kind: 'csv' | 'json', batches: AsyncIterable<readonly PredictionRecord[]>): Promise<Blob> {
	const rest = breather(undefined, 12);
	const parts: Blob[] = [];
	for await (const part of historyParts(kind, batches)) {
		parts.push(new Blob([part]));
		await rest();
	}
	return new Blob(parts, { type: types[kind] });
}

/** The text of a file, piece by piece. */
export async function* textOf(file: Blob): AsyncGenerator<string> {
	const reader = file.stream().getReader();
	const decoder = new TextDecoder();
	for (let next = await reader.read(); !next.done; next = await reader.read()) yield decoder.decode(next.value, { stream: true });
	yield decoder.decode();
}
