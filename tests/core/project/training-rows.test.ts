import { describe, expect, it } from 'vitest';
import { trainingExamples } from '../../../src/lib/core/features/examples.js';
import { asOfDates, defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { splitCustomers } from '../../../src/lib/core/features/split.js';
import { trainingRows } from '../../../src/lib/core/project/training-rows.js';
import { smallShop } from '../../fixtures/shop.js';

const book = smallShop(60, 4);
const question = defaultQuestion(book);
const train = splitCustomers(book, 1).train;
const usual = trainingExamples(book, question, train);

describe('what a family learns from', () => {
	it('are the dates half-way, too, for families that gain from them, of the same customers and up to the same date', () => {
		if (question.kind !== 'next') throw new Error('no dates');
		const rowsFor = trainingRows(book, question, 1, usual);
		const dense = rowsFor('boosted');
		expect(rowsFor('neural')).toBe(dense);
		expect(rowsFor('forest')).toBe(usual);
		expect(rowsFor('neighbours')).toBe(usual);
		expect(new Set(dense.customer)).toEqual(new Set(usual.customer));
		const dates = [...new Set(dense.asOf)].sort((a, b) => a - b);
		expect(dates).toEqual(asOfDates(question, question.horizon / 2));
		expect(dates.at(-1)).toBe(question.asOf);
		expect(dates.length).toBe(2 * new Set(usual.asOf).size - 1);
		// The rows that both have are the same.
		const at = (examples: typeof usual, row: number) => examples.labels?.product.slice(examples.labels.start[row], examples.labels.start[row + 1]);
		for (let row = 0; row < usual.rows; row += 17) {
			const same = [...dense.customer.keys()].find((r) => dense.customer[r] === usual.customer[row] && dense.asOf[r] === usual.asOf[row]) ?? -1;
			expect(dense.cut[same]).toBe(usual.cut[row]);
			expect(at(dense, same)).toEqual(at(usual, row));
		}
	});

	it('stay as they are where there are many pairs, one date, or no dates', () => {
		const many = { ...usual, rows: 200_000 };
		expect(trainingRows(book, question, 1, many)('boosted')).toBe(many);
		for (const other of [{ ...question, snapshots: 0 }, { kind: 'next-order' as const }, { kind: 'ever' as const }])
			expect(trainingRows(book, other, 1, usual)('boosted')).toBe(usual);
	});
});
