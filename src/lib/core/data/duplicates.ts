import { release } from './release.js';
import type { Codes, Table } from './types.js';

/** Rows of a partition: few enough that its hash table stays in the processor's cache. */
const PARTITION = 1 << 11;
/** Rows of which all columns are hashed before the next ones are. */
const BLOCK = 1 << 12;

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
	const first = firstOfHash(hashesOf(columns, rows, table.rows));
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
	const { pairs, start } = partitioned(hashes, bits);
	release(hashes);
	const first = new Int32Array(pairs.length >> 1);
	/** Two numbers a slot: 1 + the entry, 0 when free, and its hash. */
	let slots = new Int32Array(0);
	for (let p = 0; p + 1 < start.length; p++) {
		const size = 4 * 2 ** Math.ceil(Math.log2(1 + start[p + 1] - start[p]));
		if (slots.length < size) slots = new Int32Array(size);
		else slots.fill(0, 0, size);
		const mask = size - 2;
		for (let at = 2 * start[p]; at < 2 * start[p + 1]; at += 2) {
			const hash = pairs[at];
			const entry = pairs[at + 1];
			let slot = (hash << 1) & mask;
			while (slots[slot] !== 0 && slots[slot + 1] !== hash) slot = (slot + 2) & mask;
			if (slots[slot] === 0) {
				slots[slot] = entry + 1;
				slots[slot + 1] = hash;
			}
			first[entry] = slots[slot] - 1;
		}
	}
	release(pairs);
	return first;
}

/** [rows] of the table that are asked about; of all that lie together, block by block and column by column. */
function hashesOf(columns: readonly Codes[], rows: Int32Array, all: number): Int32Array {
	const hashes = new Int32Array(rows.length);
	/** One kind of array, whatever the column has: the loop over it is compiled for that kind. */
	const codes = new Int32Array(BLOCK);
	const block = new Int32Array(BLOCK);
	let next = 0;
	for (let from = 0; from < all && next < rows.length; from += BLOCK) {
		const to = Math.min(all, from + BLOCK);
		block.fill(0x811c9dc5);
		for (const column of columns) {
			codes.set(column.subarray(from, to));
			for (let i = 0; i < to - from; i++) {
				const hash = Math.imul(block[i] ^ codes[i], 0x01000193);
				block[i] = hash ^ (hash >>> 13);
			}
		}
		for (; next < rows.length && rows[next] < to; next++) {
			const mixed = block[rows[next] - from];
			const hash = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
			hashes[next] = hash ^ (hash >>> 13);
		}
	}
	return hashes;
}

/**
 * Hash and entry, one beside the other, by the upper bits of the hash, entries ascending in each partition: partition p
 * is from `start[p]` to `start[p + 1]`, in pairs.
 */
function partitioned(hashes: Int32Array, bits: number): { pairs: Int32Array; start: Int32Array } {
	const start = new Int32Array(2 ** bits + 1);
	const pairs = new Int32Array(2 * hashes.length);
	const partOf = (hash: number): number => (bits === 0 ? 0 : hash >>> (32 - bits));
	for (let i = 0; i < hashes.length; i++) start[partOf(hashes[i]) + 1]++;
	for (let p = 1; p < start.length; p++) start[p] += start[p - 1];
	const next = start.slice();
	for (let i = 0; i < hashes.length; i++) {
		const at = 2 * next[partOf(hashes[i])]++;
		pairs[at] = hashes[i];
		pairs[at + 1] = i;
	}
	return { pairs, start };
}
