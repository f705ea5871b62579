import { LikelyError } from '../errors.js';
import { cellText } from './cell-text.js';
import { isUtf8 } from './decode.js';
import { Ints } from './ints.js';
import type { Category } from './types.js';
import { decodeWindows1252 } from './windows-1252.js';

const BLOCK = 1 << 20;
const MOST_BYTES = 0x7fff0000;

/** Start of the hash of a cell: for each of its bytes, h = imul(h ^ byte, PRIME) (FNV-1a). */
export const HASH = 0x811c9dc5 | 0;
export const PRIME = 0x01000193;

/**
 * A column that is dictionary-encoded while it is read, straight from bytes: an open-addressing hash table over an
 * arena that holds every distinct value once. No string is made before the end.
 */
export class ByteColumn {
	readonly #codes: Ints;
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

	constructor(capacity: number) {
		this.#codes = new Ints(capacity);
	}

	addMissing(): void {
		this.#codes.push(-1);
	}

	/** Adds the bytes from `start` to `end`, whose hash is `hash`; none is a missing value. */
	add(bytes: Uint8Array, start: number, end: number, hash: number): void {
		const length = end - start;
		if (length === 0) {
			this.#codes.push(-1);
			return;
		}
		if (hash === this.#lastHash && this.#lastValue >= 0 && this.#holds(this.#lastValue, bytes, start, length)) {
			this.#codes.push(this.#lastValue);
			return;
		}
		if (this.#ascending) {
			if (this.#isNext(bytes, start, length)) {
				this.#lastHash = hash;
				this.#lastValue = this.#distinct;
				this.#codes.push(this.#distinct);
				this.#insert(bytes, start, end);
				return;
			}
			this.#ascending = false;
			this.#index();
		}
		const slots = this.#slots;
		const mask = slots.length - 2;
		let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
		let value: number;
		while ((value = slots[slot] - 1) >= 0) {
			if (slots[slot + 1] === hash && this.#holds(value, bytes, start, length)) break;
			slot = (slot + 2) & mask;
		}
		if (value < 0) {
			value = this.#distinct;
			slots[slot] = value + 1;
			slots[slot + 1] = hash;
			this.#insert(bytes, start, end);
		}
		this.#lastHash = hash;
		this.#lastValue = value;
		this.#codes.push(value);
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
		for (let value = 0; value < this.#distinct; value++) {
			let hash = HASH;
			for (let i = this.#start[value]; i < this.#start[value + 1]; i++) hash = Math.imul(hash ^ this.#arena[i], PRIME);
			place(this.#slots, value + 1, hash);
		}
	}

	#grow(): void {
		const slots = new Int32Array(this.#slots.length * 4);
		for (let i = 0; i < this.#slots.length; i += 2)
			if (this.#slots[i] !== 0) place(slots, this.#slots[i], this.#slots[i + 1]);
		this.#slots = slots;
	}

	/** Among the distinct values beyond ASCII: how many are valid UTF-8, and how many are not. */
	surveyEncoding(): { valid: number; invalid: number } {
		const survey = { valid: 0, invalid: 0 };
		this.#eachBlock((from, to) => {
			if (this.#isAscii(from, to)) return;
			for (let v = from; v < to; v++) {
				if (this.#isAscii(v, v + 1)) continue;
				if (isUtf8(this.#bytes(v, v + 1))) survey.valid++;
				else survey.invalid++;
			}
		});
		return survey;
	}

	/**
	 * The column. Values that are not ASCII are read as UTF-8 if `utf8` and they are valid, else as Windows-1252. The
	 * column is empty afterwards.
	 */
	finish(utf8: boolean): Category {
		const values: string[] = [];
		const unicode = new TextDecoder('utf-8', { ignoreBOM: true });
		let changed = false;
		const keep = (raw: string): void => {
			const text = cellText(raw);
			if (text !== raw) changed = true;
			values.push(text);
		};
		this.#eachBlock((from, to) => {
			if (this.#isAscii(from, to)) {
				const text = unicode.decode(this.#bytes(from, to));
				const offset = this.#start[from];
				for (let v = from; v < to; v++) keep(text.slice(this.#start[v] - offset, this.#start[v + 1] - offset));
			} else
				for (let v = from; v < to; v++) {
					const bytes = this.#bytes(v, v + 1);
					keep(utf8 && isUtf8(bytes) ? unicode.decode(bytes) : decodeWindows1252(bytes));
				}
		});
		this.#slots = this.#start = new Int32Array(0);
		this.#arena = new Uint8Array(0);
		const codes = this.#codes.finish();
		return changed ? merged(codes, values) : { codes, values };
	}

	#eachBlock(visit: (from: number, to: number) => void): void {
		for (let from = 0; from < this.#distinct; ) {
			let to = from + 1;
			while (to < this.#distinct && this.#start[to + 1] - this.#start[from] < BLOCK) to++;
			visit(from, to);
			from = to;
		}
	}

	#bytes(from: number, to: number): Uint8Array {
		return this.#arena.subarray(this.#start[from], this.#start[to]);
	}

	#isAscii(from: number, to: number): boolean {
		const end = this.#start[to];
		for (let i = this.#start[from]; i < end; i++) if (this.#arena[i] > 127) return false;
		return true;
	}
}

/** Values that became equal, or nothing, after they were cleaned take one code, or none; codes ascend by first appearance. */
function merged(codes: Int32Array, texts: readonly string[]): Category {
	const code = new Map<string, number>();
	const map = Int32Array.from(texts, (text) => {
		if (text === '') return -1;
		const known = code.get(text);
		if (known !== undefined) return known;
		code.set(text, code.size);
		return code.size - 1;
	});
	for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) codes[row] = map[codes[row]];
	return { codes, values: [...code.keys()] };
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
	return grown;
}
