import type { Bins } from './types.js';

/** Rows of a column that are looked at. */
const LOOKS = 4096;

/**
 * The columns in an order that their content decides, so that where they stand in the table leaves no trace in the trees:
 * neither in what is drawn at random nor in which of two equal splits is taken. Ordered by what their bins are, and among
 * columns with the same bins (flags) by what is in them, up to 4096 rows of it. codes: [columns × rows].
 */
export function columnOrder(bins: Bins, codes: Uint8Array, rows: number): Int32Array {
	const columns = bins.kinds.length;
	const step = Math.max(1, Math.floor(rows / LOOKS));
	const keys = Array.from({ length: columns }, (_, c) => {
		const { buffer, byteOffset, byteLength } = bins.edges[c];
		const edges = hash(new Uint8Array(buffer, byteOffset, byteLength), 1);
		return { c, bins: hash(bins.codes[c], 1, edges), content: hash(codes.subarray(c * rows, (c + 1) * rows), step) };
	});
	keys.sort((a, b) => a.bins - b.bins || a.content - b.content || a.c - b.c);
	return Int32Array.from(keys, ({ c }) => c);
}

/** FNV-1a over every `step`th byte. */
function hash(bytes: Uint8Array, step: number, start = 0x811c9dc5): number {
	let value = start;
	for (let at = 0; at < bytes.length; at += step) value = Math.imul(value ^ bytes[at], 0x01000193);
	return value >>> 0;
}
