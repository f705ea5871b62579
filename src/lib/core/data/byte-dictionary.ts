import { LikelyError } from '../errors.js';
import type { PackedValues } from './dictionary-text.js';
import { release } from './release.js';

const MOST_BYTES = 0x7fff0000;

/** Start of the hash of a cell: for each of its bytes, h = imul(h ^ byte, PRIME) (FNV-1a). */
export const HASH = 0x811c9dc5 | 0;
export const PRIME = 0x01000193;

/**
 * The different values of a column, straight from bytes: an open-addressing hash table over an arena that holds each of
 * them once, in the order in which they came. No string is made before the end.
 */
export class ByteDictionary {
	#arena = new Uint8Array(1 << 12);
	#used = 0;
	/** Value v lies in the arena from #start[v] to #start[v + 1]. */
	#start = new Int32Array(1 << 8);
	#distinct = 0;
	/** Two numbers a slot: 1 + the value, 0 when free, and the value's hash. Empty while the values ascend. */
	#slots = new Int32Array(0);
	/**
	 * Every value so far is longer than the one before, or as long and further in the order of bytes: what comes next
	 * in that order is new without a look at the table. So are row numbers, order numbers, and the dates of sorted files.
	 */
	#ascending = true;
	/** Cells often repeat the one above. */
	#lastHash = 0;
	#lastValue = -1;

	/** The code of the value in the bytes from `start` to `end` (at least one), whose hash is `hash`. */
	code(bytes: Uint8Array, start: number, end: number, hash: number): number {
		const length = end - start;
		if (hash === this.#lastHash && this.#lastValue >= 0 && this.#holds(this.#lastValue, bytes, start, length)) return this.#lastValue;
		this.#lastHash = hash;
		if (this.#ascending) {
			if (this.#isNext(bytes, start, length)) {
				this.#insert(bytes, start, end);
				return (this.#lastValue = this.#distinct - 1);
			}
			this.#ascending = false;
			this.#index();
		}
		const slots = this.#slots;
		const mask = slots.length - 2;
		let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
		let value: number;
		while ((value = slots[slot] - 1) >= 0) {
			if (slots[slot + 1] === hash && this.#holds(value, bytes, start, length)) return (this.#lastValue = value);
			slot = (slot + 2) & mask;
		}
		slots[slot] = this.#distinct + 1;
		slots[slot + 1] = hash;
		this.#insert(bytes, start, end);
		return (this.#lastValue = this.#distinct - 1);
	}

	#isNext(bytes: Uint8Array, start: number, length: number): boolean {
		if (this.#distinct === 0) return true;
		const from = this.#start[this.#distinct - 1];
		const last = this.#used - from;
		if (length !== last) return length > last;
		let i = 0;
		while (i < length && this.#arena[from + i] === bytes[start + i]) i++;
		return i < length && bytes[start + i] > this.#arena[from + i];
	}

	#holds(value: number, bytes: Uint8Array, start: number, length: number): boolean {
		const from = this.#start[value];
		if (this.#start[value + 1] - from !== length) return false;
		const arena = this.#arena;
		let i = 0;
		while (i < length && arena[from + i] === bytes[start + i]) i++;
		return i === length;
	}

	#insert(bytes: Uint8Array, start: number, end: number): void {
		const value = this.#distinct++;
		const used = this.#used + (end - start);
		if (used > this.#arena.length) {
			if (used > MOST_BYTES) throw new LikelyError('file.too_large');
			const arena = new Uint8Array(Math.min(MOST_BYTES, Math.max(used, this.#arena.length * 2)));
			arena.set(this.#arena);
			release(this.#arena);
			this.#arena = arena;
		}
		if (end - start < 64) for (let i = start, o = this.#used; i < end; i++, o++) this.#arena[o] = bytes[i];
		else this.#arena.set(bytes.subarray(start, end), this.#used);
		this.#used = used;
		if (value + 2 > this.#start.length) this.#start = doubled(this.#start);
		this.#start[value + 1] = used;
		if (!this.#ascending && this.#distinct * 4 > this.#slots.length) this.#grow();
	}

	/** Makes the table from the values that are there. */
	#index(): void {
		let length = 1 << 11;
		while (this.#distinct * 4 > length) length *= 4;
		this.#slots = new Int32Array(length);
		for (let value = 0; value < this.#distinct; value++)
			place(this.#slots, value + 1, hashOf(this.#arena, this.#start[value], this.#start[value + 1]));
	}

	#grow(): void {
		const slots = new Int32Array(this.#slots.length * 4);
		for (let i = 0; i < this.#slots.length; i += 2)
			if (this.#slots[i] !== 0) place(slots, this.#slots[i], this.#slots[i + 1]);
		release(this.#slots);
		this.#slots = slots;
	}

	/** The values, in memory that changes with the next one. */
	get values(): PackedValues {
		return { bytes: this.#arena.subarray(0, this.#used), start: this.#start.subarray(0, this.#distinct + 1) };
	}

	/** Gives the memory back; the dictionary cannot be used afterwards. */
	release(): void {
		release(this.#arena, this.#start, this.#slots);
	}

	/** The values in buffers of exactly their size. */
	pack(): PackedValues {
		return { bytes: this.#arena.slice(0, this.#used), start: this.#start.slice(0, this.#distinct + 1) };
	}
}

/** The hash of the bytes from `start` to `end`. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
	let hash = HASH;
	for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], PRIME);
	return hash;
}

function place(slots: Int32Array, entry: number, hash: number): void {
	const mask = slots.length - 2;
	let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
	while (slots[slot] !== 0) slot = (slot + 2) & mask;
	slots[slot] = entry;
	slots[slot + 1] = hash;
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
	const grown = new Int32Array(values.length * 2);
	grown.set(values);
	release(values);
	return grown;
}
