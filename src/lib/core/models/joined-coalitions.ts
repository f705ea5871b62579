import type { Coalitions } from './types.js';

/** Coalitions without and with a group, which is in neither, put together. */
export function joined(group: number, outside: Coalitions, inside: Coalitions): Coalitions {
	const groups = union([{ groups: Int32Array.of(group) }, outside, inside]);
	const bit = 1 << groups.indexOf(group);
	const high = over(groups, inside);
	return { groups, worths: over(groups, outside).map((worth, mask) => (mask & bit ? high[mask] : worth)) };
}

/** The groups that any of them counts, ascending. */
export const union = (found: readonly Pick<Coalitions, 'groups'>[]) => Int32Array.from(new Set(found.flatMap(({ groups }) => [...groups]))).sort();

/** [2^all] worths of coalitions of all groups, of which those that are not in `groups` change nothing. */
export function over(all: Int32Array, found: Coalitions): Float64Array {
	return found.groups.length === all.length ? found.worths : perCoalition(all, [found]);
}

/** [2^all × found] the same of several. */
export function perCoalition(all: Int32Array, found: readonly Coalitions[]): Float64Array {
	const place = new Int32Array(2 ** all.length);
	const width = found.length;
	const out = new Float64Array(place.length * width);
	for (let i = 0; i < width; i++) {
		const { groups, worths } = found[i];
		for (let g = 0; g < all.length; g++) {
			const at = groups.indexOf(all[g]);
			const bit = at < 0 ? 0 : 1 << at;
			const half = 1 << g;
			for (let mask = 0; mask < half; mask++) place[half + mask] = place[mask] | bit;
		}
		for (let mask = 0, to = i; mask < place.length; mask++, to += width) out[to] = worths[place[mask]];
	}
	return out;
}
