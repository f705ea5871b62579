import { distinctPartners, tells } from './dependency.js';
import type { Profile } from './profile.js';
import type { Category, Table } from './types.js';

/** A column that could be what is predicted. */
export interface ProductCandidate {
	readonly name: string;
	/** How many products it tells apart. */
	readonly distinct: number;
	/** Median number of different buyers per product. */
	readonly support: number;
}

const ENOUGH_BUYERS = 20;
const HANDFUL = 5;

/**
 * The columns that could be predicted, best first. The best is the one that tells most products apart while half of
 * them still have 20 buyers or more, among those with more than a handful (5) of products. Where none has, the best is
 * the one whose products have most buyers. Of two that tell as many apart (a code and its name), the first in the file;
 * but a name goes before a bare number that it stands for.
 */
export function rankProductLevels(
	table: Table,
	candidates: readonly Profile[],
	customer: Category | undefined
): ProductCandidate[] {
	const measured = candidates.map(({ name, distinct, index }) => ({
		name,
		distinct,
		support: customer ? median(distinctPartners(table.columns[index].cells, customer)) : 0
	}));
	const group = (c: ProductCandidate): number => (c.distinct <= HANDFUL ? 0 : c.support < ENOUGH_BUYERS ? 1 : 2);
	measured.sort((a, b) => {
		if (group(a) !== group(b)) return group(b) - group(a);
		if (alike(a.distinct, b.distinct)) return 0;
		return group(a) === 1 ? b.support - a.support : b.distinct - a.distinct;
	});
	const profileOf = (c: ProductCandidate): Profile | undefined => candidates.find(({ name }) => name === c.name);
	const [best] = measured.map(profileOf);
	if (!best || best.numbers < 0.95) return measured;
	const cells = (p: Profile): Category => table.columns[p.index].cells;
	const named = measured.findIndex((c) => {
		const p = profileOf(c);
		return p && p.distinct === best.distinct && p.numbers < 0.1 && tells(cells(best), cells(p)) && tells(cells(p), cells(best));
	});
	if (named > 0) measured.unshift(...measured.splice(named, 1));
	return measured;
}

function alike(a: number, b: number): boolean {
	return Math.abs(a - b) <= 0.1 * Math.max(a, b);
}

function median(values: Int32Array): number {
	const sorted = values.filter((value) => value > 0).sort();
	return sorted.length ? sorted[sorted.length >> 1] : 0;
}
