// Cuts delimited bytes into cells and gives every value of a column a code, in the order in which the values come.
// What it must find is what byte-rows.ts and byte-dictionary.ts find; they say why.

import { codeOf, Column, startColumn } from './dictionary';
import { classOf, give, SLACK, startMemory, take } from './memory';

const LF: u32 = 10;
const CR: u32 = 13;
const QUOTE: u32 = 34;
const TAB: u32 = 9;
const SPACE: u32 = 32;
const LONGEST_ROW: i32 = 1 << 24;
const IRREGULAR: i32 = -1;
/** Rows whose codes are put down before they are fetched. */
const BLOCK: i32 = 4096;

let width: i32 = 0;
let delimiter: u32 = 0;
let loneCR: bool = false;
let columns: usize = 0;
/** [width] of the row that is being read: from, to and kind (0 plain, 1 to be trimmed, 2 with doubled quotes). */
let froms: usize = 0;
let tos: usize = 0;
let kinds: usize = 0;
/** [width x BLOCK], [BLOCK] and [BLOCK x (row, cells)] of the rows that were read since they were last fetched. */
let codes: usize = 0;
let lines: usize = 0;
let unevens: usize = 0;
let rows: i32 = 0;
let unevenRows: i32 = 0;
let skip: i32 = 0;
let line: i32 = 1;
let buffer: usize = 0;
let bufferClass: u32 = 0;
let scratch: usize = 0;
let scratchClass: u32 = 0;

export function setup(width_: i32, delimiter_: i32, loneCR_: bool, skip_: i32): void {
	startMemory();
	width = width_;
	delimiter = delimiter_;
	loneCR = loneCR_;
	skip = skip_;
	columns = take(classOf(width * offsetof<Column>()));
	froms = take(classOf(width << 2));
	tos = take(classOf(width << 2));
	kinds = take(classOf(width << 2));
	codes = take(classOf(<usize>width * BLOCK * 4));
	lines = take(classOf(BLOCK * 4));
	unevens = take(classOf(BLOCK * 8));
	for (let c = 0; c < width; c++) {
		startColumn(columnAt(c));
	}
}

@inline
function columnAt(c: i32): Column {
	return changetype<Column>(columns + <usize>c * offsetof<Column>());
}

/** Where a column stands: arena, start, used, distinct as four words. */
export function columnOf(c: i32): usize {
	return columns + <usize>c * offsetof<Column>();
}

export function codesOf(c: i32): usize {
	return codes + ((<usize>c * BLOCK) << 2);
}

export function linesOf(): usize {
	return lines;
}

export function unevensOf(): usize {
	return unevens;
}

export function rowsRead(): i32 {
	return rows;
}

export function unevenRead(): i32 {
	return unevenRows;
}

export function linesRead(): i32 {
	return line - 1;
}

export function toSkip(): i32 {
	return skip;
}

/** Says that the rows were fetched. */
export function fetched(): void {
	rows = unevenRows = 0;
}

/** Where to put so many bytes. */
export function input(bytes: i32): usize {
	const power = classOf(<usize>bytes + 1 + SLACK);
	if (power > bufferClass) {
		if (buffer) give(buffer, bufferClass);
		buffer = take(power);
		bufferClass = power;
	}
	return buffer;
}

@inline
function byteAt(i: i32): u32 {
	return load<u8>(buffer + i);
}

@inline
function isSpace(byte: u32): bool {
	return byte == SPACE || byte - TAB <= CR - TAB;
}

function isBlank(from: i32, to: i32): bool {
	for (let i = from; i < to; i++) if (!isSpace(byteAt(i))) return false;
	return true;
}

/**
 * Reads complete rows of the input from `begin` on, up to BLOCK of them; returns where the next row begins. `last`: nothing
 * follows the input.
 */
