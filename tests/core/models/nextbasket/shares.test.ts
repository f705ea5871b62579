import { describe, expect, it } from 'vitest';
import { historiesOf } from '../../../../src/lib/core/models/nextbasket/histories.js';
import { joinJudged, listsOf } from '../../../../src/lib/core/models/nextbasket/judged.js';
import type { Judgement } from '../../../../src/lib/core/models/nextbasket/judged.js';
import { answeredEnds, fitLine, logOrders } from '../../../../src/lib/core/models/nextbasket/popular.js';
import { planOf } from '../../../../src/lib/core/models/nextbasket/plan.js';
import { chooseBeside, chooseShares } from '../../../../src/lib/core/models/nextbasket/shares.js';
import { Random } from '../../../../src/lib/core/random.js';
import { bookOf } from './books.js';

describe('popularity', () => {
	it('counts orders of everybody’s first ones', () => {
		const { customers, ...rest } = historiesOf(bookOf([{ orders: [[0, 1], [0]] }, { orders: [[1], [2]] }], 4), () => false);
		expect([...logOrders({ customers, ...rest }, Int32Array.of(2, 1))]).toEqual([2, 2, 0, 0].map((n) => Math.fround(Math.log1p(n))));
	});

	it('counts the orders that answers are, too, but for those of who is hidden', () => {
		const shoppers = [{ orders: [[0], [1]] }, { orders: [[0]] }, { orders: [[0], [1], [2]] }];
		const plan = planOf(bookOf([...shoppers, ...shoppers], 3), 'past-only', 1);
		expect([...plan.learnEnds]).toEqual([1, 0, 2, 1, 0, 2]);
		expect([...answeredEnds(plan, (c) => c === 2)]).toEqual([2, 0, 2, 2, 0, 3]);
	});

	it('has the log-odds of a line: through two rates it goes exactly', () => {
		// Where x is 1 a fifth is bought, where it is 3 a half: log-odds of −ln 4 and 0.
		const line = fitLine([1, 1, 3, 3], [1, 0, 1, 0], [2000, 8000, 5000, 5000]);
		expect(line.slope).toBeCloseTo(Math.log(4) / 2, 3);
		expect(line.intercept + 3 * line.slope).toBeCloseTo(0, 3);
		const flat = fitLine([2, 2], [1, 0], [1, 3]);
		expect([flat.slope, flat.intercept]).toEqual([0, expect.closeTo(-Math.log(3), 4)]);
	});
});

const orders = Float32Array.from({ length: 20 }, (_, p) => Math.log1p(100 * (p + 1)));

/** 300 customers, 20 products each, bought by the chance that is given; what trees and networks say of it. */
function judgedBy(chance: (c: number, p: number) => number, trees: (c: number, p: number) => number, networks = trees): Judgement {
	const random = new Random(3);
	const rows = Array.from({ length: 6000 }, (_, r) => [Math.floor(r / 20), r % 20]);
	const odds = (of: (c: number, p: number) => number) => Float32Array.from(rows, ([c, p]) => Math.log(of(c, p) / (1 - of(c, p))));
	return {
		customer: Int32Array.from(rows, ([c]) => c),
		product: Int32Array.from(rows, ([, p]) => p),
		label: Float32Array.from(rows, ([c, p]) => (random.next() < chance(c, p) ? 1 : 0)),
		weight: new Float32Array(6000).fill(1),
		logOrders: Float32Array.from(rows, ([, p]) => orders[p]),
		...{ trees: odds(trees), networks: odds(networks) }
	};
}

describe('shares', () => {
	const popular = (_: number, p: number) => (p + 1) / 50;
	const own = (c: number, p: number) => (c % 20 === p ? 0.7 : 0.1);
	const stray = (c: number, p: number) => Math.min(0.9, popular(c, p) * (((c * 7 + p * 3) % 11) / 5));
	const chosen = (judged: Judgement) => chooseShares(judged);

	it('are popularity’s where nothing tells customers apart, and not where something does', () => {
		expect(chosen(judgedBy(popular, (c, p) => stray(c, p) + 0.01)).shares).toMatchObject({ popular: 1 });
		expect(chosen(judgedBy(own, own)).shares).toMatchObject({ popular: 0 });
	});

	it('give popularity’s log-odds, which rise with a product’s orders, their part of the margin', () => {
		const judged = judgedBy(popular, (c, p) => stray(c, p) + 0.01);
		const { shares, margin } = chosen(judged);
		// Chances here are about as the orders are.
		expect(shares.slope).toBeGreaterThan(0.8);
		expect(shares.slope).toBeLessThan(1.5);
		expect(margin[1] - margin[0]).toBeCloseTo(shares.slope * (orders[1] - orders[0]), 5);
	});

	it('are the networks’ where their loss is surely lower, nothing otherwise, and half where nobody says', () => {
		expect(chosen(judgedBy(own, popular, own)).shares.networks).toBe(1);
		expect(chosen(judgedBy(own, own, popular)).shares.networks).toBe(0);
		// Hardly better than the trees, by far not surely.
		expect(chosen(judgedBy(own, own, (c, p) => own(c, p) * (1 + 0.01 * ((c + p) % 2)))).shares.networks).toBe(0);
		const nobody = joinJudged([]);
		expect(chosen(nobody)).toEqual({ shares: { networks: 0.5, popular: 0, slope: 0 }, margin: new Float32Array(0) });
	});
});

describe('a second model', () => {
	const own = (c: number, p: number) => (c % 20 === p ? 0.7 : 0.1);
	const twice = (odds: Float32Array) => odds.map((v) => 2 * v - 1);

	it('counts where it lowers the loss, by log-odds of its own line', () => {
		const judged = judgedBy(own, () => 0.13, own);
		const { share, slope, margin } = chooseBeside(judged, judged.trees, twice(judged.networks));
		expect(share).toBe(1);
		expect(slope).toBeCloseTo(0.5, 1);
		// 0.7 against 0.1.
		expect(margin[0] - margin[1]).toBeCloseTo(Math.log((0.7 / 0.3) * 9), 0);
	});

	it('counts for nothing beside what is right', () => {
		const judged = judgedBy(own, own, () => 0.13);
		const { share, margin } = chooseBeside(judged, judged.trees, judged.networks.map((v, r) => v + (r % 7)));
		expect(share).toBe(0);
		expect(margin).toEqual(judged.trees);
	});
});

describe('lists of those who judge', () => {
	it('are their pairs by log-odds, the lower product first of equals, then what is popular', () => {
		const judged = { ...judgedBy(() => 0, () => 0.5), customer: Int32Array.of(4, 4, 7, 4), product: Int32Array.of(5, 2, 1, 3) };
		const lists = listsOf(judged, [1, 1, 0, 2], Int32Array.of(7, 4, 9), Int32Array.of(2, 8, 1), 4);
		expect([...lists]).toEqual([1, 2, 8, -1, 3, 2, 5, 8, 2, 8, 1, -1]);
	});
});
