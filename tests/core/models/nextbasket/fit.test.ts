import { describe, expect, it } from 'vitest';
import { ndcgAt } from '../../../../src/lib/core/evaluation/top-k.js';
import { pairColumns } from '../../../../src/lib/core/models/nextbasket/features.js';
import { fitPairs } from '../../../../src/lib/core/models/nextbasket/fit.js';
import type { Part } from '../../../../src/lib/core/models/nextbasket/fit.js';
import { nextBasketTasks, rankNextBasket } from '../../../../src/lib/core/models/nextbasket/index.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { Random } from '../../../../src/lib/core/random.js';
import { bookOf } from './books.js';
import type { Shopper } from './books.js';

const pool = inline({ ...treeTasks, ...nextBasketTasks });
const width = pairColumns.length;
const products = 10;

/** Pairs of 30 customers of a fold with every product, bought where the first column is high, or the other way round. */
function part(fold: number, watches = false, sign = 1): Part {
	const random = new Random(`${fold}`);
	const rows = 30 * products;
	const x = new Float32Array(rows * width).map(() => random.normal());
	const label = Float32Array.from({ length: rows }, (_, r) => (random.next() < (sign * x[r * width] > 0 ? 0.7 : 0.1) ? 1 : 0));
	const customer = Int32Array.from({ length: rows }, (_, r) => 100 * fold + Math.floor(r / products));
	return { pairs: { rows, x, label, weight: new Float32Array(rows).fill(1), customer, product: customer.map((_, r) => r % products) }, fold, watches };
}

const fitting = { allTeach: true, logOrders: new Float32Array(products), seed: 'a' };
const fitted = (parts: readonly Part[], judging: number, allTeach = true) => fitPairs({ ...fitting, parts, judging, allTeach }, silent, pool);
const customers = ({ judged }: Awaited<ReturnType<typeof fitted>>) => [...new Set(judged.customer)].map((c) => Math.floor(c / 100));

describe('a model of pairs', () => {
	const folds = [part(0), part(1), part(2), part(3, true)];

	it('is judged by the folds that are asked, each once, or by those who watch', async () => {
		const whole = (fold: number) => Array<number>(30).fill(fold);
		expect(customers(await fitted(folds, 4))).toEqual([0, 1, 2, 3].flatMap(whole));
		expect(customers(await fitted(folds, 2))).toEqual([0, 1].flatMap(whole));
		expect(customers(await fitted(folds, 3, false))).toEqual([0, 1, 2, 3].flatMap(whole));
		expect(customers(await fitted(folds, 0))).toEqual(whole(3));
	});

	it('says of a fold what the others teach, nothing of its own answers', async () => {
		const odd = [part(0, false, -1), part(1), part(2), part(3), part(4)];
		const { judged } = await fitted(odd, 5);
		const mean = (of: Float32Array, high: boolean) => {
			const rows = [...of.keys()].filter((r) => judged.customer[r] < 100 && odd[0].pairs.x[r * width] > 0 === high);
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
