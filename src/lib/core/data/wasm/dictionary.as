// The values of a column: a hash table over an arena that holds each of them once, in the order in which they came.

import { classOf, give, moved, SLACK, take } from './memory';

/** A column's dictionary: value v lies in the arena from start[v] to start[v + 1]. */
@unmanaged
export class Column {
	arena: usize;
	start: usize;
	used: u32;
	distinct: u32;
	/** Pairs of (1 + value, hash), 0 when free; none while the values ascend. */
	slots: usize;
	mask: u32;
	ascending: u32;
	last: i32;
	/** Powers of two. */
	arenaClass: u32;
	startClass: u32;
	slotsClass: u32;
}

export function startColumn(column: Column): void {
	column.arenaClass = 8;
	column.arena = take(8);
	column.startClass = 8;
	column.start = take(8);
	store<u32>(column.start, 0);
	column.used = column.distinct = 0;
	column.slots = 0;
	column.ascending = 1;
	column.last = -1;
}

/** The first `length` bytes, 1 to 8, of a word. */
@inline
function masked(word: u64, length: i32): u64 {
	return word & (u64.MAX_VALUE >> (<u64>(8 - length) << 3));
}

function isSame(a: usize, b: usize, length: i32): bool {
	while (length > 8) {
		if (load<u64>(a) != load<u64>(b)) return false;
		a += 8;
		b += 8;
		length -= 8;
	}
	return masked(load<u64>(a) ^ load<u64>(b), length) == 0;
}

function hashOf(at: usize, length: i32): u32 {
	let hash: u64 = <u64>length * 0x9e3779b97f4a7c15;
	while (length > 8) {
		hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd;
		hash ^= hash >> 29;
		at += 8;
		length -= 8;
	}
	hash = (hash ^ masked(load<u64>(at), length)) * 0xff51afd7ed558ccd;
	return <u32>(hash >> 32) ^ <u32>hash;
}

/** Whether bytes come behind others of the same length. */
function isBehind(at: usize, other: usize, length: i32): bool {
	while (length > 0) {
		const some = min(length, 8);
		const a = bswap<u64>(masked(load<u64>(at), some));
		const b = bswap<u64>(masked(load<u64>(other), some));
		if (a != b) return a > b;
		at += 8;
		other += 8;
		length -= 8;
	}
	return false;
}

/** The code of the bytes at `at`, at least one; every eight bytes that begin there can be read. */
export function codeOf(column: Column, at: usize, length: i32): i32 {
	const start = column.start;
	const last = column.last;
	if (last >= 0) {
		const from = load<u32>(start + (<usize>last << 2));
		if (<i32>(load<u32>(start + (<usize>last << 2), 4) - from) == length && isSame(column.arena + from, at, length)) return last;
	}
	if (column.ascending) {
		if (isNext(column, at, length)) return (column.last = insert(column, at, length));
		column.ascending = 0;
		index(column);
	}
	const hash = hashOf(at, length);
	const slots = column.slots;
	const mask = column.mask;
	let slot = hash & mask;
	let value: i32;
	while ((value = <i32>load<u32>(slots + (<usize>slot << 3)) - 1) >= 0) {
		if (load<u32>(slots + (<usize>slot << 3), 4) == hash) {
			const from = load<u32>(start + (<usize>value << 2));
			if (<i32>(load<u32>(start + (<usize>value << 2), 4) - from) == length && isSame(column.arena + from, at, length)) return (column.last = value);
		}
		slot = (slot + 1) & mask;
	}
	store<u32>(slots + (<usize>slot << 3), column.distinct + 1);
	store<u32>(slots + (<usize>slot << 3), hash, 4);
	column.last = insert(column, at, length);
	if (column.distinct * 2 > mask) grow(column);
	return column.last;
}

function isNext(column: Column, at: usize, length: i32): bool {
	if (column.distinct == 0) return true;
	const from = load<u32>(column.start + (<usize>(column.distinct - 1) << 2));
	const before = <i32>(column.used - from);
	return length != before ? length > before : isBehind(at, column.arena + from, length);
}

function insert(column: Column, at: usize, length: i32): i32 {
	const value = column.distinct++;
	const used = column.used + length;
	const arenaClass = classOf(<usize>used + SLACK);
	if (arenaClass > column.arenaClass) {
		column.arena = moved(column.arena, column.arenaClass, arenaClass, column.used);
		column.arenaClass = arenaClass;
	}
	memory.copy(column.arena + column.used, at, length);
	column.used = used;
	const startClass = classOf(<usize>(value + 2) << 2);
	if (startClass > column.startClass) {
		column.start = moved(column.start, column.startClass, startClass, <usize>(value + 1) << 2);
		column.startClass = startClass;
	}
	store<u32>(column.start + (<usize>(value + 1) << 2), used);
	return value;
}

/** Makes the table from the values that are there. */
function index(column: Column): void {
	let power: u32 = 10;
	while (column.distinct * 4 > <u32>1 << power) power++;
	newSlots(column, power);
	for (let value: u32 = 0; value < column.distinct; value++) {
		const from = load<u32>(column.start + (<usize>value << 2));
		const to = load<u32>(column.start + (<usize>value << 2), 4);
		place(column, value + 1, hashOf(column.arena + from, to - from));
	}
}

function newSlots(column: Column, power: u32): void {
	column.slotsClass = power + 3;
	column.slots = take(power + 3);
	column.mask = ((<u32>1) << power) - 1;
	memory.fill(column.slots, 0, (<usize>8) << power);
}

function place(column: Column, entry: u32, hash: u32): void {
	let slot = hash & column.mask;
	while (load<u32>(column.slots + (<usize>slot << 3))) slot = (slot + 1) & column.mask;
	store<u32>(column.slots + (<usize>slot << 3), entry);
	store<u32>(column.slots + (<usize>slot << 3), hash, 4);
}

function grow(column: Column): void {
	const slots = column.slots;
	const power = column.slotsClass;
	const count = column.mask + 1;
	newSlots(column, power - 3 + 2);
	for (let slot: u32 = 0; slot < count; slot++) {
		const entry = load<u32>(slots + (<usize>slot << 3));
		if (entry) place(column, entry, load<u32>(slots + (<usize>slot << 3), 4));
	}
	give(slots, power);
}
