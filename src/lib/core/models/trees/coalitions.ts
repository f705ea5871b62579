import type { Coalitions } from '../types.js';
import { binInto } from './bin.js';
import { goesLeft } from './node.js';
import { NodeKind } from './types.js';
import type { Bins, Trees } from './types.js';

/** One product's trees with what makes a probability of their sum. */
export interface Ensemble {
	readonly trees: Trees;
	readonly from: number;
	readonly to: number;
	readonly bins: Bins;
	/** mean: the probability is the mean of the leaves. logistic: `base` and leaves add up to log-odds. */
	readonly link: 'mean' | 'logistic';
	readonly base: number;
}

/**
 * Leaves are summed in whole multiples of 2^-36: sums of whole numbers below 2^53 are exact, whatever their order, so
 * that a coalition is worth the same to the bit however many other groups are asked about.
 */
const UNIT = 2 ** 36;

/** Probability of every coalition of groups of columns, as `Model.coalitions`: [2^groups]. */
export function coalitionWorths(
	ensemble: Ensemble,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly Int32Array[]
): Float64Array {
	expand(ensemble, current, baseline, groups);
	return worthsOf(ensemble, coefficients.slice(0, 2 ** groups.length));
}

/** The same without the groups whose values no tree tells apart, as `Model.effectiveCoalitions`. */
export function effectiveWorths(
	ensemble: Ensemble,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly Int32Array[]
): Coalitions {
	const met = expand(ensemble, current, baseline, groups);
	const counting = Int32Array.from(groups.keys()).filter((group) => (met >> group) & 1);
	const few = new Float64Array(2 ** counting.length);
	const place = new Int32Array(few.length);
	few[0] = coefficients[0];
	counting.forEach((group, i) => {
		const half = 1 << i;
		for (let mask = 0; mask < half; mask++) few[half + mask] = coefficients[(place[half + mask] = place[mask] | (1 << group))];
	});
	return { groups: counting, worths: worthsOf(ensemble, few) };
}

/** [at least 2^groups] what `expand` found last; and [3 × (groups + 1)] its branches that wait: node, inside, outside. */
let coefficients = new Float64Array(4096);
let waiting = new Int32Array(64);

/**
 * The sum of the trees' leaves for every coalition as a polynomial in z, z_i being 1 where group i stands at `current`
 * and 0 at `baseline`: its coefficients are left in `coefficients`, in multiples of 1 / UNIT. Returns the groups that
 * were met, a bit each. Far quicker than asking 2^groups rows: a tree is walked once with both rows, and branches only where they part.
 * The leaf reached under "groups I in, groups O out" is worth v for the product of z_i over I times (1 - z_o) over O.
 */
function expand(
	{ trees, from, to, bins }: Ensemble,
	currentRow: Float32Array,
	baselineRow: Float32Array,
	groups: readonly Int32Array[]
): number {
	const size = 2 ** groups.length;
	if (coefficients.length < size) coefficients = new Float64Array(size);
	if (waiting.length < 3 * (groups.length + 1)) waiting = new Int32Array(3 * (groups.length + 1));
	const [sums, branches] = [coefficients, waiting];
	sums.fill(0, 0, size);
	const { start, subsetStart, column, split, kind, left, value, subsets } = trees;
	const current = binRow(bins, currentRow);
	const baseline = binRow(bins, baselineRow);
	/** [columns] bit of the group where the column's bins differ, else 0. */
	const moves = new Int32Array(current.length);
	for (let group = 0; group < groups.length; group++)
		for (const c of groups[group]) if (current[c] !== baseline[c]) moves[c] = 1 << group;
	const odd = parities(groups.length);
	let met = 0;
	for (let tree = from; tree < to; tree++) {
		const root = start[tree];
		const subset = subsetStart[tree] * 8;
		branches[0] = root;
		branches[1] = branches[2] = 0;
		for (let end = 3; end > 0; ) {
			const outside = branches[--end];
			let inside = branches[--end];
			let node = branches[--end];
			for (let type = kind[node]; type !== NodeKind.leaf; type = kind[node]) {
				const asked = column[node];
				const last = split[node];
				const bit = moves[asked];
				const at = subset + last * 8;
				const side = goesLeft(type, last, subsets, at, outside & bit ? baseline[asked] : current[asked]) ? 0 : 1;
				const child = root + left[node];
				node = child + side;
				if (bit === 0 || (inside | outside) & bit) continue;
				const otherSide = goesLeft(type, last, subsets, at, baseline[asked]) ? 0 : 1;
				if (otherSide === side) continue;
				branches[end++] = child + otherSide;
				branches[end++] = inside;
				branches[end++] = outside | bit;
				inside |= bit;
			}
			met |= inside | outside;
			const worth = Math.round(value[node] * UNIT);
			for (let part = outside; ; part = (part - 1) & outside) {
				sums[inside | part] += odd[part] ? -worth : worth;
				if (part === 0) break;
			}
		}
	}
	return met;
}

/** Probabilities of all coalitions from the coefficients, in place: a subset-sum (zeta) transform, then the link. */
function worthsOf({ from, to, link, base }: Ensemble, sums: Float64Array): Float64Array {
	for (let bit = 1; bit < sums.length; bit <<= 1)
		for (let first = 0; first < sums.length; first += 2 * bit)
			for (let mask = first; mask < first + bit; mask++) sums[mask + bit] += sums[mask];
	if (link === 'mean') for (let mask = 0; mask < sums.length; mask++) sums[mask] /= UNIT * (to - from);
	else for (let mask = 0; mask < sums.length; mask++) sums[mask] = 1 / (1 + Math.exp(-base - sums[mask] / UNIT));
	return sums;
}

/** The bins of one row, [columns]. */
function binRow(bins: Bins, row: Float32Array): Uint8Array {
	const one = new Uint8Array(1);
	const binned = new Uint8Array(row.length);
	for (let c = 0; c < row.length; c++) {
		binInto(bins, c, row, one, c);
		binned[c] = one[0];
	}
	return binned;
}

let parity = Uint8Array.of(0, 1);

/** [at least 2^groups] 1 where a number has an odd count of set bits. */
function parities(groups: number): Uint8Array {
	while (parity.length < 2 ** groups) {
		const twice = new Uint8Array(2 * parity.length);
		twice.set(parity);
		for (let i = 0; i < parity.length; i++) twice[parity.length + i] = 1 - parity[i];
		parity = twice;
	}
	return parity;
}
