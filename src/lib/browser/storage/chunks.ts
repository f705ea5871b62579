import { release } from '../../core/data/release.js';
import type { Parts } from '../../core/project/parts.js';

/** Bytes per row: small enough for every browser's limit on one value. */
const chunkBytes = 8 * 2 ** 20;

export interface Chunk {
	readonly part: string;
	readonly chunk: number;
	readonly bytes: Uint8Array;
}

/** Parts as rows of at most 8 MiB, which share the memory of the parts; an empty part is one empty row. */
export function toChunks(parts: Parts): Chunk[] {
	const chunks: Chunk[] = [];
	for (const [part, bytes] of parts)
		for (let start = 0; start < Math.max(1, bytes.length); start += chunkBytes)
			chunks.push({ part, chunk: start / chunkBytes, bytes: bytes.subarray(start, start + chunkBytes) });
	return chunks;
}

/** What may be copied at a time while a large project is stored. */
const batchBytes = 2 * chunkBytes;

/**
 * Puts rows into a table batch by batch, so that no more than a batch is in memory twice. What is stored of an array is all
 * the memory that it looks at; so bytes that share theirs are copied for the time being.
 */
export async function putInBatches<Row extends { readonly bytes?: Uint8Array }>(rows: readonly Row[], put: (batch: readonly Row[]) => PromiseLike<unknown>): Promise<void> {
	for (let from = 0; from < rows.length; ) {
		const batch: Row[] = [];
		const copies: Uint8Array[] = [];
		for (let size = 0; from < rows.length && size < batchBytes; from++) {
			const row = rows[from];
			size += row.bytes?.length ?? 0;
			if (row.bytes && row.bytes.length < row.bytes.buffer.byteLength) {
				const bytes = row.bytes.slice();
				copies.push(bytes);
				batch.push({ ...row, bytes });
			} else batch.push(row);
		}
		await put(batch);
		release(...copies);
	}
}

/** The inverse of `toChunks`; the chunks of a part have to come in their order. Their memory is taken over or given back. */
export function fromChunks(chunks: readonly Chunk[]): Map<string, Uint8Array> {
	const lists = new Map<string, Uint8Array[]>();
	for (const { part, bytes } of chunks) {
		const list = lists.get(part);
		if (list) list.push(bytes);
		else lists.set(part, [bytes]);
	}
	const parts = new Map<string, Uint8Array>();
	for (const [part, list] of lists) parts.set(part, list.length === 1 ? list[0] : joined(list));
	return parts;
}

function joined(list: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(list.reduce((sum, bytes) => sum + bytes.length, 0));
	let at = 0;
	for (const bytes of list) {
		whole.set(bytes, at);
		at += bytes.length;
		if (bytes.length === bytes.buffer.byteLength) release(bytes);
	}
	return whole;
}
