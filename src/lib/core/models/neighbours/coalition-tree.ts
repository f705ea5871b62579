import type { Candidates, NearestCustomers } from './nearest.js';

/** What a part of a history adds: [rows] similarities, undefined where it holds nothing, and the square of its length. */
export interface Part {
	readonly dot: Float64Array | undefined;
	readonly square: number;
}

/** Coalitions of groups as a tree: one group after the other is chosen to be in or out. */
export interface CoalitionTree {
	/** The group that is chosen with i others left below it: what changes least is chosen last, where most is asked and fewest rows are left. */
	readonly order: readonly number[];
	/** [groups] sides that any wanted coalition is on. */
	readonly sides: readonly (readonly number[])[];
	/** [left][choice] whether any coalition below is wanted; choices are numbered by the bits chosen so far, the latest lowest. */
	readonly some: readonly Uint8Array[];
	/** [choice of all] the coalition's number. */
	readonly coalitionOf: Int32Array;
}

/** The tree of those coalitions that are `wanted`, [2^groups]. */
export function coalitionTree(groups: readonly (readonly [Part, Part])[], wanted: Uint8Array): CoalitionTree {
	let ever = 0;
	let never = 0;
	wanted.forEach((is, coalition) => {
		if (!is) return;
		ever |= coalition;
		never |= ~coalition;
	});
	const sides = groups.map((_, g) => [0, 1].filter((side) => ((side ? ever : never) >> g) & 1));
	const order = [...groups.keys()].sort((a, b) => change(groups[a], sides[a]) - change(groups[b], sides[b]));
	const coalitionOf = new Int32Array(wanted.length);
	order.forEach((g, i) => {
		for (let c = 0; c < 1 << i; c++) coalitionOf[(1 << i) + c] = coalitionOf[c] | (1 << g);
	});
	const some: Uint8Array[] = [Uint8Array.from(coalitionOf, (coalition) => wanted[coalition])];
	for (let i = 1; i <= groups.length; i++) {
		const below = some[i - 1];
		some.push(Uint8Array.from({ length: below.length / 2 }, (_, c) => below[2 * c] | below[2 * c + 1]));
	}
	return { order, sides, some, coalitionOf };
}

/** About how much a group changes of the similarities; a group that has one side only stands above all. */
function change([one, other]: readonly [Part, Part], sides: readonly number[]): number {
	if (sides.length < 2) return Infinity;
	return Math.abs(one.square - other.square);
}

export function added(one: Float64Array, other: Float64Array, size: number): Float64Array {
	const sum = new Float64Array(size);
	for (let n = 0; n < size; n++) sum[n] = one[n] + other[n];
	return sum;
}

/** Bounds widened by what the groups still to be chosen add on either of their sides. parts: [left][side] tables of the candidates. */
export function boundsBelow({ order, sides }: CoalitionTree, parts: readonly (readonly Float64Array[])[], left: number, bounds: Bounds): Bounds {
	for (let i = 0; i < left; i++) {
		const [one, other = one] = sides[order[i]].map((side) => parts[i][side]);
		widen(bounds, one, other);
	}
	return bounds;
}

/** Widens bounds by what one of two parts adds: by the lower and the higher of each row. */
function widen([low, high]: Bounds, one: Float64Array, other: Float64Array): void {
	for (let n = 0; n < low.length; n++) {
		const a = one[n];
		const b = other[n];
		low[n] += a < b ? a : b;
		high[n] += a < b ? b : a;
	}
}

/** [candidates] what is added to each at least and at most. */
export type Bounds = readonly [low: Float64Array, high: Float64Array];

/** Those candidates that may still be among the nearest of any coalition within the bounds. */
export interface Narrowed extends Candidates {
	/** What k customers reach whatever the coalition. */
	readonly floor: number;
	/** A table of the candidates before, [candidates], as one of those that are left. */
	readonly picked: (values: Float64Array) => Float64Array;
}

export function narrow(nearest: NearestCustomers, among: Candidates, dot: Float64Array, [low, high]: Bounds, self: number, known: number): Narrowed {
	const floor = nearest.reached(among, dot, low, self, known);
	const kept = new Int32Array(among.size);
	let size = 0;
	for (let n = 0; n < among.size; n++) {
		const most = dot[n] + high[n];
		if (most > 0 && most >= floor) kept[size++] = n;
	}
	const rows = (values: Int32Array) => {
		const out = new Int32Array(size);
		for (let n = 0; n < size; n++) out[n] = values[kept[n]];
		return out;
	};
	const picked = (values: Float64Array) => {
		const out = new Float64Array(size);
		for (let n = 0; n < size; n++) out[n] = values[kept[n]];
		return out;
	};
	return { row: rows(among.row), of: rows(among.of), size, floor, picked };
}
