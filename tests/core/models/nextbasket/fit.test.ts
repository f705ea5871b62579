import { describe, expect, it } from 'vitest';
import { ndcgAt } from '../../../../src/lib/core/evaluation/top-k.js';
import { pairColumns } from '../../../../src/lib/core/models/nextbasket/features.js';
import { fitPairs } from '../../../../src/lib/core/models/nextbasket/fit.js';
import type { Fitted, Fitting, HeldFold } from '../../../../src/lib/core/models/nextbasket/fit.js';
import { nextBasketTasks, rankNextBasket } from '../../../../src/lib/core/models/nextbasket/index.js';
import type { Pairs } from '../../../../src/lib/core/models/nextbasket/pairs.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { Random } from '../../../../src/lib/core/random.js';
import { bookOf } from './books.js';
import type { Shopper } from './books.js';

const pool = inline({ ...treeTasks, ...nextBasketTasks });
const width = pairColumns.length;
const products = 10;

/** Pairs of 30 customers with every product, bought where the first column is high, or the other way round. */
function pairsOf(group: number, sign = 1): Pairs {
	const random = new Random(`${group}`);
	const rows = 30 * products;
	const x = new Float32Array(rows * width).map(() => random.normal());
	const label = Float32Array.from({ length: rows }, (_, r) => (random.next() < (sign * x[r * width] > 0 ? 0.7 : 0.1) ? 1 : 0));
	const customer = Int32Array.from({ length: rows }, (_, r) => 100 * group + Math.floor(r / products));
	return { rows, x, label, weight: new Float32Array(rows).fill(1), customer, product: customer.map((_, r) => r % products) };
}

const logOrders = new Float32Array(products);
const fold = (held: number, ...taught: readonly number[]): HeldFold => ({ held: [pairsOf(held)], taught: taught.map((group) => pairsOf(group)), logOrders: logOrders.map(() => held) });
const fitted = (given: Omit<Fitting, 'logOrders' | 'seed'>) => fitPairs({ logOrders, seed: 'a', ...given }, silent, pool);
const groups = ({ judged }: Fitted) => [...new Set(judged.customer)].map((c) => Math.floor(c / 100));
const whole = (group: number) => Array<number>(30).fill(group);

describe('a model of pairs', () => {
	it('is judged by its folds, each as known without it, and by those who watch', async () => {
		const all = await fitted({ folds: [fold(0, 1, 2), fold(1, 0, 2)], teaching: [pairsOf(0), pairsOf(1), pairsOf(2)], watching: [pairsOf(3)] });
		expect(groups(all)).toEqual([0, 1, 3].flatMap(whole));
		expect([...all.judged.logOrders]).toEqual([0, 1, 0].flatMap((known) => Array<number>(30 * products).fill(known)));
		// As many trees in every member: the folds say how many.
		expect(new Set(all.model.trees.members.map(({ start }) => start.length)).size).toBe(1);
		const watched = await fitted({ folds: [], teaching: [pairsOf(0), pairsOf(1)], watching: [pairsOf(3)] });
		expect(groups(watched)).toEqual(whole(3));
	});

	it('says of a fold what the others teach, nothing of its own answers', async () => {
		const odd = pairsOf(0, -1);
		const { judged } = await fitted({ folds: [{ ...fold(0, 1, 2, 3), held: [odd] }, fold(1, 2, 3, 4), fold(2, 1, 3, 4)], teaching: [odd, pairsOf(1), pairsOf(2)], watching: [] });
		const mean = (of: Float32Array, high: boolean) => {
			const rows = [...of.keys()].filter((r) => judged.customer[r] < 100 && odd.x[r * width] > 0 === high);
			return rows.reduce((sum, r) => sum + of[r], 0) / rows.length;
		};
		for (const of of [judged.trees, judged.networks]) expect(mean(of, true)).toBeGreaterThan(mean(of, false) + 1);
	});
});

describe('a shop where customers cannot be told apart', () => {
	const random = new Random(9);
	const many = 30;
	// Product p is bought by how popular it is, whoever it is: from .5 down to .03.
	const basket = () => [...new Set([random.integer(many), ...Array.from({ length: many }, (_, p) => p).filter((p) => random.next() < 0.5 * 0.9 ** p)])];
	const people: Shopper[] = Array.from({ length: 250 }, () => ({ orders: Array.from({ length: 2 + random.integer(4) }, basket), held: basket(), fold: 2 }));

	it('gets a list as good as plain popularity', { timeout: 60_000 }, async () => {
		const counts = new Float64Array(many);
		for (const { orders } of people) for (const p of orders.flat()) counts[p]++;
		const popular = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
		const { products: lists, top } = await rankNextBasket(bookOf(people, many), { mode: 'past-only', top: 10, seed: 1 }, silent, pool);
		const leads = people.map(({ held }, c) => ndcgAt([...lists.subarray(c * top, (c + 1) * top)], new Set(held), 10) - ndcgAt(popular, new Set(held), 10));
		expect(leads.reduce((a, b) => a + b) / leads.length).toBeGreaterThan(-0.002);
	});
});