export function read(begin: i32, length: i32, last: bool): i32 {
	const lineEnd: u32 = loneCR ? CR : LF;
	const delimiters = i8x16.splat(<i8>delimiter);
	const lfs = i8x16.splat(<i8>LF);
	const crs = i8x16.splat(<i8>CR);
	store<u8>(buffer + length, <u8>LF);
	let i = begin;
	let rowStart = begin;
	let cell = 0;
	let extra = false;
	let within = 0;
	for (;;) {
		while (byteAt(i) == SPACE || (byteAt(i) == TAB && delimiter != TAB)) i++;
		let from = i;
		let to: i32;
		let kind: i32 = 0;
		if (byteAt(i) == QUOTE) {
			kind = 1;
			from = ++i;
			for (;;) {
				let byte: u32;
				while ((byte = byteAt(i)) != QUOTE && i < length) {
					if (byte == lineEnd) within++;
					i++;
				}
				if (i >= length) return last ? IRREGULAR : rowStart;
				if (byteAt(i + 1) != QUOTE) break;
				kind = 2;
				i += 2;
			}
			to = i++;
			while (byteAt(i) == SPACE || (byteAt(i) == TAB && delimiter != TAB)) i++;
			if (byteAt(i) == CR && byteAt(i + 1) == LF) i++;
			if (i >= length && !last) return rowStart;
			const byte = byteAt(i);
			const stops = byte == delimiter || byte == LF || byte == CR;
			if (!stops || (byte == CR && !loneCR)) return i >= length - 1 && !last ? rowStart : IRREGULAR;
		} else {
			for (;;) {
				for (;;) {
					const some = v128.load(buffer + i);
					const found = i8x16.bitmask(v128.or(v128.or(i8x16.eq(some, delimiters), i8x16.eq(some, lfs)), i8x16.eq(some, crs)));
					if (found) {
						i += ctz<i32>(found);
						break;
					}
					i += 16;
				}
				if (byteAt(i) != CR || loneCR || byteAt(i + 1) == LF) break;
				i++;
			}
			to = i;
			if (byteAt(i) == CR && byteAt(i + 1) == LF) i++;
			if (i >= length && !last) return rowStart;
			if (to > from) {
				const end = byteAt(to - 1);
				if (end == SPACE || end == TAB) kind = 1;
			}
		}
		if (cell < width) {
			store<i32>(froms + (cell << 2), from);
			store<i32>(tos + (cell << 2), to);
			store<i32>(kinds + (cell << 2), kind);
		} else extra = extra || !isBlank(from, to);
		cell++;
		const atEnd = i >= length;
		if (byteAt(i) == delimiter && !atEnd) {
			i++;
			continue;
		}
		i++;
		if (cell > 1 || !isBlank(from, to)) {
			const uneven = cell < width || extra;
			if (uneven && within > 0) return IRREGULAR;
			if (skip > 0) skip--;
			else commit(min(cell, width), uneven ? cell : 0);
		}
		line += 1 + within;
		if (i - rowStart > LONGEST_ROW) return IRREGULAR;
		if (i >= length) return length;
		rowStart = i;
		if (rows == BLOCK) return rowStart;
		cell = within = 0;
		extra = false;
	}
	return IRREGULAR;
}

function commit(cells: i32, uneven: i32): void {
	const row = rows++;
	store<i32>(lines + (row << 2), line);
	if (uneven) {
		store<i32>(unevens + (unevenRows << 3), row);
		store<i32>(unevens + (unevenRows << 3), uneven, 4);
		unevenRows++;
	}
	let put = codes + (row << 2);
	for (let c = 0; c < cells; c++, put += BLOCK << 2) {
		const from = load<i32>(froms + (c << 2));
		const to = load<i32>(tos + (c << 2));
		const kind = load<i32>(kinds + (c << 2));
		store<i32>(put, kind ? trimmed(columnAt(c), from, to, kind == 2) : from == to ? -1 : codeOf(columnAt(c), buffer + from, to - from));
	}
	for (let c = cells; c < width; c++, put += BLOCK << 2) store<i32>(put, -1);
}

function trimmed(column: Column, start: i32, stop: i32, doubled: bool): i32 {
	let from = buffer + start;
	let to = buffer + stop;
	if (doubled) {
		const power = classOf(<usize>(stop - start) + SLACK);
		if (power > scratchClass) {
			if (scratch) give(scratch, scratchClass);
			scratch = take(power);
			scratchClass = power;
		}
		let out = scratch;
		for (let i = from; i < to; i++) {
			const byte = load<u8>(i);
			store<u8>(out++, byte);
			if (byte == QUOTE) i++;
		}
		from = scratch;
		to = out;
	}
	while (from < to && isSpace(load<u8>(from))) from++;
	while (to > from && isSpace(load<u8>(to - 1))) to--;
	return from == to ? -1 : codeOf(column, from, <i32>(to - from));
}
