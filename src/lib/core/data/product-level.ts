import { distinctPartners } from './dependency.js';
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
 * the one whose products have most buyers. Of two that tell as many apart (a code and its name), the first in the file.
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
	return measured.sort((a, b) => {
		if (group(a) !== group(b)) return group(b) - group(a);
		if (alike(a.distinct, b.distinct)) return 0;
		return group(a) === 1 ? b.support - a.support : b.distinct - a.distinct;
	});
}

function alike(a: number, b: number): boolean {
	return Math.abs(a - b) <= 0.1 * Math.max(a, b);
}

function median(values: Int32Array): number {
	const sorted = values.filter((value) => value > 0).sort();
	return sorted.length ? sorted[sorted.length >> 1] : 0;
}
