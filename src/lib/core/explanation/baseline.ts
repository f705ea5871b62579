import { byProduct } from '../features/table.js';
import type { Examples, FeatureDefinition } from '../features/types.js';

/** average: the typical customer of the data. original: the fixed customer of the rules, where it has such features. */
export type BaselineKind = 'average' | 'original';

/**
 * A customer to compare with, [customer + product features] of one product. The average customer has the (lower)
 * median of each number and the most frequent category or flag; of the product, no history unless most customers have
 * one, and then the medians of those who do. The original one has 5 orders, 250 spent, a return rate of .05, 50 an
 * order, 2 products, region '1' (by name, else the second region), no high value and no history with the product; what
 * it does not say is as on average.
 */
export function baselineVector(examples: Examples, product: number, kind: BaselineKind = 'average'): Float32Array {
	const { features, rows, absentX, entryX } = examples;
	const width = features.customer.length;
	const own = features.product.length;
	const vector = new Float32Array(width + own);
	vector.set(averageCustomer(examples));
	const index = byProduct(examples.entries, examples.book.products.length);
	const history = index.position.subarray(index.start[product], index.start[product + 1]);
	vector.set(absentX, width);
	if (kind === 'original') features.customer.forEach((feature, c) => (vector[c] = original(feature) ?? vector[c]));
	else if (2 * history.length > rows)
		features.product.forEach((feature, c) => (vector[width + c] = typical(feature, entryX, history, own, c)));
	return vector;
}

const averages = new WeakMap<Examples, Float32Array>();

/** [customer features] of the typical customer, the same for every product: remembered with the examples. */
function averageCustomer(examples: Examples): Float32Array {
	const before = averages.get(examples);
	if (before) return before;
	const { features, rows, x } = examples;
	const everybody = Int32Array.from({ length: rows }, (_, row) => row);
	const width = features.customer.length;
	const average = Float32Array.from(features.customer, (feature, c) => typical(feature, x, everybody, width, c));
	averages.set(examples, average);
	return average;
}

const ORIGINAL: Readonly<Record<string, number>> = {
	total_orders: 5,
	total_spent: 250,
	return_rate: 0.05,
	average_order_value: 50,
	product_diversity: 2,
	high_value_customer: 0
};

function original({ name, kind, values }: FeatureDefinition): number | undefined {
	if (name !== 'region' || kind !== 'category') return ORIGINAL[name];
	const named = values?.indexOf('1') ?? -1;
	if (named >= 0) return named;
	return values && values.length > 1 ? 1 : undefined;
}

/** Median or mode of column c of [· × width] at the given rows; missing values do not count; NaN of none. */
function typical({ kind }: FeatureDefinition, table: Float32Array, rows: Int32Array, width: number, c: number): number {
	const values = new Float32Array(rows.length);
	let size = 0;
	for (let i = 0; i < rows.length; i++) {
		const value = table[rows[i] * width + c];
		if (!Number.isNaN(value)) values[size++] = value;
	}
	const known = values.subarray(0, size).sort();
	if (kind === 'number') return known.length ? known[(known.length - 1) >> 1] : NaN;
	let best = NaN;
	let most = 0;
	for (let i = 0, from = 0; i < known.length; i++) {
		if (known[i] !== known[from]) from = i;
		if (i - from + 1 > most) [best, most] = [known[i], i - from + 1];
	}
	return best;
}
