import { LikelyError } from '../../errors.js';
import { returnWords } from '../../data/flags.js';
import type { Mapping } from '../../data/types.js';
import type { FeatureDefinition } from '../../features/types.js';
import type { Project } from '../../project/types.js';
import { cancellationSigns, cancelledSql } from './cancellations.js';
import { columnNames } from './columns.js';
import { comment } from './dialect.js';
import type { Dialect } from './dialect.js';

/** What stands for no value in a column of ids, and for nobody in one of customers. */
const nothing = ['null', 'nan', 'na', 'n/a', '#n/a', '#ref!', 'none', 'nil', 'undefined', 'unknown', 'blank', '(blank)', '(not set)', '-', '--', '?', '.'];
const nobody = ['guest', 'anonymous', 'walk-in', 'walk-in customer', 'cash customer', 'gast', 'not logged in'];
/** Dates that are made up have no counterpart in a database. */
const undated = ['dates.from_order', 'dates.from_sequence', 'dates.none', 'dates.day_numbers'];

type Source = Pick<Project, 'mapping' | 'quality' | 'book'>;

/** Columns that every `likely_orders` has, with their types. */
export function orderColumns(d: Dialect): (readonly [name: string, type: string, meaning: string])[] {
	return [
		['line_no', d.whole, 'the order of the lines, unique'],
		['customer', d.text, 'who bought'],
		['order_id', d.text, 'the order, NULL: all that the customer bought on that day is one'],
		['ordered_at', 'TIMESTAMP', 'when'],
		['product', d.text, 'what was bought'],
		['amount', d.double, 'money, NULL where it is not known'],
		['quantity', d.double, 'pieces, below 0: sent back'],
		['returned', 'BOOLEAN', 'whether it came back'],
		['returned_at', 'TIMESTAMP', 'when that became known, NULL: with the order']
	];
}

/**
 * The view `likely_orders`: the lines of the shop's own table under the names that all else reads, cleaned as far as
 * SQL can. `table` may name a schema: shop.orders. Throws `export.sql_no_dates` and `export.sql_split` where the project
 * has what SQL cannot follow.
 */
export function ordersSql(d: Dialect, { mapping, quality, book }: Source, features: readonly FeatureDefinition[], table: string): string {
	if (mapping.columns.date === undefined || quality.notes?.some((note) => undated.includes(note))) throw new LikelyError('export.sql_no_dates');
	if (book.given) throw new LikelyError('export.sql_split');
	const aside = new Set(quality.rejections.map(({ code }) => code));
	const cancelled = aside.has('row.cancellation') || aside.has('row.cancellation_unmatched');
	const signs = cancellationSigns(d, mapping, mostlyNumbers(book.orderIds));
	const second = mapping.columns.returned === undefined && quality.returned > 0 && !cancelled;
	const attributes = attributeColumns({ mapping, book }, features);
	const inside = attributes.map((_, i) => `attribute_${i + 1}`);
	const source = table.split('.').map((part) => d.identifier(part)).join('.');
	const ctes = [
		`texts AS (
  SELECT ${textColumns(d, mapping, attributes).join(',\n    ')}
  FROM ${source} s
)`,
		`typed AS (
  SELECT ${typedColumns(d, mapping, inside, second).join(',\n    ')}
  FROM texts
)`,
		`kept AS (
  SELECT typed.*
  FROM typed
  WHERE ${conditions(d, mapping, aside, signs).join('\n    AND ')}
)`
	];
	const named = attributes.map(({ name }, i) => `${inside[i]} AS ${d.identifier(name)}`);
	if (cancelled) ctes.push(...cancelledSql(signs, inside));
	const query = `WITH ${ctes.join(',\n')}\nSELECT ${[...orderColumns(d).map(([name]) => name), ...named].join(', ')}\nFROM ${cancelled ? 'matched\nWHERE cancelled = 0' : 'kept'}`;
	const returns = `-- The order ids of the second file, which said what came back. Fill it before you go on.
CREATE TABLE IF NOT EXISTS likely_returns (order_id ${d.text})${d.name === 'spark' ? ' USING parquet' : ''};\n\n`;
	return `${notes(quality)}${second ? returns : ''}${d.createView('likely_orders', query)}`;
}

/** The shop's own columns of the attributes, and the names of their features. */
function attributeColumns({ mapping, book }: Pick<Source, 'mapping' | 'book'>, features: readonly FeatureDefinition[]): { name: string; column: string }[] {
	const names = columnNames(features).filter((_, i) => features[i].kind === 'category');
	return book.attributes.map(({ name }, i) => ({
		name: names[i],
		column: name === 'region' && mapping.columns.region !== undefined ? mapping.columns.region : name
	}));
}

function textColumns(d: Dialect, { columns }: Mapping, attributes: readonly { column: string }[]): string[] {
	const text = (column: string) => `NULLIF(TRIM(CAST(s.${d.identifier(column)} AS ${d.text})), '')`;
	const roles = ['customer', 'order', 'date', 'product', 'amount', 'price', 'quantity', 'returned'] as const;
	const own = roles.flatMap((role) => {
		const column = columns[role];
		return column === undefined ? [] : [`${text(column)} AS ${role}_text`];
	});
	return ['s.line_no', ...own, ...attributes.map(({ column }, i) => `${text(column)} AS attribute_${i + 1}`)];
}

