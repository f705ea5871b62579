import { columnNames } from '../../../src/lib/core/export/sql/columns.js';
import type { Dialect } from '../../../src/lib/core/export/sql/dialect.js';
import type { Examples, FeatureDefinition } from '../../../src/lib/core/features/types.js';
import type { Model } from '../../../src/lib/core/models/types.js';

/** Asks a database: rows of cells. */
export type Query = (sql: string) => Promise<unknown[][]>;

/**
 * How far the features that a database computed lie from the examples' own: the largest |a - b| / max(1, |b|); Infinity
 * where a row or a value is on one side only.
 */
export async function featureDifference(query: Query, d: Dialect, examples: Examples): Promise<number> {
	const { book, features, customer, entries, x, entryX, entryCustomerX, entryIgnored } = examples;
	const own = await tableOf(query, d, 'likely_customer_features', ['customer', 'without_product'], features.customer);
	let worst = 0;
	const compare = (given: readonly unknown[] | undefined, set: readonly FeatureDefinition[], values: Float32Array, from: number) =>
		set.forEach((definition, j) => (worst = Math.max(worst, distance(given?.[j], values[from + j], definition))));
	for (let row = 0; row < examples.rows; row++)
		compare(own.get(`${book.customers[customer[row]]}\n`), features.customer, x, row * features.customer.length);
	let rows = examples.rows;
	const pairs = features.product.length ? await tableOf(query, d, 'likely_product_features', ['customer', 'product'], features.product) : undefined;
	for (let row = 0; row < examples.rows; row++)
		for (let e = entries.start[row]; e < entries.start[row + 1]; e++) {
			const key = `${book.customers[customer[row]]}\n${book.products[entries.product[e]]}`;
			compare(pairs?.get(key), features.product, entryX, e * features.product.length);
			if (!entryCustomerX) continue;
			rows++;
			if (!entryIgnored?.[e]) compare(own.get(key), features.customer, entryCustomerX, e * features.customer.length);
		}
	return rows === own.size && (!pairs || pairs.size === entries.product.length) ? worst : Infinity;
}

/** How far the probabilities lie from the model's own: the largest |a - b|; Infinity where the pairs are not the same. */
export async function probabilityDifference(query: Query, model: Model, examples: Examples): Promise<number> {
	const p = model.predict(examples);
	const { products } = model;
	const rowOf = new Map(Array.from(examples.customer, (c, row) => [examples.book.customers[c], row]));
	const columnOf = new Map(products.map((product, j) => [product, j]));
	let worst = 0;
	const seen = new Set<number>();
	for (const [customer, product, probability] of await query('SELECT customer, product, probability FROM likely_probabilities')) {
		const at = (rowOf.get(String(customer)) ?? NaN) * products.length + (columnOf.get(String(product)) ?? NaN);
		seen.add(at);
		const off = probability === null ? Infinity : Math.abs(Number(probability) - p[at]);
		worst = off <= worst ? worst : Number.isNaN(off) ? Infinity : off;
	}
	return seen.size === p.length ? worst : Infinity;
}

/** A table's features by the two columns of its key. */
async function tableOf(query: Query, d: Dialect, table: string, key: readonly string[], features: readonly FeatureDefinition[]) {
	const columns = columnNames(features).map((name) => d.identifier(name));
	const rows = await query(`SELECT ${[...key, ...columns].join(', ')} FROM ${table}`);
	return new Map(rows.map(([customer, other, ...values]) => [`${customer}\n${other}`, values]));
}

function distance(given: unknown, expected: number, { kind, values }: FeatureDefinition): number {
	const isMissing = given === null || given === undefined || given === '';
	if (kind === 'category') {
		if (isMissing || Number.isNaN(expected)) return isMissing && Number.isNaN(expected) ? 0 : Infinity;
		return values?.[expected] === given ? 0 : Infinity;
	}
	if (isMissing || Number.isNaN(expected)) return isMissing && Number.isNaN(expected) ? 0 : Infinity;
	const off = Math.abs(Number(given) - expected) / Math.max(1, Math.abs(expected));
	return Number.isNaN(off) ? Infinity : off;
}
