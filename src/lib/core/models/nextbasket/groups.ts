import { FOLDS } from './plan.js';

/** Customers of whom the same answers are hidden: those of a fold, -1: none. */
export interface Group {
	readonly customers: Int32Array;
	readonly without: number;
}

/** Customers by the fold that is hidden from them, in groups of at most `most`. */
export function grouped(customers: Int32Array, hidden: (c: number) => number, most: number): Group[] {
	const groups: Group[] = [];
	for (let without = -1; without < FOLDS; without++) {
		const own = customers.filter((c) => hidden(c) === without);
		const count = Math.ceil(own.length / most);
		for (let i = 0; i < count; i++)
			groups.push({ customers: own.slice((i * own.length) / count, ((i + 1) * own.length) / count), without });
	}
	return groups;
}
