import { describe, expect, it } from 'vitest';
import { recallAt } from '../../../../src/lib/core/evaluation/top-k.js';
import { nextBasketTasks, rankNextBasket } from '../../../../src/lib/core/models/nextbasket/index.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import type { TaskPool } from '../../../../src/lib/core/parallel.js';
import type { Progress } from '../../../../src/lib/core/progress.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { bookOf, shoppers } from './books.js';
import type { Shopper } from './books.js';

const tasks = { ...treeTasks, ...nextBasketTasks };
const people = shoppers(100, 5);
const products = 24;

async function ranked(given: readonly Shopper[], mode: 'past-only' | 'train-future', pool: TaskPool = inline(tasks)) {
	const { customers, products: list, top } = await rankNextBasket(bookOf(given, products), { mode, top: 10, seed: 3 }, silent, pool);
	return Array.from(customers, (_, row) => [...list.subarray(row * top, (row + 1) * top)]);
}

/** A pool that answers late and out of order, as several workers do, with copies. */
function scrambled(): TaskPool {
	let calls = 0;
	return {
		size: 3,
		run: async <Input, Output>(task: string, input: Input) => {
			await new Promise((resolve) => setTimeout(resolve, (calls++ * 7) % 5));
			return (tasks as Record<string, (input: never) => unknown>)[task](structuredClone(input) as never) as Output;
		},
		cancel: () => {}
	};
}

const past = await ranked(people, 'past-only');
const future = await ranked(people, 'train-future');

describe('ranking the next basket', () => {
	it('finds more than popularity does, and every product once', () => {
		const counts = new Float64Array(products);
		for (const { orders } of people) for (const p of orders.flat()) counts[p]++;
		const popular = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
		const mean = (list: (c: number) => readonly number[]) =>
			people.reduce((sum, { held }, c) => sum + recallAt(list(c), new Set(held), 3), 0) / people.length;
		expect(mean((c) => past[c])).toBeGreaterThan(mean(() => popular) + 0.2);
		for (const list of [...past, ...future]) expect(new Set(list).size).toBe(10);
	});

	it.each([['past-only', past], ['train-future', future]] as const)('%s: does not depend on how many workers there are, nor on when they answer', async (mode, lists) => {
		expect(await ranked(people, mode, scrambled())).toEqual(lists);
	});

	it('past only: no held-out row changes anything', async () => {
		const changed = people.map((person, c) => ({ ...person, held: [(c * 5) % products] }));
		expect(await ranked(changed, 'past-only')).toEqual(past);
	});

	it('with training baskets: no test basket changes anything, and training baskets are heard', async () => {
		const changed = (fold: number) => people.map((person, c) => (person.fold === fold ? { ...person, held: [(c * 5) % products] } : person));
		expect(await ranked(changed(2), 'train-future')).toEqual(future);
		expect(await ranked(changed(0), 'train-future')).not.toEqual(future);
	});

	it('ranks for who has one order, or none', async () => {
		const odd: Shopper[] = [...people, { orders: [[3]], held: [4], fold: 2 }, { orders: [], held: [1], fold: 2 }];
		for (const list of (await ranked(odd, 'past-only')).slice(-2)) expect(new Set(list).size).toBe(10);
	});

	it('refuses what it cannot learn from', async () => {
		const plain = people.map(({ orders }) => ({ orders }));
		await expect(ranked(plain, 'train-future')).rejects.toMatchObject({ code: 'rank.no_future' });
		await expect(ranked([{ orders: [[1]] }, { orders: [[2]] }], 'past-only')).rejects.toMatchObject({ code: 'rank.too_few' });
	});

	it('tells how far it is as one bar that only moves forward, through all judging folds, to the end', async () => {
		const told: Progress[] = [];
		await rankNextBasket(bookOf(people, products), { mode: 'past-only', top: 5, seed: 1 }, { report: (progress) => void told.push(progress) }, inline(tasks));
		const shares = told.map(({ whole = NaN }) => whole);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares.at(-1)).toBeCloseTo(1);
		// Every fold is fitted, and they read as one stage.
		const turns = told.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
		expect(turns.filter((stage) => stage === 'nextbasket/fitting')).toHaveLength(1);
	});

	it('works without folds, and stops when it is told to', async () => {
		const plain = people.map(({ orders }) => ({ orders }));
		expect(await ranked(plain, 'past-only')).toHaveLength(100);
		const controller = new AbortController();
		const stages: string[] = [];
		const report = ({ stage }: { stage: string }) => {
			stages.push(stage);
			if (stage === 'nextbasket/pairs') controller.abort();
		};
		const work = { report, signal: controller.signal };
		const run = rankNextBasket(bookOf(plain, products), { mode: 'past-only', top: 5, seed: 1 }, work, inline(tasks));
		await expect(run).rejects.toMatchObject({ name: 'AbortError' });
		expect(stages).toContain('nextbasket/histories');
		expect(stages).not.toContain('nextbasket/rank');
	});
});
