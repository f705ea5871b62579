import { ByteColumn } from './byte-column.js';
import { HASH, hashOf, PRIME } from './byte-dictionary.js';
import type { RowLog } from './row-log.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const TAB = 9;
const SPACE = 32;

/** No row is longer than this many bytes or characters: what seems to be is an open quote, or no table. */
export const LONGEST_ROW = 1 << 24;

/** What `ByteRows.read` says of a text that the fast way cannot read: its quotes do not pair, or a row is too long. */
export const IRREGULAR = -1;

/**
 * The fast way into a delimited text whose encoding keeps ASCII bytes as they are: cuts bytes into cells and hashes
 * each cell in the same pass. It reads well-formed quoting only; anything else is left to PapaParse.
 */
export class ByteRows {
	readonly columns: readonly ByteColumn[];
	readonly #delimiter: number;
	readonly #loneCR: boolean;
	readonly #stop = new Uint8Array(256);
	readonly #log: RowLog;
	/** The cells of the row that is being read. `#hash` counts only where `#kind` is 0: plain; 1: quoted; 2: with doubled quotes. */
	readonly #from: Int32Array;
	readonly #to: Int32Array;
	readonly #hash: Int32Array;
	readonly #kind: Uint8Array;
	#line = 1;
	#scratch = new Uint8Array(1 << 12);

	constructor(width: number, delimiter: string, newline: '\n' | '\r', log: RowLog, capacity: number) {
		this.columns = Array.from({ length: width }, () => new ByteColumn(capacity));
		this.#delimiter = delimiter.charCodeAt(0);
		this.#loneCR = newline === '\r';
		this.#stop[this.#delimiter] = this.#stop[LF] = this.#stop[CR] = 1;
		this.#log = log;
		this.#from = new Int32Array(width);
		this.#to = new Int32Array(width);
		this.#hash = new Int32Array(width);
		this.#kind = new Uint8Array(width);
	}

	/** How many lines the rows that were read took. */
	get lines(): number {
		return this.#line - 1;
	}

	/**
	 * Reads the complete rows among the first `length` of `bytes`, and returns how many bytes they took, or IRREGULAR.
	 * bytes[length] must exist: it is overwritten. `last`: nothing follows, so the last row needs no line end.
	 */
	read(bytes: Uint8Array, length: number, last: boolean): number {
		const stop = this.#stop;
		const delimiter = this.#delimiter;
		const width = this.columns.length;
		const lineEnd = this.#loneCR ? CR : LF;
		bytes[length] = LF;
		let i = 0;
		let rowStart = 0;
		let cell = 0;
		let extra = false;
		let lines = 0;
		for (;;) {
			while (bytes[i] === SPACE || (bytes[i] === TAB && delimiter !== TAB)) i++;
			let from = i;
			let to: number;
			let hash = HASH;
			let kind = 0;
			if (bytes[i] === QUOTE) {
				kind = 1;
				from = ++i;
				for (;;) {
					while (bytes[i] !== QUOTE && i < length) if (bytes[i++] === lineEnd) lines++;
					if (i >= length) return last ? IRREGULAR : rowStart;
					if (bytes[i + 1] !== QUOTE) break;
					kind = 2;
					i += 2;
				}
				to = i++;
				while (bytes[i] === SPACE || (bytes[i] === TAB && delimiter !== TAB)) i++;
				if (bytes[i] === CR && bytes[i + 1] === LF) i++;
				if (i >= length && !last) return rowStart;
				if (!stop[bytes[i]] || (bytes[i] === CR && !this.#loneCR)) return i >= length - 1 && !last ? rowStart : IRREGULAR;
			} else {
				for (;;) {
					let byte;
					while (!stop[(byte = bytes[i])]) {
						hash = Math.imul(hash ^ byte, PRIME);
						i++;
					}
					if (byte !== CR || this.#loneCR || bytes[i + 1] === LF) break;
					hash = Math.imul(hash ^ CR, PRIME);
					i++;
				}
				to = i;
				if (bytes[i] === CR && bytes[i + 1] === LF) i++;
				if (i >= length && !last) return rowStart;
				if (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) kind = 1;
			}
			if (cell < width) {
				this.#from[cell] = from;
				this.#to[cell] = to;
				this.#hash[cell] = hash;
				this.#kind[cell] = kind;
			} else extra ||= !isBlank(bytes, from, to);
			cell++;
			const atEnd = i >= length;
			if (bytes[i] === delimiter && !atEnd) {
				i++;
				continue;
			}
			i++;
			const blank = cell === 1 && isBlank(bytes, from, to);
			if (!blank) {
				const uneven = cell < width || extra;
				if (uneven && lines > 0) return IRREGULAR;
				if (this.#log.wanted()) this.#commit(bytes, Math.min(cell, width), uneven ? cell : 0);
			}
			this.#line += 1 + lines;
			if (i - rowStart > LONGEST_ROW) return IRREGULAR;
			if (i >= length) return length;
			rowStart = i;
			cell = lines = 0;
			extra = false;
		}
	}

	#commit(bytes: Uint8Array, cells: number, uneven: number): void {
		this.#log.add(this.#line);
		if (uneven) this.#log.markUneven(uneven);
		const columns = this.columns;
		for (let c = 0; c < cells; c++) {
			if (this.#kind[c] === 0) columns[c].add(bytes, this.#from[c], this.#to[c], this.#hash[c]);
			else this.#addTrimmed(bytes, columns[c], this.#from[c], this.#to[c], this.#kind[c] === 2);
		}
		for (let c = cells; c < columns.length; c++) columns[c].addMissing();
	}

	#addTrimmed(bytes: Uint8Array, column: ByteColumn, start: number, stop: number, doubled: boolean): void {
		let source = bytes;
		let from = start;
		let to = stop;
		if (doubled) {
			if (to - from > this.#scratch.length) this.#scratch = new Uint8Array(2 * (to - from));
			source = this.#scratch;
			let o = 0;
			for (let i = from; i < to; i++) {
				source[o++] = bytes[i];
				if (bytes[i] === QUOTE) i++;
			}
			from = 0;
			to = o;
		}
		while (from < to && isSpace(source[from])) from++;
		while (to > from && isSpace(source[to - 1])) to--;
		column.add(source, from, to, hashOf(source, from, to));
	}
}

function isSpace(byte: number): boolean {
	return byte === SPACE || (byte >= TAB && byte <= CR);
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
	for (let i = from; i < to; i++) if (!isSpace(bytes[i])) return false;
	return true;
}
