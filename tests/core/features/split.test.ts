import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { splitCustomers } from '../../../src/lib/core/features/split.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';

const shop = (customers: number): Line[] =>
	Array.from({ length: customers }, (_, i) => ({ customer: `c${i}`, order: `${i}`, day: i, product: 'Ink' }));

const splitOf = (lines: readonly Line[], seed: number) => {
	const book = buildOrderBook(transactions(lines));
	const { train, validation, test } = splitCustomers(book, seed);
	const names = (part: Int32Array) => [...part].map((c) => book.customers[c]);
	return { train: names(train), validation: names(validation), test: names(test) };
};

describe('splitCustomers', () => {
	it('puts every customer on one side, 64 to 16 to 20', () => {
		const property = fc.property(fc.integer({ min: 3, max: 300 }), fc.integer(), (customers, seed) => {
			const { train, validation, test } = splitOf(shop(customers), seed);
			expect(new Set([...train, ...validation, ...test]).size).toBe(customers);
			expect(train.length + validation.length + test.length).toBe(customers);
			expect(Math.abs(test.length - 0.2 * customers)).toBeLessThan(1);
			expect(Math.abs(validation.length - 0.16 * customers)).toBeLessThan(1);
		});
		fc.assert(property, { seed: 3, numRuns: 50 });
	});

	it('is the same for the same seed and another for another, whatever the order of the file', () => {
		expect(splitOf(shop(100).reverse(), 1)).toEqual(splitOf(shop(100), 1));
		expect(splitOf(shop(100), 2)).not.toEqual(splitOf(shop(100), 1));
	});

	it('moves few customers when new ones come', () => {
		const before = new Set(splitOf(shop(200), 1).test);
		const after = splitOf(shop(220), 1).test;
		expect(after.filter((name) => before.has(name)).length).toBeGreaterThan(35); // of 40
	});

	it('leaves out customers who only returned', () => {
		const { train, validation, test } = splitOf(shop(10).map((l, i) => ({ ...l, quantity: i === 4 ? -1 : 1 })), 1);
		expect([...train, ...validation, ...test]).not.toContain('c4');
	});

	it("takes a file's own folds", () => {
		const folds = ['test', 'train', 'validation', 'train'] as const;
		const lines = shop(4).map((line, i) => ({ ...line, part: 'history' as const, fold: folds[i] }));
		expect(splitOf(lines, 1)).toEqual({ train: ['c1', 'c3'], validation: ['c2'], test: ['c0'] });
	});

	it('needs three customers', () => {
		expect(() => splitOf(shop(2), 1)).toThrow(LikelyError);
		expect(() => splitOf(shop(2), 1)).toThrow('split.too_few_customers');
		expect(splitOf(shop(3), 1).test).toHaveLength(1);
	});
});
