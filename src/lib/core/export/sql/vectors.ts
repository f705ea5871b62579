import { productFeatureList } from '../../features/product-features.js';
import type { FeatureDefinition, FeatureSet } from '../../features/types.js';
import { columnNames } from './columns.js';
import { float } from './dialect.js';
import type { Dialect } from './dialect.js';
import { filledTable } from './insert.js';

/** The table `likely_features`: what stands at which place of a feature vector, from 1. */
export function featureListSql(d: Dialect, { customer, product }: FeatureSet): string {
	const row = (name: string, scope: string, i: number) => [String(i + 1), d.string(scope), d.string(name)];
	const rows = [
		...columnNames(customer).map((name, i) => row(name, 'customer', i)),
		...columnNames(product).map((name, i) => row(name, 'product', customer.length + i))
	];
	return filledTable(d, 'likely_features', [['feature', 'INTEGER'], ['scope', d.text], ['name', d.text]], rows);
}

/** The table `likely_categories`: the code of each word of each category. A word that is not there is missing. */
export function categoriesSql(d: Dialect, { customer }: FeatureSet): string {
	const rows = customer.flatMap(({ kind, values }, i) =>
		kind === 'category' ? (values ?? []).map((value, code) => [String(i + 1), d.string(value), String(code)]) : []
	);
	return filledTable(d, 'likely_categories', [['feature', 'INTEGER'], ['word', d.text], ['code', 'INTEGER']], rows);
}

/** The customer features of a row `c` of `likely_customer_features`, categories by code, with the joins that this takes. */
function customerItems(d: Dialect, features: readonly FeatureDefinition[]): { items: string[]; joins: string[] } {
	const names = columnNames(features).map((name) => d.identifier(name));
	const joins: string[] = [];
	const items = features.map(({ kind }, i) => {
		if (kind !== 'category') return `c.${names[i]}`;
		const alias = `category_${i + 1}`;
		joins.push(`LEFT JOIN likely_categories ${alias} ON ${alias}.feature = ${i + 1} AND ${alias}.word = c.${names[i]}`);
		return `CAST(${alias}.code AS ${d.real})`;
	});
	return { items, joins };
}

/** The table `likely_customer_vectors` (customer, without_product, vector): the customer features of each snapshot. */
export function customerVectorsSql(d: Dialect, features: readonly FeatureDefinition[]): string {
	const { items, joins } = customerItems(d, features);
	const from = ['FROM likely_customer_features c', ...joins].join('\n');
	return d.createTable('likely_customer_vectors', `SELECT c.customer, c.without_product,\n  ${d.array(items)} AS vector\n${from}`);
}

/** The table `likely_product_vectors` (customer, product_no, vector): the features of every product that was bought. */
export function productVectorsSql(d: Dialect, features: readonly FeatureDefinition[]): string {
	const items = columnNames(features).map((name) => `o.${d.identifier(name)}`);
	const query = `SELECT o.customer, p.product_no,\n  ${d.array(items)} AS vector
FROM likely_product_features o
JOIN likely_products p ON p.product = o.product`;
	return d.createTable('likely_product_vectors', query);
}

/** What a product has that the customer never bought: a literal for each product feature. */
function absentValues(features: readonly FeatureDefinition[]): string[] {
	const absent = new Map(productFeatureList(true).map((feature) => [feature.definition.name, feature.absent]));
	return features.map(({ name }) => {
		const value = absent.get(name) ?? NaN;
		return Number.isNaN(value) ? 'NULL' : float(value);
	});
}

/**
 * The table `likely_vectors` (customer, product_no, vector): all features of each customer and product of the model. A
 * product that was never bought has 0 where it is counted, and NULL where something is measured.
 */
export function pairVectorsSql(d: Dialect, { customer, product }: FeatureSet, withoutOwn: boolean): string {
	const names = columnNames(product).map((name) => d.identifier(name));
	const absent = absentValues(product);
	const { items, joins } = customerItems(d, customer);
	const own = names.map((name, i) =>
		absent[i] === 'NULL' ? `o.${name}` : `CASE WHEN o.customer IS NULL THEN CAST(${absent[i]} AS ${d.real}) ELSE o.${name} END`
	);
	if (product.length) joins.push('LEFT JOIN likely_product_features o ON o.customer = c.customer AND o.product = p.product');
	const rows = withoutOwn
		? `likely_customer_features everybody
CROSS JOIN likely_products p
LEFT JOIN likely_customer_features owned ON owned.customer = everybody.customer AND owned.without_product = p.product
JOIN likely_customer_features c ON c.customer = everybody.customer AND c.without_product = COALESCE(owned.without_product, '')`
		: `likely_customer_features c\nCROSS JOIN likely_products p`;
	const where = withoutOwn ? "everybody.without_product = ''" : "c.without_product = ''";
	const query = `SELECT c.customer, p.product_no,
  ${d.array([...items, ...own])} AS vector
FROM ${rows}
${[...joins, `WHERE ${where}`].join('\n')}`;
	return d.createTable('likely_vectors', query);
}
