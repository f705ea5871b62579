import { goesLeft } from './node.js';
import { NodeKind } from './types.js';
import type { Trees } from './types.js';

/**
 * The sum of the trees' leaves for every coalition of groups of columns, [2^k]: bit i of a coalition's number says
 * that group i stands at `current`, otherwise at `baseline` (bins of one row each, [columns]). Exact, and far quicker
 * than asking 2^k rows: a tree is walked once with both rows, and branches only where they part. The leaf reached
 * under "groups I in, groups O out" is worth v for the product of z_i over I times (1 - z_o) over O; those products
 * are expanded into monomials, and one subset-sum (zeta) transform turns the coefficients into all 2^k sums.
 * groupOf: [columns] group of a column, -1 for columns that stay at `current`.
 */
export function coalitionSums(
	trees: Trees,
	from: number,
	to: number,
	current: Uint8Array,
	baseline: Uint8Array,
	groupOf: Int32Array,
	groups: number
): Float64Array {
	const sums = new Float64Array(2 ** groups);
	const { column, split, kind, left, value, subsets } = trees;
	let root = 0;
	let subset = 0;
	const side = (node: number, bin: number) =>
		root + left[node] + (goesLeft(kind[node], split[node], subsets, (subset + split[node]) * 8, bin) ? 0 : 1);
	const walk = (start: number, inside: number, outside: number): void => {
		let node = start;
		while (kind[node] !== NodeKind.leaf) {
			const asked = column[node];
			const now = side(node, current[asked]);
			if (current[asked] === baseline[asked] || groupOf[asked] < 0) {
				node = now;
				continue;
			}
			const bit = 1 << groupOf[asked];
			const then = outside & bit || !(inside & bit) ? side(node, baseline[asked]) : now;
			if (now === then || inside & bit) node = now;
			else if (outside & bit) node = then;
			else {
				walk(then, inside, outside | bit);
				inside |= bit;
				node = now;
			}
		}
		const worth = value[node];
		for (let part = outside, sign = bits(outside) & 1; ; part = (part - 1) & outside) {
			sums[inside | part] += sign ? -worth : worth;
			if (part === 0) break;
			sign = bits((part - 1) & outside) & 1;
		}
	};
	for (let tree = from; tree < to; tree++) {
		root = trees.start[tree];
		subset = trees.subsetStart[tree];
		walk(root, 0, 0);
	}
	for (let bit = 1; bit < sums.length; bit <<= 1)
		for (let mask = 0; mask < sums.length; mask++) if (mask & bit) sums[mask] += sums[mask ^ bit];
	return sums;
}

/** How many bits are set. */
function bits(mask: number): number {
	let n = mask - ((mask >> 1) & 0x55555555);
	n = (n & 0x33333333) + ((n >> 2) & 0x33333333);
	return (((n + (n >> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
