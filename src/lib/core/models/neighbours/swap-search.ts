import { added, boundsBelow, coalitionTree, narrow } from './coalition-tree.js';
import type { Bounds, Part } from './coalition-tree.js';
import type { Candidates, Nearest, NearestCustomers } from './nearest.js';

/** Groups that are left to choose among, when the rows are looked through; at the end they are once more, for either side. */
const NARROW_AT: ReadonlySet<number> = new Set([2, 4, 7, 10]);

/** What stands below all groups: one of two sides, as it is or with one of its products as the other side has it. */
export interface Swapped {
	readonly sides: readonly [Part, Part];
	/** [swaps] what a swap adds to side 0, and takes off side 1. */
	readonly swaps: readonly Part[];
}

/** Candidates with their similarities so far, and what all that is below would add. */
interface Branch extends Candidates {
	readonly dot: Float64Array;
	readonly parts: readonly (readonly Float64Array[])[];
	readonly sides: readonly Float64Array[];
	readonly swaps: readonly Float64Array[];
	/** What a swap adds to side 0 at least and at most, no swap included. */
	readonly swapped: Bounds;
	/** Of the sides with whatever swap. */
	readonly ends: Bounds;
	readonly floor: number;
	readonly bounds: Bounds[];
}

/** What is asked of a coalition of the groups, and of a side with a swap; -1: as it is. */
export interface SwapQuestions {
	/** [2^groups] whether anything is. */
	readonly any: Uint8Array;
	readonly wanted: (coalition: number, side: number, swap: number) => boolean;
}

/**
 * As `searchCoalitions`, for many sets of groups at once that differ in which product of the last one stands alone: a swap
 * changes little, so that one look through the rows leaves few for all of them.
 */
export function searchSwaps(
	nearest: NearestCustomers,
	common: Part,
	groups: readonly (readonly [Part, Part])[],
	below: Swapped,
	self: number,
	{ any, wanted }: SwapQuestions,
	visit: (coalition: number, side: number, swap: number, neighbours: Nearest) => void
): void {
	const zero = new Float64Array(nearest.everybody.size);
	const tree = coalitionTree(groups, any);
	const { order, sides, some, coalitionOf } = tree;
	const descend = (left: number, chosen: number, given: Branch, square: number): void => {
		const branch = NARROW_AT.has(left) ? narrowed(given, left) : given;
		if (left === 0) return end(branch, square, coalitionOf[chosen]);
		const g = order[left - 1];
		for (const side of sides[g]) {
			const c = 2 * chosen + side;
			if (!some[left - 1][c]) continue;
			const part = branch.parts[left - 1][side];
			descend(left - 1, c, part === zero ? branch : { ...branch, dot: added(branch.dot, part, branch.size) }, square + groups[g][side].square);
		}
	};
	const end = (branch: Branch, square: number, coalition: number): void => {
		for (const side of [0, 1]) {
			const asked = below.swaps.flatMap((_, swap) => (wanted(coalition, side, swap) ? [swap] : []));
			const isAsItIs = wanted(coalition, side, -1);
			if (!isAsItIs && !asked.length) continue;
			const sign = side ? -1 : 1;
			const dot = added(branch.dot, branch.sides[side], branch.size);
			const [least, most] = branch.swapped;
			const few = narrow(nearest, branch, dot, side ? [negative(most), negative(least)] : [least, most], self, branch.floor);
			const base = few.picked(dot);
			const sum = square + below.sides[side].square;
			let like = false;
			const look = (swap: number, other: Float64Array, length: number) => {
				visit(coalition, side, swap, length > 0 ? nearest.find(few, base, other, Math.sqrt(length), self, few.floor, like) : nearest.none());
				like ||= length > 0;
			};
			if (isAsItIs) look(-1, zero, sum);
			for (const swap of asked) {
				const change = few.picked(branch.swaps[swap]);
				look(swap, side ? negative(change) : change, sum + sign * below.swaps[swap].square);
			}
		}
	};
	const boundsOf = ({ parts, ends: [low, high] }: Branch, left: number) => boundsBelow(tree, parts, left, [low.slice(), high.slice()]);
	const narrowed = (branch: Branch, left: number): Branch => {
		const { row, of, size, floor, picked } = narrow(nearest, branch, branch.dot, (branch.bounds[left] ??= boundsOf(branch, left)), self, branch.floor);
		const parts = branch.parts.slice(0, left).map((pair) => pair.map((part) => (part === zero ? zero : picked(part))));
		const both = ([low, high]: Bounds) => [picked(low), picked(high)] as const;
		return { row, of, size, dot: picked(branch.dot), parts, sides: branch.sides.map(picked), swaps: branch.swaps.map(picked), swapped: both(branch.swapped), ends: both(branch.ends), floor, bounds: [] };
	};
	const tables = (parts: readonly Part[]) => parts.map(({ dot }) => dot ?? zero);
	const all = { parts: order.map((g) => tables(groups[g])), sides: tables(below.sides), swaps: tables(below.swaps) };
	const swapped = swappedBy(all.swaps, zero.length);
	descend(groups.length, 0, { ...nearest.everybody, ...all, dot: common.dot ?? zero, swapped, ends: endsOf(all.sides, swapped), floor: 0, bounds: [] }, common.square);
}

/** What a swap changes of each row at least and at most, no swap included. */
function swappedBy(swaps: readonly Float64Array[], size: number): Bounds {
	const bounds = [new Float64Array(size), new Float64Array(size)] as const;
	const [low, high] = bounds;
	for (const swap of swaps)
		for (let n = 0; n < size; n++) {
			const by = swap[n];
			if (by < low[n]) low[n] = by;
			else if (by > high[n]) high[n] = by;
		}
	return bounds;
}

/** What either side reaches at least and at most, with whatever swap. */
function endsOf([zeroth, first]: readonly Float64Array[], [least, most]: Bounds): Bounds {
	return [least.map((low, n) => Math.min(zeroth[n] + low, first[n] - most[n])), most.map((high, n) => Math.max(zeroth[n] + high, first[n] - least[n]))];
}

function negative(values: Float64Array): Float64Array {
	const out = new Float64Array(values.length);
	for (let n = 0; n < out.length; n++) out[n] = -values[n];
	return out;
}