function typedColumns(d: Dialect, { columns, dateOrder, decimalMark }: Mapping, attributes: readonly string[], second: boolean): string[] {
	const id = (role: string, none: readonly string[]) =>
		`CASE WHEN LOWER(${role}_text) NOT IN (${none.map((word) => d.string(word)).join(', ')}) THEN ${role}_text END`;
	const number = (role: string) => {
		const bare = d.without(`${role}_text`, '[^0-9.,eE+-]');
		return d.number(decimalMark === ',' ? `REPLACE(REPLACE(${bare}, '.', ''), ',', '.')` : `REPLACE(${bare}, ',', '')`);
	};
	const yes = `LOWER(returned_text) IN (${[...returnWords].map((word) => d.string(word)).join(', ')})`;
	const inSecond = 'LOWER(order_text) IN (SELECT LOWER(TRIM(r.order_id)) FROM likely_returns r)';
	const returned = columns.returned !== undefined ? `(${yes} OR ${d.matches('returned_text', '^[1-9][0-9]*([.]0+)?$')})` : second ? inSecond : 'FALSE';
	const amount = columns.amount !== undefined ? number('amount') : columns.price !== undefined ? '' : `CAST(NULL AS ${d.double})`;
	const quantity = columns.quantity === undefined ? `CAST(1 AS ${d.double})` : `COALESCE(${number('quantity')}, 1)`;
	return [
		'line_no',
		`${id('customer', [...nothing, ...nobody])} AS customer`,
		`${columns.order === undefined ? `CAST(NULL AS ${d.text})` : id('order', nothing)} AS order_id`,
		`${d.moment('date_text', dateOrder)} AS ordered_at`,
		`${id('product', nothing)} AS product`,
		...(columns.price === undefined ? [] : [`${number('price')} AS price`]),
		`${amount || `${quantity} * ${number('price')}`} AS amount`,
		`${quantity} AS quantity`,
		`COALESCE(${returned}, FALSE) AS returned`,
		'CAST(NULL AS TIMESTAMP) AS returned_at',
		...(['amount', 'price', 'quantity'] as const).flatMap((role) =>
			columns[role] === undefined ? [] : [`CASE WHEN ${role}_text IS NOT NULL AND ${number(role)} IS NULL THEN 1 ELSE 0 END AS ${role}_is_text`]
		),
		...attributes
	];
}

/** What a line must fulfil. Rules that set aside no row of the project's own data are left out. */
function conditions(d: Dialect, { columns }: Mapping, aside: ReadonlySet<string>, signs: string): string[] {
	const rules = ['customer IS NOT NULL', 'product IS NOT NULL', 'ordered_at IS NOT NULL'];
	for (const role of ['amount', 'price', 'quantity'] as const)
		if (columns[role] !== undefined && aside.has(`row.bad_${role}`)) rules.push(`${role}_is_text = 0`);
	if (columns.price !== undefined && aside.has('row.not_positive_price')) rules.push(`(price IS NULL OR price > 0 OR ${signs})`);
	if (columns.quantity !== undefined && aside.has('row.not_positive_quantity')) rules.push(`(quantity <> 0 OR ${signs})`);
	return rules;
}

/** An id like C536379 says that something is taken back only where the others are mostly bare numbers (or such with a customer behind). */
function mostlyNumbers(ids: readonly string[]): boolean {
	const numbers = ids.reduce((sum, id) => sum + (/^\d+( |$)/.test(id) ? 1 : 0), 0);
	return numbers > 0.8 * ids.length;
}

/** What was done to the page's data that this view leaves to whoever fills the table. */
function notes({ rejections, notes: repaired = [] }: Project['quality']): string {
	const lines: string[] = [];
	const count = (code: string) => rejections.find((rejection) => rejection.code === code)?.count ?? 0;
	const repeated = count('row.duplicate');
	const others = count('row.not_purchase');
	const fees = count('row.fee');
	const tests = count('row.test_customer');
	if (repeated) lines.push(`${repeated} lines that repeat another in every cell were set aside. Leave repeated lines out of the table.`);
	if (others) lines.push(`${others} lines that are views, carts or failed orders were set aside. Leave such lines out of the table.`);
	if (fees) lines.push(`${fees} lines of postage, fees and discounts were set aside. Leave such lines out of the table.`);
	if (tests) lines.push(`${tests} lines of customers who tried the shop out were set aside. Leave such customers out of the table.`);
	if (repaired.includes('ids.merged')) lines.push('Ids in several spellings (case, zeros in front, .0) were made one. Here each spelling is another id.');
	if (repaired.includes('lines.from_above')) lines.push('Lines without order, customer and date got those of the line above. Fill them in before.');
	if (repaired.includes('customer.from_order')) lines.push('Lines without a customer got the one of their order. Fill them in before.');
	if (repaired.includes('date.from_order')) lines.push('Lines without a date got the one of their order. Fill them in before.');
	return lines.map((line) => `-- NOTE: ${comment(line)}\n`).join('');
}
