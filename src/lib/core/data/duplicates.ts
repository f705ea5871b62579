import type { Table } from './types.js';

/** Remembers rows of a table, and tells one whose cells are all those of an earlier row. */
export class Duplicates {
	readonly #columns: readonly Int32Array[];
	#slots = new Int32Array(1 << 12);
	#hashes: Int32Array;
	#count = 0;
	/** A column without two equal cells: nothing can repeat. */
	readonly #numbered: boolean;

	constructor(table: Table) {
		this.#columns = table.columns.map(({ cells }) => cells.codes);
		this.#numbered = table.columns.some(({ cells }) => cells.values.length === table.rows);
		this.#hashes = new Int32Array(this.#numbered ? 0 : table.rows);
	}

	/** Whether the row is the exact repeat of one that was asked about before. */
	isRepeat(row: number): boolean {
		if (this.#numbered) return false;
		const columns = this.#columns;
		let hash = 0x811c9dc5;
		for (let c = 0; c < columns.length; c++) hash = Math.imul(hash ^ columns[c][row], 0x01000193) ^ (hash >>> 13);
		hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
		hash ^= hash >>> 13;
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		for (;;) {
			const known = this.#slots[slot] - 1;
			if (known < 0) break;
			if (this.#hashes[known] === hash && this.#same(known, row)) return true;
			slot = (slot + 1) & mask;
		}
		this.#slots[slot] = row + 1;
		this.#hashes[row] = hash;
		if (++this.#count * 2 > this.#slots.length) this.#grow();
		return false;
	}

	#same(a: number, b: number): boolean {
		for (const codes of this.#columns) if (codes[a] !== codes[b]) return false;
		return true;
	}

	#grow(): void {
		const slots = new Int32Array(this.#slots.length * 4);
		const mask = slots.length - 1;
		for (const entry of this.#slots) {
			if (entry === 0) continue;
			let slot = this.#hashes[entry - 1] & mask;
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = entry;
		}
		this.#slots = slots;
	}
}
