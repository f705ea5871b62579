import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDecimalMark, parseAmount } from '../../../src/lib/core/data/amounts.js';

describe('an amount', () => {
	it.each([
		['12', 12],
		['-12.5', -12.5],
		['+3', 3],
		['.5', 0.5],
		['5.', 5],
		['1e3', 1000],
		['$1,234.50', 1234.5],
		['1,234,567', 1234567],
		['1,23,456.78', 123456.78],
		["1'234.50", 1234.5],
		['1\u202f234.50', 1234.5],
		['(12.50)', -12.5],
		['($12.50)', -12.5],
		['12-', -12],
		['−5', -5],
		['-$5', -5],
		['$-5', -5],
		['USD 5', 5],
		['5 EUR', 5],
		['kr. 12', 12],
		['R$12', 12],
		['50%', 0.5],
		['12 pcs', 12],
		['１２', 12],
		['12,5', 12.5]
	])('%s with a decimal point', (text, expected) => {
		expect(parseAmount(text, '.')).toBe(expected);
	});

	it.each([
		['1.234,56 €', 1234.56],
		['1 234,5', 1234.5],
		['1.234.567', 1234567],
		['1.234', 1234],
		['12,50', 12.5],
		['€ -5,00', -5],
		['(1.000,00)', -1000],
		['12.5', 12.5]
	])('%s with a decimal comma', (text, expected) => {
		expect(parseAmount(text, ',')).toBe(expected);
	});

	it.each(['', '-', '.', 'abc', 'N/A', '#REF!', 'A5', '1.2.3', '1,2,3', '12 months', '2016-11-08', '1e', 'e5', '1e999', '-1,0e999', 'Infinity', 'NaN', '0x10', '$', '--5', '1-2'])(
		'%j is none',
		(text) => {
			expect(parseAmount(text, '.')).toBeNaN();
			expect(parseAmount(text, ',')).toBeNaN();
		}
	);

	const marks = fc.constantFrom(['.', ','] as const, [',', '.'] as const, ['.', ' '] as const, [',', '\u00a0'] as const, ['.', "'"] as const, ['.', ''] as const);
	const wrap = fc.constantFrom(
		(text: string, negative: boolean) => (negative ? `-${text}` : text),
		(text: string, negative: boolean) => (negative ? `(${text})` : text),
		(text: string, negative: boolean) => (negative ? `${text}-` : text),
		(text: string, negative: boolean) => `${negative ? '-' : ''}$${text}`,
		(text: string, negative: boolean) => `${negative ? '-' : ''}${text} €`,
		(text: string, negative: boolean) => `EUR ${negative ? '-' : ''}${text}`
	);
	const cents = fc.integer({ min: -999_999_999_99, max: 999_999_999_99 });

	function write(value: number, decimal: string, thousands: string): string {
		const [whole, fraction] = (Math.abs(value) / 100).toFixed(2).split('.');
		return `${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${fraction}`;
	}

	it('comes back from every way of writing it', () => {
		fc.assert(
			fc.property(cents, marks, wrap, (value, [decimal, thousands], style) => {
				const text = style(write(value, decimal, thousands), value < 0);
				expect(parseAmount(text, decimal)).toBeCloseTo(value / 100, 6);
			}),
			{ numRuns: 2000 }
		);
	});

	it('tells its decimal mark in a column of them', () => {
		fc.assert(
			fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), marks, (values, [decimal, thousands]) => {
				const column = values.map((value) => write(value, decimal, thousands));
				expect(detectDecimalMark(column)).toEqual({ mark: decimal, ambiguous: false, readable: 1 });
			})
		);
	});
});

describe('the decimal mark', () => {
	it('of groups of three alone is ambiguous', () => {
		expect(detectDecimalMark(['1,234', '5,678'])).toMatchObject({ mark: '.', ambiguous: true });
		expect(detectDecimalMark(['1,234', '5,678', '1,5'])).toMatchObject({ mark: ',', ambiguous: false });
	});

	it('of whole numbers is a point', () => {
		expect(detectDecimalMark(['1', '20'])).toEqual({ mark: '.', ambiguous: false, readable: 1 });
	});

	it('of words is unreadable', () => {
		expect(detectDecimalMark(['a', 'b']).readable).toBe(0);
	});
});
