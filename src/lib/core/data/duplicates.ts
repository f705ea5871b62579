import { release } from './release.js';
import type { Codes, Table } from './types.js';

/** Rows of a partition: few enough that its hash table stays in the processor's cache. */
const PARTITION = 1 << 13;

/**
 * The rows among `rows` (ascending) all whose cells are those of an earlier one of them: 1 in the answer, `[rows]`.
 * Hashes are partitioned before they are looked up (Shatdal, Kant and Naughton, "Cache Conscious Algorithms for
 * Relational Query Processing", 1994); rows of equal hash are compared cell by cell afterwards, in the order of the file.
 */
export function repeats(table: Table, rows: Int32Array): Uint8Array {
	const repeat = new Uint8Array(rows.length);
	// A column without two equal cells: nothing can repeat.
	if (table.columns.some(({ cells }) => cells.values.length === table.rows)) return repeat;
	const columns = table.columns.map(({ cells }) => cells.codes);
	const first = firstOfHash(hashesOf(columns, rows));
	/** Of a row the later ones that share its hash and nothing else, and repeat none of each other. */
	const others = new Map<number, number[]>();
	for (let i = 0; i < rows.length; i++) {
		if (first[i] === i) continue;
		if (isSame(columns, rows[first[i]], rows[i])) repeat[i] = 1;
		else {
			const known = others.get(first[i]) ?? [];
			if (known.some((other) => isSame(columns, rows[other], rows[i]))) repeat[i] = 1;
			else others.set(first[i], [...known, i]);
		}
	}
	release(first);
	return repeat;
}

function isSame(columns: readonly Codes[], a: number, b: number): boolean {
	for (const codes of columns) if (codes[a] !== codes[b]) return false;
	return true;
}

/** [entries] the first entry that has the same hash; the hashes are given back. */
function firstOfHash(hashes: Int32Array): Int32Array {
	const bits = Math.max(0, Math.ceil(Math.log2(hashes.length / PARTITION)));
	const { order, start } = partitioned(hashes, bits);
	const first = new Int32Array(hashes.length);
	/** Two numbers a slot: 1 + the entry, 0 when free, and its hash. */
	let slots = new Int32Array(0);
	for (let p = 0; p + 1 < start.length; p++) {
		const size = 4 * 2 ** Math.ceil(Math.log2(1 + start[p + 1] - start[p]));
		if (slots.length < size) slots = new Int32Array(size);
		else slots.fill(0, 0, size);
		const mask = size - 2;
		for (let at = start[p]; at < start[p + 1]; at++) {
			const entry = order[at];
			const hash = hashes[entry];
			let slot = (hash << 1) & mask;
			while (slots[slot] !== 0 && slots[slot + 1] !== hash) slot = (slot + 2) & mask;
			if (slots[slot] === 0) {
				slots[slot] = entry + 1;
				slots[slot + 1] = hash;
			}
			first[entry] = slots[slot] - 1;
		}
	}
	release(hashes, order);
	return first;
}

/** [rows] */
function hashesOf(columns: readonly Codes[], rows: Int32Array): Int32Array {
	const hashes = new Int32Array(rows.length).fill(0x811c9dc5);
	for (const codes of columns)
		for (let i = 0; i < rows.length; i++) {
			const hash = Math.imul(hashes[i] ^ codes[rows[i]], 0x01000193);
			hashes[i] = hash ^ (hash >>> 13);
		}
	for (let i = 0; i < rows.length; i++) {
		const hash = Math.imul(hashes[i] ^ (hashes[i] >>> 16), 0x85ebca6b);
		hashes[i] = hash ^ (hash >>> 13);
	}
	return hashes;
}

/** The entries by the upper bits of their hashes, ascending in each partition; partition p is order[start[p]] up to start[p + 1]. */
function partitioned(hashes: Int32Array, bits: number): { order: Int32Array; start: Int32Array } {
	const start = new Int32Array(2 ** bits + 1);
	const order = new Int32Array(hashes.length);
	const partOf = (hash: number): number => (bits === 0 ? 0 : hash >>> (32 - bits));
	for (let i = 0; i < hashes.length; i++) start[partOf(hashes[i]) + 1]++;
	for (let p = 1; p < start.length; p++) start[p] += start[p - 1];
	const next = start.slice();
	for (let i = 0; i < hashes.length; i++) order[next[partOf(hashes[i])]++] = i;
	return { order, start };
}
