import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, quoteCell, toCsv, unguarded } from '../../../src/lib/core/data/csv.js';
import { cellsOf, read } from './tables.js';

describe('a CSV cell', () => {
	it.each([
		['Pen', 'Pen'],
		['Ink, black', '"Ink, black"'],
		['the "best"', '"the ""best"""'],
		['two\nlines', '"two\nlines"'],
		['=1+2', "'=1+2"],
		['+cmd|x', '"\'+cmd|x"'],
		['-2+3', "'-2+3"],
		['@SUM(A1)', "'@SUM(A1)"],
		['\t=1', '"\'\t=1"'],
		['\n=1', '"\'\n=1"'],
		['＝1+2', "'＝1+2"],
		['＠SUM(A1)', "'＠SUM(A1)"],
		["'=1+2", "''=1+2"],
		["'s-Gravenhage", "'s-Gravenhage"],
		['-12.5', '-12.5'],
		['+49', '+49'],
		['', '']
	])('of the text %j is %s', (text, cell) => {
		expect(csvCell(text)).toBe(cell);
	});

	it('of a number is that number, and of none empty', () => {
		expect([1.5, -2, 0, NaN, Infinity, null, undefined, true].map(csvCell)).toEqual(['1.5', '-2', '0', '', '', '', '', 'true']);
	});

	it('says the same text when it is read again, apostrophes of its own included', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', '＋', '\n', '1', 'a', '"', ',') }), (text) => {
				const cell = csvCell(text);
				expect(unguarded(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)).toBe(text);
			})
		);
	});

	it('never begins with what a spreadsheet runs', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '＝', '－', '\t', '\r', '1', 'a', '"', "'", ',', ' ') }), (text) => {
				const shown = csvCell(text).replace(/^"/, '');
				if (/^[=+\-@＝－\t\r\n]/.test(shown)) expect(shown).toMatch(/^[+-]?\d/);
			})
		);
	});
});

describe('CSV text', () => {
	it('has CRLF after every line', () => {
		expect(toCsv(['a', 'b'], [[1, 'x'], [NaN, 'y, z']])).toBe('a,b\r\n1,x\r\n,"y, z"\r\n');
	});

	it('guards names of columns as it guards cells', () => {
		expect(toCsv(['=HYPERLINK("x")', 'a,b'], [['-1', '-a']])).toBe('"\'=HYPERLINK(""x"")","a,b"\r\n-1,\'-a\r\n');
	});

	it('is read back as it was written', async () => {
		const rows = [['Ada', 'the "best", really'], ['Bo', 'two\nlines']];
		expect(cellsOf(await read(toCsv(['Customer', 'Product'], rows)))).toEqual({ names: ['Customer', 'Product'], rows });
	});

	it('keeps a text to the letter where no spreadsheet is meant', () => {
		expect(quoteCell('=1+2')).toBe('=1+2');
	});
});
