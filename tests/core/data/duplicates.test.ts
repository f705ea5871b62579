import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeats } from '../../../src/lib/core/data/duplicates.js';
import { Random } from '../../../src/lib/core/random.js';
import { tableOf } from './tables.js';

describe('repeated rows', () => {
	it('are those whose every cell is that of an earlier row among those asked about', () => {
		const cell = fc.constantFrom('', 'a', 'b', 'c');
		fc.assert(
			fc.property(fc.array(fc.tuple(cell, cell, cell, fc.boolean()), { minLength: 1, maxLength: 60 }), (made) => {
				const table = tableOf(['x', 'y', 'z'], made.map(([x, y, z]) => [x, y, z]));
				const rows = Int32Array.from(made.keys()).filter((row) => made[row][3]);
				const seen = new Set<string>();
				const expected = [...rows].map((row) => {
					const key = made[row].slice(0, 3).join();
					const known = seen.has(key);
					seen.add(key);
					return known ? 1 : 0;
				});
				const unique = table.columns.some(({ cells }) => cells.values.length === table.rows);
				expect([...repeats(table, rows)]).toEqual(unique ? expected.map(() => 0) : expected);
			})
		);
	});

	it('are found among a hundred thousand', () => {
		const rows = 100_000;
		const codes = Int32Array.from({ length: rows }, (_, row) => row % 70_000);
		const values = Array.from({ length: 70_000 }, (_, v) => String(v));
		const table = { rows, columns: [{ name: 'x', cells: { codes, values } }], line: codes };
		const found = repeats(table, Int32Array.from(codes.keys()));
		expect(found.every((repeat, row) => (repeat === 1) === row >= 70_000)).toBe(true);
	});

	it('are compared cell by cell where hashes agree, as some do by chance among 400,000 rows', () => {
		const [rows, width] = [400_000, 20_000];
		const random = new Random('hashes');
		const values = Array.from({ length: width }, (_, v) => String(v));
		const columns = ['x', 'y', 'z'].map((name) => ({ name, cells: { codes: Int32Array.from({ length: rows }, () => random.integer(width)), values } }));
		const found = repeats({ rows, columns, line: columns[0].cells.codes }, Int32Array.from({ length: rows }, (_, row) => row));
		const seen = new Set<number>();
		let wrong = 0;
		for (let row = 0; row < rows; row++) {
			const key = columns.reduce((sum, { cells }) => sum * width + cells.codes[row], 0);
			if (seen.has(key) !== (found[row] === 1)) wrong++;
			seen.add(key);
		}
		expect(wrong).toBe(0);
	});
});
