import { vectorsOf } from './known.js';
import type { Known, Vectors } from './known.js';

/** How often each customer bought each product. */
export function countVectors(known: Known): Vectors {
	return vectorsOf(known, () => 1);
}

/** How a customer's baskets are weighed: in how many groups, by basket, and by group. */
export interface TifuDecay {
	readonly groups: number;
	readonly withinDecay: number;
	readonly groupDecay: number;
}

/**
 * The personal vector of TIFU-KNN (Hu et al. 2020) as its authors' code has it: a row's n baskets stand in m groups of
 * consecutive ones, the later groups the larger where n is no multiple of m (n groups of one where n < m); a basket
 * weighs withinDecay^(baskets since) × groupDecay^(groups since), groups are means of their baskets, the vector is the
 * mean of the groups.
 */
export function tifuVectors(known: Known, { groups: m, withinDecay, groupDecay }: TifuDecay): Vectors {
	return vectorsOf(known, (line, row) => {
		const n = known.baskets[row];
		const place = known.place[line];
		const since = withinDecay ** (n - 1 - place);
		if (n < m) return (since * groupDecay ** (m - 1 - place)) / n;
		const base = Math.floor(n / m);
		const short = m - (n % m);
		const first = short * base;
		const isShort = place < first;
		const group = isShort ? Math.floor(place / base) : short + Math.floor((place - first) / (base + 1));
		return (since * groupDecay ** (m - 1 - group)) / (isShort ? base : base + 1) / m;
	});
}

/** The share of a row's last r baskets that hold each product: what UP-CF@r calls user-wise popularity. */
export function recentVectors(known: Known, r: number): Vectors {
	return vectorsOf(known, (line, row) => {
		const n = known.baskets[row];
		const window = Math.min(n, r);
		return known.place[line] >= n - window ? 1 / window : 0;
	});
}

/**
 * Rows scaled so that the dot product of a row of `of(asymmetry)` and one of `of(1 − asymmetry)` is the asymmetric
 * cosine of two sets of products, |a ∩ b| / (|a|^asymmetry · |b|^(1 − asymmetry)) (Aiolli 2013).
 */
export function scaledSets(counts: Vectors, power: number): Vectors {
	const value = new Float64Array(counts.value.length);
	for (let r = 0; r + 1 < counts.start.length; r++) {
		const [from, to] = [counts.start[r], counts.start[r + 1]];
		value.fill((to - from) ** -power, from, to);
	}
	return { ...counts, value };
}
