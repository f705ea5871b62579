import type { Parts } from '../../core/project/parts.js';

/** Bytes per row: small enough for every browser's limit on one value. */
const chunkBytes = 8 * 2 ** 20;

export interface Chunk {
	readonly part: string;
	readonly chunk: number;
	readonly bytes: Uint8Array;
}

/** Parts as rows of at most 8 MiB, each with memory of its own; an empty part is one empty row. */
export function toChunks(parts: Parts): Chunk[] {
	const chunks: Chunk[] = [];
	for (const [part, bytes] of parts)
		for (let start = 0; start < Math.max(1, bytes.length); start += chunkBytes)
			chunks.push({ part, chunk: start / chunkBytes, bytes: bytes.slice(start, start + chunkBytes) });
	return chunks;
}

/** The inverse of `toChunks`; the chunks of a part have to come in their order. */
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
	}
	return whole;
}
