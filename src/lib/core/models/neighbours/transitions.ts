import { Highest } from './heap.js';
import { COUNT_UNIT } from './histories.js';
import type { Memory } from './memory.js';

/** Rows' worth of the product's own rate that is mixed into every transition. */
export const PRIOR_ROWS = 10;

/** Strongest entries that are kept of an item, so that large catalogues stay small. */
const KEPT = 256;

/**
 * From item to next item: what having one product adds to the probability of another. Item i has entries start[i] to
 * start[i + 1] - 1, other products ascending.
 */
export interface Transitions {
	readonly start: Int32Array;
	readonly product: Int32Array;
	/** [entries] P(next | item) − P(next), shrunken to 0. */
	readonly lift: Float32Array;
	/** [products] P(next = i | item i): bought again. */
	readonly again: Float32Array;
}

/**
 * Counts over the remembered rows, an item weighing min(1, decayed count):
 * P(p | i) = (Σ weight · bought p + 10 · rate of p) / (Σ weight + 10).
 */
export function transitionsOf({ before, after, rate }: Memory): Transitions {
	const products = rate.length;
	const rowsOf = byItem(before, products);
	const start = new Int32Array(products + 1);
	const product: number[] = [];
	const lift: number[] = [];
	const again = Float32Array.from(rate);
	const seen = new Float64Array(products);
	const touched = new Int32Array(products);
	const strongest = new Highest(KEPT);
	for (let i = 0; i < products; i++) {
		let mass = 0;
		let found = 0;
		for (let k = rowsOf.start[i]; k < rowsOf.start[i + 1]; k++) {
			const weight = itemWeight(before.count[rowsOf.entry[k]]);
			mass += weight;
			for (let e = after.start[rowsOf.row[k]]; e < after.start[rowsOf.row[k] + 1]; e++) {
				const p = after.product[e];
				if (seen[p] === 0) touched[found++] = p;
				seen[p] += weight;
			}
		}
		const liftOf = (p: number) => (seen[p] - mass * rate[p]) / (mass + PRIOR_ROWS);
		again[i] += liftOf(i);
		// Of a small catalogue everything is kept, also that having one product speaks against another.
		let kept = Int32Array.from(rate.keys());
		if (products > KEPT) {
			strongest.clear();
			for (const p of touched.subarray(0, found).sort()) if (p !== i) strongest.add(p, liftOf(p));
			kept = strongest.index.slice(0, strongest.size);
		}
		for (const p of kept.sort()) {
			if (p === i) continue;
			product.push(p);
			lift.push(liftOf(p));
		}
		start[i + 1] = product.length;
		for (let k = 0; k < found; k++) seen[touched[k]] = 0;
	}
	return { start, product: Int32Array.from(product), lift: Float32Array.from(lift), again };
}

/** How much an item in a history counts. */
export function itemWeight(count: number): number {
	return Math.min(1, count * COUNT_UNIT);
}

function byItem(before: Memory['before'], products: number) {
	const start = new Int32Array(products + 1);
	for (const p of before.product) start[p + 1]++;
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const next = start.slice(0, products);
	const row = new Int32Array(before.product.length);
	const entry = new Int32Array(before.product.length);
	for (let r = 0; r + 1 < before.start.length; r++)
		for (let e = before.start[r]; e < before.start[r + 1]; e++) {
			const at = next[before.product[e]]++;
			row[at] = r;
			entry[at] = e;
		}
	return { start, row, entry };
}
