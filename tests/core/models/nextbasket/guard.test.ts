import { describe, expect, it } from 'vitest';
import { ASKED_FOR, DEPTH, askedOf, chooseGuard, merge, mergeReference, rivalsOf } from '../../../../src/lib/core/models/nextbasket/guard.js';
import { nextBasket } from '../../../../src/lib/core/models/nextbasket/histories.js';
import { nextBasketTasks } from '../../../../src/lib/core/models/nextbasket/index.js';
import { planOf } from '../../../../src/lib/core/models/nextbasket/plan.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { bookOf } from './books.js';
import type { Shopper } from './books.js';

const products = 60;
/** Everybody buys the same three products of their own in every order, so own counts are right about all that follows. */
const loyal: Shopper[] = Array.from({ length: 150 }, (_, c) => ({ orders: Array.from({ length: 4 }, () => [c % 57, (c % 57) + 1, (c % 57) + 2]) }));
const plan = planOf(bookOf(loyal, products), 'past-only', 1);
const depth = DEPTH * ASKED_FOR;
const asked = askedOf(plan, plan.watchers);

/** Lists of the model: each customer's by what `say` puts first. */
const lists = (say: (c: number) => readonly number[]) =>
	Int32Array.from(Array.from(asked).flatMap((c) => [...new Set([...say(c), ...Array(products).keys()])].slice(0, depth)));
const truth = (c: number) => [...nextBasket(plan.histories, c, plan.learnEnds[c])];

describe('the guard of a ranking', () => {
	it('hears a reference only where it surely beats the model on watching customers', async () => {
		expect(asked.length).toBeGreaterThan(10);
		expect([...asked].every((c) => plan.watchers.includes(c))).toBe(true);
		const rivals = await rivalsOf(plan, asked, silent);
		expect(chooseGuard(rivals, lists(truth))).toBeUndefined();
		// A model that says the same to all is beaten by own counts.
		const guard = chooseGuard(rivals, lists(() => []));
		expect(guard?.share).toBeGreaterThan(0);
	});

	it('knows what everybody buys, and what the customer alone bought, among its methods', async () => {
		const { lists: rivals } = await rivalsOf(plan, asked, silent);
		const theirs = (name: string) => rivals.find(({ reference }) => reference.name === name)?.theirs;
		// Customers 0 to 35 buy three of the first 38 products, so 2 to 35 are bought by nine each; 36 and later ones by six or less.
		const popular = theirs('G-TopFreq');
		expect(popular?.[0]).toHaveLength(depth);
		expect(popular?.every((list) => `${list}` === `${popular[0]}`)).toBe(true);
		expect(popular?.[0].every((p) => p >= 2 && p < 36)).toBe(true);
		expect(theirs('P-TopFreq')?.map((list) => [...list].sort((a, b) => a - b))).toEqual(Array.from(asked, (c) => truth(c)));
	});

	it('merges what the reference says into everybody’s list', async () => {
		const [first, second] = [Int32Array.of(0, 1), Int32Array.of(20)];
		const blank = (count: number) => Int32Array.from({ length: count * DEPTH * 3 }, (_, i) => 50 + (i % (DEPTH * 3)));
		const guard = { reference: { name: 'GP-TopFreq' }, share: 1 } as const;
		const merged = await mergeReference(plan, [first, second], [blank(2), blank(1)], guard, 3, silent, inline(nextBasketTasks));
		expect(merged.map((list) => [...list])).toEqual([[0, 1, 2, 1, 2, 3], [20, 21, 22]]);
	});

	it('merges two lists by their reciprocal ranks', () => {
		// 2 has 1/61 + 1/60, 1 has 1/60 + 1/62, 3 and 4 one rank each; a missing product is none.
		expect(merge([1, 2, 3], [2, 4, 1], 0.5, 3)).toEqual([2, 1, 4]);
		expect(merge([1, 2, -1], [3, -1, -1], 0.25, 3)).toEqual([1, 2, 3]);
		expect(merge([1, 2], [3, 4], 1, 2)).toEqual([3, 4]);
	});
});
