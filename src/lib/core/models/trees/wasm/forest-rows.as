// Which rows a forest's tree has drawn and which not, and how they are divided on the way down.
//
// Both lists exist twice. A node's rows lie in one of the copies, `side`; those that go left stay there, those that go
// right move to the other copy, so that nothing is copied back. The two lists share each copy, one from either end.
//
// A drawn row is a u32: h << 29 | g << 26 | row; one with a larger h than three bits hold stands there more than once.
import { inSubset } from './divide';
import { below } from './draws';
import { CATEGORY, MISSING_RIGHT, best } from './search';

export const ROW: u32 = (1 << 26) - 1;
/** The most that an entry's h can be. */
const MOST: u32 = 7;

let rowCount: u32 = 0;
/** [columns x rows] u8 */
let codes: usize = 0;
/** [2 x room] u32: the rows that were drawn, from the front, and the others, up to the end; they never meet */
let rows: usize = 0;
let room: u32 = 0;
/** Where the others begin on side 0, and how many they are. */
let others: usize = 0;
/** [rows] u8 label; [rows] u8 weight, or 0: 1 each; [rows] u32 rows that may be drawn, or 0: all */
let labels: usize = 0;
let weights: usize = 0;
let usable: usize = 0;
/** [rows] u32: out-of-bag answers so far, how many << 26 | their sum in parts of 1 / bagUnit; 0: they are left with the others */
let bag: usize = 0;
let bagUnit: f64 = 1;

export let rootG: u32 = 0;
export let rootH: u32 = 0;
export let otherCount: u32 = 0;

export function setupRows(
	rowCount_: u32, codes_: usize, rows_: usize, room_: u32, labels_: usize, weights_: usize, usable_: usize,
	bag_: usize, bagUnit_: f64
): void {
	rowCount = rowCount_;
	codes = codes_;
	rows = rows_;
	room = room_;
	labels = labels_;
	weights = weights_;
	usable = usable_;
	bag = bag_;
	bagUnit = bagUnit_;
}

/** Where drawn row number i of a side lies. */
@inline
export function drawnAt(side: u32, i: u32): usize {
	return rows + (usize(side * room + i) << 2);
}

/** Where one of the others lies. */
@inline
function otherAt(side: u32, i: u32): usize {
	return others + (usize(side * room + i) << 2);
}

/** Draws as many rows as may be drawn, replacing them or each once, into side 0; returns how many entries those are. */
export function drawRows(count: u32, replacing: bool): u32 {
	// [rows] u16, how often each is drawn: in side 1, which is not needed yet.
	const drawn = rows + (usize(room) << 2);
	memory.fill(drawn, 0, usize(rowCount) << 1);
	for (let i: u32 = 0; i < count; i++) {
		let row = replacing ? below(count) : i;
		if (usable) row = load<u32>(usable + (row << 2));
		const at = drawn + (row << 1);
		store<u16>(at, load<u16>(at) + 1);
	}
	let to = rows;
	const last = rows + (usize(room - 1) << 2);
	let other = last;
	rootG = 0;
	rootH = 0;
	for (let row: u32 = 0; row < rowCount; row++) {
		const times = u32(load<u16>(drawn + (row << 1)));
		const isOut = u32(times == 0);
		const isOne = u32(load<u8>(labels + row) != 0);
		// (1 << 29) + (1 << 26) for a label of 1: times h, that is both of them.
		const unit: u32 = (8 + isOne) << 26;
		let h = weights ? u32(load<u8>(weights + row)) * times : times;
		rootG += isOne * h;
		rootH += h;
		for (; h > MOST; h -= MOST) {
			store<u32>(to, MOST * unit + row);
			to += 4;
		}
		store<u32>(to, h * unit + row);
		store<u32>(other, row);
		if (bag) {
			const out = bag + (row << 2);
			store<u32>(out, load<u32>(out) + (isOut << 26));
		}
		to += (isOut ^ 1) << 2;
		other -= isOut << 2;
	}
	others = other + 4;
	otherCount = u32((last - other) >> 2);
	return u32((to - rows) >> 2);
}

/** Divides drawn rows `begin` to `end` - 1 of a side by the best split; returns where those that go right begin. */
export function divideDrawn(side: u32, begin: u32, end: u32): u32 {
	const first = drawnAt(side, begin);
	const last = drawnAt(side, end);
	const from = codes + load<u32>(best, 24) * rowCount;
	let left = first;
	// As many have gone right as have been seen and have not gone left.
	const right = drawnAt(side ^ 1, end) - 4;
	if (load<i32>(best, 28) == CATEGORY) {
		for (let at = first; at < last; at += 4) {
			const row = load<u32>(at);
			store<u32>(left, row);
			store<u32>(right + left - at, row);
			left += inSubset(u32(load<u8>(from + (row & ROW)))) << 2;
		}
	} else {
		const shift: u32 = load<i32>(best, 28) == MISSING_RIGHT ? 1 : 0;
		const split = u32(load<i32>(best, 32)) - shift;
		for (let at = first; at < last; at += 4) {
			const row = load<u32>(at);
			store<u32>(left, row);
			store<u32>(right + left - at, row);
			left += 4 - (isRight(u32(load<u8>(from + (row & ROW))), shift, split) << 2);
		}
	}
	return begin + u32((left - first) >> 2);
}

/** The same with the others. */
export function divideOthers(side: u32, begin: u32, end: u32): u32 {
	const first = otherAt(side, begin);
	const last = first + ((end - begin) << 2);
	const from = codes + load<u32>(best, 24) * rowCount;
	let left = first;
	const right = otherAt(side ^ 1, end) - 4;
	if (load<i32>(best, 28) == CATEGORY) {
		for (let at = first; at < last; at += 4) {
			const row = load<u32>(at);
			store<u32>(left, row);
			store<u32>(right + left - at, row);
			left += inSubset(u32(load<u8>(from + row))) << 2;
		}
	} else {
		const shift: u32 = load<i32>(best, 28) == MISSING_RIGHT ? 1 : 0;
		const split = u32(load<i32>(best, 32)) - shift;
		for (let at = first; at < last; at += 4) {
			const row = load<u32>(at);
			store<u32>(left, row);
			store<u32>(right + left - at, row);
			left += 4 - (isRight(u32(load<u8>(from + row)), shift, split) << 2);
		}
	}
	return begin + u32((left - first) >> 2);
}

/** 1 where a bin lies above the split; shift: 1 where bin 0 goes right, too. */
@inline
function isRight(bin: u32, shift: u32, split: u32): u32 {
	return (split - ((bin - shift) & 255)) >> 31;
}

/** Where the others of a tree that is grown are listed on side 0, and, without a bag, what was said of each on side 1. */
export function othersAt(): usize {
	return others;
}

export function othersTold(): u32 {
	return otherCount;
}

/** Notes what a leaf says of the others that end there. */
@inline
export function answerOthers(side: u32, begin: u32, end: u32, mean: f32): void {
	const share = u32(f64(mean) * bagUnit + 0.5);
	if (!bag) return listOthers(side, begin, end, share);
	const last = otherAt(side, end);
	for (let at = otherAt(side, begin); at < last; at += 4) {
		const sum = bag + (usize(load<u32>(at)) << 2);
		store<u32>(sum, load<u32>(sum) + share);
	}
}

/** A leaf's range is its own on both sides: the rows are left on the first, the answer on the second. */
function listOthers(side: u32, begin: u32, end: u32, share: u32): void {
	for (let i = begin; i < end; i++) {
		store<u32>(otherAt(0, i), load<u32>(otherAt(side, i)));
		store<u32>(otherAt(1, i), share);
	}
}
