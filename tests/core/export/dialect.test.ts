import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnNames } from '../../../src/lib/core/export/sql/columns.js';
import { comment, dialects, float, float32 } from '../../../src/lib/core/export/sql/dialect.js';
import { inDuckDb, rowsOf } from './duckdb.js';

const d = dialects.duckdb;
const signs = fc.constantFrom("'", '"', '`', '\\', ';', '--', '/*', '*/', '\n', '\r', '$', '$$', '{', '%', 'a', 'É', '😀', ' ');
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.array(signs, { maxLength: 12 }).map((parts) => parts.join(''))).filter((t) => !t.includes('\0') && !/\p{Cs}/u.test(t));

describe('quoting', () => {
	it('keeps every text and every name what it is, in DuckDB', async () => {
		await inDuckDb(async (connection) => {
			await fc.assert(
				fc.asyncProperty(text, text.filter((t) => t !== ''), async (value, name) => {
					const reader = await connection.runAndReadAll(`SELECT ${d.string(value)} AS ${d.identifier(name)} -- ${comment(value)}\n, 2`);
					expect(reader.getRows()).toEqual([[value, 2]]);
					expect(reader.columnNames()[0]).toBe(name);
				})
			);
		});
	});

	it('leaves no sign in a PostgreSQL or Spark literal that could end it', () => {
		fc.assert(
			fc.property(text, (value) => {
				const postgres = dialects.postgres.string(value);
				expect(postgres.startsWith('E')).toBe(value.includes('\\'));
				expect(postgres.replace(/^E?'|'$/g, '').replaceAll("''", '').replaceAll('\\\\', '')).not.toMatch(/['\\]/);
				expect(dialects.spark.string(value).slice(1, -1).replaceAll(/\\[\\']/g, '')).not.toMatch(/['\\]/);
				expect(dialects.spark.identifier(value).slice(1, -1).replaceAll('``', '')).not.toContain('`');
				expect(comment(value)).not.toMatch(/[\r\n\u2028;'"`\\]/);
			})
		);
	});

	it.each(['a\0b', '\ud800'])('refuses what no database can hold: %j', (name) => {
		for (const dialect of Object.values(dialects)) {
			expect(() => dialect.string(name)).toThrow('export.sql_name');
			expect(() => dialect.identifier(name)).toThrow('export.sql_name');
		}
	});

	it('writes numbers that come back to the bit', async () => {
		const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
		fc.assert(
			fc.property(finite, (value) => {
				expect(Number(float(value)) === value).toBe(true);
				expect(Math.fround(Number(float32(Math.fround(value / 2 ** 900)))) === Math.fround(value / 2 ** 900)).toBe(true);
			})
		);
		expect(() => float(NaN)).toThrow('export.sql_number');
		await inDuckDb(async (connection) => {
			expect(await rowsOf(connection, `SELECT typeof(${float(0.1)}), typeof(${float(17)}), ${float(1e-300)}`)).toEqual([['DOUBLE', 'DOUBLE', 1e-300]]);
		});
	});
});

describe('column names', () => {
	it('are told apart in any case, fit PostgreSQL, and are none that the scripts use', () => {
		const names = fc.array(fc.oneof(fc.constantFrom('customer', 'spent', 'Spent', 'feature_2', '', 'x'.repeat(80)), text), { maxLength: 8 });
		fc.assert(
			fc.property(names, (list) => {
				const columns = columnNames(list.map((name) => ({ name })));
				expect(new Set(columns.map((name) => name.toLowerCase())).size).toBe(list.length);
				for (const column of columns) {
					expect(new TextEncoder().encode(column).length).toBeLessThanOrEqual(63);
					expect(column).not.toBe('');
					expect(['customer', 'product', 'as_of', 'spent']).not.toContain(column.toLowerCase());
				}
			})
		);
	});

	it('are those of the features wherever they can be', () => {
		expect(columnNames([{ name: 'total_orders' }, { name: 'région' }])).toEqual(['total_orders', 'région']);
	});
});
