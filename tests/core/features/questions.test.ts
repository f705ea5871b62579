import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { asOfDates, checkQuestion, defaultQuestion, suggestHorizon } from '../../../src/lib/core/features/questions.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

const codeOf = (run: () => unknown): unknown => {
	try {
		run();
	} catch (error) {
		return [(error as { code: string }).code, (error as { facts: unknown }).facts];
	}
	return 'nothing thrown';
};

/** One customer ordering every `gap` days from day 0 on, and another who holds the last day. */
function rhythm(gap: number, orders: number, last: number): Line[] {
	const days = Array.from({ length: orders }, (_, i) => i * gap);
	const lines = days.map((day) => ({ customer: 'Ann', order: `a${day}`, day, product: 'Ink' }));
	return [...lines, { customer: 'Bob', order: 'b', day: last, product: 'Ink' }];
}

const bookOf = (lines: readonly Line[]) => buildOrderBook(transactions(lines));

describe('suggestHorizon', () => {
	it.each([
		[1, 7],
		[7, 7],
		[8, 14],
		[30, 30],
		[31, 60],
		[100, 180],
		[300, 365]
	])('rounds a usual gap of %i days up to %i', (gap, horizon) => {
		expect(suggestHorizon(bookOf(rhythm(gap, 8, 2000)))).toBe(horizon);
	});

	it('stays within a quarter of the data', () => {
		expect(suggestHorizon(bookOf(rhythm(25, 4, 79)))).toBe(14); // 30 wanted, 80 / 4 = 20 allowed
		expect(suggestHorizon(bookOf(rhythm(5, 3, 19)))).toBe(5);
		expect(suggestHorizon(bookOf(rhythm(1, 1, 0)))).toBe(1);
	});

	it('takes the median of the gaps, orders of one day being one', () => {
		const days = [0, 0.5, 10, 30, 70, 1000]; // gaps 10, 20, 40, 930: the lower median is 20
		const lines = days.map((day) => ({ customer: 'Ann', order: `${day}`, day, product: 'Ink' }));
		expect(suggestHorizon(bookOf(lines))).toBe(30);
	});
});

describe('defaultQuestion', () => {
	it('asks as of the last day with a complete horizon', () => {
		const book = bookOf(rhythm(7, 52, 364));
		expect(defaultQuestion(book)).toEqual({ kind: 'next', horizon: 7, asOf: 358, snapshots: 24 });
		expect(defaultQuestion(book, 'next', { horizon: 30 })).toMatchObject({ horizon: 30, asOf: 335 });
		expect(defaultQuestion(book, 'next', { asOf: 362 })).toMatchObject({ horizon: 3, asOf: 362 });
		expect(defaultQuestion(book, 'ever')).toEqual({ kind: 'ever' });
		expect(defaultQuestion(book, 'next-order')).toEqual({ kind: 'next-order' });
	});

	it('goes back while a tenth of the customers are known', () => {
		const starts = [0, ...new Array<number>(8).fill(10), 15, 20, 25, 30, 30, 40, 50, 50, 60, 60, 65, 80];
		const lines = starts.map((day, i) => ({ customer: `c${i}`, order: `${i}`, day, product: 'Ink' }));
		// As of 71, 20 are known; 61: 19, … 21: 11, 11: 9, 1: 1 (of at least 20 / 10).
		const question = defaultQuestion(bookOf(lines), 'next', { horizon: 10 });
		expect(question).toEqual({ kind: 'next', horizon: 10, asOf: 71, snapshots: 6 });
		if (question.kind === 'next') expect(asOfDates(question)).toEqual([11, 21, 31, 41, 51, 61, 71]);
	});

	it('goes back eight dates where those already give plenty of rows', () => {
		const lines = Array.from({ length: 6000 }, (_, c) => ({ customer: `c${c}`, order: `${c}`, day: 0, product: 'Ink' }));
		const book = bookOf([...lines, { customer: 'c0', order: 'last', day: 300, product: 'Ink' }]);
		expect(defaultQuestion(book, 'next', { horizon: 10 })).toMatchObject({ snapshots: 8 });
	});

	it('refuses a horizon that leaves no history', () => {
		const book = bookOf(rhythm(7, 5, 30));
		expect(codeOf(() => defaultQuestion(book, 'next', { horizon: 31 }))).toEqual(
			['question.horizon_too_long', { horizon: 31, longest: 30 }]
		);
		expect(codeOf(() => defaultQuestion(book, 'next', { horizon: 0 }))).toEqual(
			['question.horizon_too_long', { horizon: 0, longest: 30 }]
		);
		expect(defaultQuestion(book, 'next', { horizon: 30 })).toMatchObject({ asOf: 1, snapshots: 0 });
	});

	it('refuses an as-of date without history or without a whole horizon', () => {
		const book = bookOf(rhythm(7, 5, 30));
		const facts = { earliest: 1, latest: 21 };
		expect(codeOf(() => defaultQuestion(book, 'next', { asOf: 0, horizon: 10 }))).toEqual(
			['question.as_of_out_of_range', { asOf: 0, ...facts }]
		);
		expect(codeOf(() => defaultQuestion(book, 'next', { asOf: 22, horizon: 10 }))).toEqual(
			['question.as_of_out_of_range', { asOf: 22, ...facts }]
		);
		const fits = { kind: 'next', asOf: 21, horizon: 10, snapshots: 1 } as const;
		expect(codeOf(() => checkQuestion(book, fits))).toBe('nothing thrown');
		expect(codeOf(() => defaultQuestion(book, 'next', { asOf: 99 }))).toEqual(
			['question.as_of_out_of_range', { asOf: 99, earliest: 1, latest: 30 }]
		);
	});
});
