import { describe, expect, it } from 'vitest';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { splitExamples } from '../../../src/lib/core/project/train.js';
import { estimatedRows, tryAll } from '../../../src/lib/core/project/try-all.js';
import { smallShop } from '../../fixtures/shop.js';

const next = { kind: 'next', horizon: 30, asOf: 19_000, snapshots: 7 } as const;

describe('try all', () => {
	it('tries every family on a shop of ordinary size, the blend last', () => {
		expect(tryAll({ customers: 793, orders: 5009, products: 17 }, next)).toEqual({
			families: ['forest', 'boosted', 'renewal', 'neighbours', 'neural', 'transformer', 'blend'],
			tooSlow: []
		});
	});

	it('leaves out what grows trees per product where products are thousands, and says so', () => {
		const { families, tooSlow } = tryAll({ customers: 597, orders: 2800, products: 3082 }, next);
		expect(tooSlow).toEqual(['boosted', 'renewal']);
		expect(families).not.toContain('boosted');
		expect(tryAll({ customers: 30, orders: 100, products: 3082 }, next).tooSlow).toEqual([]);
	});

	it('asks nobody who has no answer', () => {
		const { families, tooSlow } = tryAll({ customers: 500, orders: 3000, products: 20 }, { kind: 'ever' });
		expect([...families, ...tooSlow]).not.toContain('transformer');
		expect([...families, ...tooSlow]).not.toContain('renewal');
	});

	it.each(['next', 'next-order', 'ever'] as const)('knows about how many rows there will be (%s)', (kind) => {
		const book = smallShop(200, 5);
		const question = defaultQuestion(book, kind);
		const { train } = splitExamples(book, question, 1);
		const estimate = estimatedRows({ customers: book.customers.length, orders: book.orderIds.length, products: 5 }, question);
		expect(estimate / train.rows).toBeGreaterThan(0.6);
		expect(estimate / train.rows).toBeLessThan(1.6);
	});
});
