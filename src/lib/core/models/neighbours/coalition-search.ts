import { added, boundsBelow, coalitionTree, narrow } from './coalition-tree.js';
import type { Bounds, Part } from './coalition-tree.js';
import type { Candidates, Nearest, NearestCustomers } from './nearest.js';

/** Candidates with their similarities so far, and what either side of the groups below would add. */
interface Branch extends Candidates {
	readonly dot: Float64Array;
	readonly parts: readonly (readonly Float64Array[])[];
	/** What k customers reach whatever the groups below. */
	readonly floor: number;
	/** By how many groups are left: what they add at least and at most. */
	readonly bounds: Bounds[];
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
	const zero = new Float64Array(nearest.everybody.size);
	const tree = coalitionTree(groups, wanted);
	const { order, sides, some, coalitionOf } = tree;
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
	const boundsOf = ({ parts, size }: Branch, left: number) => boundsBelow(tree, parts, left, [new Float64Array(size), new Float64Array(size)]);
	const narrowed = (branch: Branch, left: number): Branch => {
		const { row, of, size, floor, picked } = narrow(nearest, branch, branch.dot, (branch.bounds[left] ??= boundsOf(branch, left)), self, branch.floor);
		like = false;
		const parts = branch.parts.slice(0, left).map((pair) => pair.map((part) => (part === zero ? zero : picked(part))));
		return { row, of, size, dot: picked(branch.dot), parts, floor, bounds: [] };
	};
	const parts = order.map((g) => groups[g].map(({ dot }) => dot ?? zero));
	const all: Branch = { ...nearest.everybody, dot: common.dot ?? zero, parts, floor: 0, bounds: [] };
	if (groups.length) descend(groups.length, 0, all, common.square);
	else look(all, zero, common.square, 0);
}
