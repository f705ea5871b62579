import type { Candidates, Nearest, NearestCustomers } from './nearest.js';

/** What a part of a history adds: [rows] similarities, undefined where it holds nothing, and the square of its length. */
export interface Part {
	readonly dot: Float64Array | undefined;
	readonly square: number;
}

/** Candidates with their similarities so far, and what either side of the groups below would add. */
interface Branch extends Candidates {
	readonly dot: Float64Array;
	readonly parts: readonly (readonly Float64Array[])[];
	/** What k customers reach whatever the groups below. */
	readonly floor: number;
	/** By how many groups are left: what they add at least and at most. */
	readonly bounds: (readonly [Float64Array, Float64Array])[];
}

/** Groups that are left to choose among, when the rows are looked through for those that may still be among the nearest. */
const NARROW_AT: ReadonlySet<number> = new Set([3, 5, 8, 11]);

/**
 * The nearest customers of the histories of coalitions: bit g of a coalition's number says which of group g's two parts it
 * has, beside what all have in common. Calls `visit` for those that are `wanted`, [2^groups], in any order. What coalitions have in common
 * is added up once, and only rows are carried along that may be among the nearest of any of them: all parts are 0 or more, so
 * that k customers reach at least what they do with the lower part of each group, and nobody more than with the higher.
 */
export function searchCoalitions(
	nearest: NearestCustomers,
	common: Part,
	groups: readonly (readonly [Part, Part])[],
	self: number,
	wanted: Uint8Array,
	visit: (coalition: number, neighbours: Nearest) => void
): void {
	const rows = nearest.everybody.size;
	const zero = new Float64Array(rows);
	let ever = 0;
	let never = 0;
	wanted.forEach((is, coalition) => {
		if (!is) return;
		ever |= coalition;
		never |= ~coalition;
	});
	const sides = groups.map((_, g) => [0, 1].filter((side) => ((side ? ever : never) >> g) & 1));
	// What changes least is chosen last: there most are asked, and fewest rows are left.
	const order = [...groups.keys()].sort((a, b) => change(groups[a], sides[a]) - change(groups[b], sides[b]));
	const coalitionOf = new Int32Array(wanted.length);
	order.forEach((g, i) => {
		for (let c = 0; c < 1 << i; c++) coalitionOf[(1 << i) + c] = coalitionOf[c] | (1 << g);
	});
	// some[i]: of every choice from the i-th on, whether any coalition with it is wanted.
	const some: Uint8Array[] = [Uint8Array.from(coalitionOf, (coalition) => wanted[coalition])];
	for (let i = 1; i <= groups.length; i++) {
		const below = some[i - 1];
		some.push(Uint8Array.from({ length: below.length / 2 }, (_, c) => below[2 * c] | below[2 * c + 1]));
	}
	let like = false;
	const look = (branch: Branch, other: Float64Array, square: number, coalition: number) => {
		visit(coalition, square > 0 ? nearest.find(branch, branch.dot, other, Math.sqrt(square), self, branch.floor, like) : nearest.none());
		like = true;
	};
	const descend = (left: number, chosen: number, given: Branch, square: number): void => {
		const branch = NARROW_AT.has(left) ? narrowed(given, left) : given;
		const g = order[left - 1];
		for (const side of sides[g]) {
			const c = 2 * chosen + side;
			if (!some[left - 1][c]) continue;
			const part = branch.parts[left - 1][side];
			const sum = square + groups[g][side].square;
			if (left === 1) look(branch, part, sum, coalitionOf[c]);
			else descend(left - 1, c, part === zero ? branch : { ...branch, dot: added(branch.dot, part, branch.size) }, sum);
		}
	};
	const boundsOf = (branch: Branch, left: number): readonly [Float64Array, Float64Array] => {
		const [low, high] = [new Float64Array(branch.size), new Float64Array(branch.size)];
		for (let i = 0; i < left; i++) {
			const [one, other = one] = sides[order[i]].map((side) => branch.parts[i][side]);
			for (let n = 0; n < low.length; n++) {
				const a = one[n];
				const b = other[n];
				low[n] += a < b ? a : b;
				high[n] += a < b ? b : a;
			}
		}
		return [low, high];
	};
	const narrowed = (branch: Branch, left: number): Branch => {
		const [low, high] = (branch.bounds[left] ??= boundsOf(branch, left));
		const floor = nearest.reached(branch, branch.dot, low, self, branch.floor);
		const kept = new Int32Array(branch.size);
		let size = 0;
		for (let n = 0; n < branch.size; n++) {
			const most = branch.dot[n] + high[n];
			if (most > 0 && most >= floor) kept[size++] = n;
		}
		like = false;
		const of = (values: Float64Array) => picked(values, kept, size);
		const parts = branch.parts.slice(0, left).map((pair) => pair.map((part) => (part === zero ? zero : of(part))));
		return { row: pickedRows(branch.row, kept, size), of: pickedRows(branch.of, kept, size), size, dot: of(branch.dot), parts, floor, bounds: [] };
	};
	const parts = order.map((g) => groups[g].map(({ dot }) => dot ?? zero));
	const all: Branch = { ...nearest.everybody, dot: common.dot ?? zero, parts, floor: 0, bounds: [] };
	if (groups.length) descend(groups.length, 0, all, common.square);
	else look(all, zero, common.square, 0);
}

/** About how much a group changes of the similarities; a group that has one side only stands above all. */
function change([one, other]: readonly [Part, Part], sides: readonly number[]): number {
	if (sides.length < 2) return Infinity;
	return Math.abs(one.square - other.square);
}

function added(one: Float64Array, other: Float64Array, size: number): Float64Array {
	const sum = new Float64Array(size);
	for (let n = 0; n < size; n++) sum[n] = one[n] + other[n];
	return sum;
}

function picked(values: Float64Array, kept: Int32Array, size: number): Float64Array {
	const out = new Float64Array(size);
	for (let n = 0; n < size; n++) out[n] = values[kept[n]];
	return out;
}

function pickedRows(values: Int32Array, kept: Int32Array, size: number): Int32Array {
	const out = new Int32Array(size);
	for (let n = 0; n < size; n++) out[n] = values[kept[n]];
	return out;
}
