import { describe, expect, it } from 'vitest';
import { ScoredCustomers, sayingOf } from '../../../../src/lib/core/models/nextbasket/beside.js';
import { nextBasketTasks, rankNextBasket } from '../../../../src/lib/core/models/nextbasket/index.js';
import { joinJudged } from '../../../../src/lib/core/models/nextbasket/judged.js';
import type { RankTask } from '../../../../src/lib/core/models/nextbasket/rank-pairs.js';
import type { Scored } from '../../../../src/lib/core/models/nextbasket/score-pairs.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import type { TaskPool } from '../../../../src/lib/core/parallel.js';
import type { Progress } from '../../../../src/lib/core/progress.js';
import { bookOf, shoppers } from './books.js';
import type { Shopper } from './books.js';

const scored = (...customers: (readonly (readonly [product: number, score: number])[])[]): Scored => ({
	ends: Int32Array.from(customers, (_, r) => customers.slice(0, r + 1).flat().length),
	product: Int32Array.from(customers.flat(), ([product]) => product),
	score: Float64Array.from(customers.flat(), ([, score]) => score)
});

describe('what a second model says', () => {
	it('is its score for a candidate, and its lowest one for what is none', () => {
		const two = scored([[4, 1], [2, -3]], [[2, 5], [9, 7]]);
		expect([4, 2, 9].map(sayingOf(two, 0))).toEqual([1, -3, -3]);
		expect([4, 2, 9].map(sayingOf(two, 1))).toEqual([5, 5, 7]);
	});

	it('is found for customers in whatever groups they were scored', () => {
		const customers = new ScoredCustomers([Int32Array.of(7, 3), Int32Array.of(5)], [scored([[1, 0.5]], [[1, 2], [6, 4]]), scored([[0, -1]])]);
		expect(customers.of(Int32Array.of(5, 3, 8))).toEqual({ ...scored([[0, -1]], [[1, 2], [6, 4]]), ends: Int32Array.of(1, 3, 3) });
		const judged = { ...joinJudged([]), customer: Int32Array.of(3, 3, 7), product: Int32Array.of(6, 9, 1) };
		expect([...customers.ofJudged(judged)]).toEqual([4, 2, 0.5]);
	});
});

const tasks = { ...treeTasks, ...nextBasketTasks };

/** Ranks by a pool that tells its tasks, and lets a second model decide alone where `said` says what of each product. */
async function watched(people: readonly Shopper[], said?: (product: number) => number) {
	const names: string[] = [];
	const told: Progress[] = [];
	const ranked: number[][] = [];
	const pool = inline(tasks);
	const run: TaskPool['run'] = async <Input, Output>(name: string, input: Input) => {
		names.push(name);
		if (name !== 'nextbasket.rank' || !said) return pool.run<Input, Output>(name, input);
		const task = input as RankTask;
		const everything = Array.from({ length: 24 }, (_, p) => [p, said(p)] as const);
		const beside = { share: 1, slope: 1, scored: scored(...Array.from(task.queries.customers, () => everything)) };
		const lists = await pool.run<RankTask, Int32Array>(name, { ...task, beside });
		task.queries.customers.forEach((_, r) => ranked.push([...lists.subarray(r * task.top, (r + 1) * task.top)].slice(0, 10)));
		return lists as Output;
	};
	const { products, top } = await rankNextBasket(bookOf(people, 24), { mode: 'train-future', top: 10, seed: 3 }, { report: (progress) => void told.push(progress) }, { ...pool, run });
	return { names, told, ranked, lists: people.map((_, c) => [...products.subarray(c * top, (c + 1) * top)]) };
}

describe('past orders beside held-out baskets', () => {
	const people = shoppers(60, 5);

	it('are asked where customers are few, with one bar to the end', async () => {
		const { names, told } = await watched(people);
		expect(names).toContain('nextbasket.score');
		const shares = told.map(({ whole = NaN }) => whole);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares.at(-1)).toBeCloseTo(1);
	});

	it('order candidates as much as they count', async () => {
		const { ranked } = await watched(people, (product) => -product);
		// Every product is a candidate, so the ten best are in the second model's order, whatever is merged with them then.
		expect(ranked).toHaveLength(60);
		for (const list of ranked) expect(list).toEqual([...list].sort((a, b) => a - b));
	});

	it('are left out where nobody has two', async () => {
		const single = people.map((person) => ({ ...person, orders: person.orders.slice(-1) }));
		const { names, lists } = await watched(single);
		expect(names).not.toContain('nextbasket.score');
		for (const list of lists) expect(new Set(list).size).toBe(10);
	});
});
