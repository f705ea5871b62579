import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequent, ownFrequent, ownThenFrequent } from '../../../../src/lib/core/evaluation/reference/frequency.js';
import { referenceRows } from '../../../../src/lib/core/evaluation/reference/index.js';
import { knownOf } from '../../../../src/lib/core/evaluation/reference/known.js';
import type { Known, Vectors } from '../../../../src/lib/core/evaluation/reference/known.js';
import { tifuKnn, tifuPublished, upCf } from '../../../../src/lib/core/evaluation/reference/neighbour-methods.js';
import { nearestOf, postingsOf } from '../../../../src/lib/core/evaluation/reference/nearest.js';
import { Budget, search } from '../../../../src/lib/core/evaluation/reference/search.js';
import { byPopularity, rankingShop } from '../../../../src/lib/core/evaluation/reference/shop.js';
import type { RankingShop } from '../../../../src/lib/core/evaluation/reference/shop.js';
import { recentVectors, tifuVectors } from '../../../../src/lib/core/evaluation/reference/vectors.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { splitExamples, trainModels } from '../../../../src/lib/core/project/train.js';
import { smallShop } from '../../../fixtures/shop.js';
import { transactions } from '../../features/lines.js';

/** Customers as lists of baskets. */
function knownFrom(products: number, customers: readonly (readonly (readonly number[])[])[]): Known {
	const lines = customers.map((baskets) => baskets.flatMap((basket, place) => basket.map((product) => ({ product, place }))));
	const start = [0];
	for (const own of lines) start.push(start[start.length - 1] + own.length);
	return {
		products,
		start: Int32Array.from(start),
		product: Int32Array.from(lines.flat(), ({ product }) => product),
		place: Int32Array.from(lines.flat(), ({ place }) => place),
		baskets: Int32Array.from(customers, (baskets) => baskets.length)
	};
}

/** A shop in which the first `train` customers are neighbours and the others are asked. */
function shopFrom(products: number, customers: readonly (readonly (readonly number[])[])[], train: number): RankingShop {
	const known = knownFrom(products, customers);
	const rows = Int32Array.from({ length: customers.length - train }, (_, i) => train + i);
	const asked = { rows, baskets: { start: new Int32Array(rows.length + 1), product: new Int32Array(0) } };
	return { known, train: Int32Array.from({ length: train }, (_, i) => i), validation: asked, test: asked, popular: byPopularity(known) };
}

const row = ({ start, product, value }: Vectors, r: number) => Object.fromEntries(Array.from({ length: start[r + 1] - start[r] }, (_, i) => [product[start[r] + i], value[start[r] + i]]));

describe('the most frequent', () => {
	const shop = shopFrom(6, [[[0, 1], [1], [2]], [[3, 1], [3]], [[4], [2, 4], [2]]], 2);

	it('of everybody, of one customer, and of one and then of everybody, are counted by hand', () => {
		// 1 and 2 are in three baskets each, 3 and 4 in two, 0 in one, 5 in none.
		expect(frequent(shop, 10)).toEqual([1, 2, 3, 4, 0, 5]);
		expect(ownFrequent(shop, 2, 10)).toEqual([4, 2]);
		expect(ownFrequent(shop, 0, 2)).toEqual([1, 0]);
		expect(ownThenFrequent(shop, 2, 4)).toEqual([4, 2, 1, 3]);
	});
});

describe('TIFU-KNN', () => {
	it('weighs five baskets in three groups as the authors’ code does', () => {
		// 5 baskets, 3 groups: one group of 1, then two of 2.
		const known = knownFrom(1, [[[0], [], [], [], []], [[], [0], [], [], []], [[], [], [0], [], []], [[], [], [], [], [0]]]);
		const vectors = tifuVectors(known, { groups: 3, withinDecay: 0.9, groupDecay: 0.7 });
		expect(row(vectors, 0)[0]).toBeCloseTo((0.9 ** 4 * 0.7 ** 2) / 1 / 3, 12);
		expect(row(vectors, 1)[0]).toBeCloseTo((0.9 ** 3 * 0.7) / 2 / 3, 12);
		expect(row(vectors, 2)[0]).toBeCloseTo((0.9 ** 2 * 0.7) / 2 / 3, 12);
		expect(row(vectors, 3)[0]).toBeCloseTo(1 / 2 / 3, 12);
	});

	it('has groups of one where there are fewer baskets than groups', () => {
		const vectors = tifuVectors(knownFrom(2, [[[0], [0, 1]]]), { groups: 7, withinDecay: 0.5, groupDecay: 0.5 });
		expect(row(vectors, 0)[1]).toBeCloseTo(0.5 ** 5 / 2, 12);
		expect(row(vectors, 0)[0]).toBeCloseTo((0.5 * 0.5 ** 6 + 0.5 ** 5) / 2, 12);
	});

	it('is worked by hand from vectors to scores: alpha says which of own and foreign products come first', () => {
		// Asked: {0} twice and {1} in between; one group, no decay: 0 has 2/3, 1 has 1/3. The two neighbours hold 2 always, and 3 or 1 half of the time.
		const shop = shopFrom(5, [[[2, 3], [2]], [[2], [1, 2]], [[4], [4], [4], [4]], [[0], [1], [0]]], 3);
		const rank = (neighbours: number, alpha: number) => tifuKnn(shop, new Budget(1e9))({ groups: 1, withinDecay: 1, groupDecay: 1, neighbours, alpha })(shop.test, 5)[0];
		// Squared distances to (2/3, 1/3, 0, 0, 0): 65/36 to (0, 0, 1, ½, 0), 53/36 to (0, ½, 1, 0, 0), 56/36 to (0, 0, 0, 0, 1).
		// One neighbour, alpha .7: 0 has .467, 1 has .7/3 + .3/2 = .383, 2 has .3; then what is popular.
		expect(rank(1, 0.7)).toEqual([0, 1, 2, 4, 3]);
		// Alpha .3: 2 has .7, 1 has .1 + .35 = .45, 0 has .2.
		expect(rank(1, 0.3)).toEqual([2, 1, 0, 4, 3]);
		// Two neighbours, alpha .45, as means: 0 has .3, 1 has .15 + .1375 = .2875, 2 and 4 have .275 each. Sums would put 2 and 4 first.
		expect(rank(2, 0.45)).toEqual([0, 1, 2, 4, 3]);
		// All three, alpha .1: 2 has .6, 4 has .3, 1 has .0333 + .15 = .1833, 3 has .15, 0 has .0667.
		expect(rank(3, 0.1)).toEqual([2, 4, 1, 3, 0]);
	});

	it('ranks by alpha × own vector + the rest × the mean of the nearest training customers', () => {
		// Asked: product 0 alone. Nearest by distance: customer 0 (0 and 1), then 1 (2 alone) before 2 (three products).
		const shop = shopFrom(6, [[[0, 1]], [[2]], [[3, 4, 5]], [[0]]], 3);
		const decay = { groups: 1, withinDecay: 1, groupDecay: 1 };
		const rank = (neighbours: number, alpha: number) => tifuKnn(shop, new Budget(1e9))({ ...decay, neighbours, alpha })(shop.test, 3)[0];
		expect(rank(1, 0.5)).toEqual([0, 1, 2]);
		expect(rank(2, 0.5)).toEqual([0, 1, 2]);
		// All three: 1 to 5 count a third each, 0 one third and the own part.
		expect(rank(3, 0.5)).toEqual([0, 1, 2]);
		expect(rank(1, 0)).toEqual([0, 1, 2]);
		const other = shopFrom(6, [[[4, 5]], [[1, 4]], [[1]], [[4], [4]]], 3);
		// Distances from (4: 1): customer 0 and 1 have one product more, customer 2 has none in common.
		expect(tifuKnn(other, new Budget(1e9))({ ...decay, neighbours: 2, alpha: 0.1 })(other.test, 3)[0]).toEqual([4, 1, 5]);
		expect(tifuKnn(other, new Budget(1e9))({ ...decay, neighbours: 1, alpha: 0.1 })(other.test, 3)[0]).toEqual([4, 5, 1]);
	});
});

describe('UP-CF@r', () => {
	it('counts the shares of the latest r baskets', () => {
		const known = knownFrom(3, [[[0], [1], [1, 2]]]);
		expect(row(recentVectors(known, 2), 0)).toEqual({ 1: 1, 2: 0.5 });
		expect(row(recentVectors(known, 1000), 0)[0]).toBeCloseTo(1 / 3, 12);
	});

	it('adds up the customers’ shares by asymmetric cosine to the power of q, the customer’s own counting 1', () => {
		const shop = shopFrom(5, [[[0, 1]], [[0, 1, 2, 3]], [[4]], [[0, 2]]], 3);
		const rank = (locality: number, asymmetry: number) => upCf(shop, new Budget(1e9))({ recent: 1000, locality, asymmetry })(shop.test, 5)[0];
		// Similarity to {0, 2}: of {0, 1} 1/2; of {0, 1, 2, 3} 2/√8 = .71. Scores: 0 has 1 + .5 + .71, 2 has 1 + .71, 1 has .5 + .71, 3 has .71.
		expect(rank(1, 0.5)).toEqual([0, 2, 1, 3, 4]);
		// With asymmetry 1 the other's size does not count: similarities 1/2 and 1.
		expect(rank(1, 1)).toEqual([0, 2, 1, 3, 4]);
		// Asked: {0, 1}. Of {0, 2} and {0, 1, 3, 4, 5, 6} the similarities are 1/2 and 2/√12 = .58; by their own sizes alone 1/2 and 2/6, by the asker's alone 1/2 and 1.
		const sizes = shopFrom(7, [[[0, 2]], [[0, 1, 3, 4, 5, 6]], [[0, 1]]], 2);
		const asymmetric = (asymmetry: number) => upCf(sizes, new Budget(1e9))({ recent: 1000, locality: 1, asymmetry })(sizes.test, 3)[0];
		expect(asymmetric(0.5)).toEqual([0, 1, 3]);
		expect(asymmetric(0)).toEqual([0, 1, 2]);
		expect(asymmetric(1)).toEqual([0, 1, 3]);
		// One order of two alone: the latest holds 1, all of them 0 half of the time.
		const recently = shopFrom(3, [[[2]], [[0], [1]]], 1);
		expect(upCf(recently, new Budget(1e9))({ recent: 1, locality: 1, asymmetry: 0.5 })(recently.test, 1)[0]).toEqual([1]);
		// A high power leaves the customer's own products and, last, what is popular.
		expect(rank(1000, 0.5)).toEqual([0, 2, 1, 3, 4]);
	});
});

describe('whose baskets speak for a customer', () => {
	it('are those of training customers for TIFU-KNN, with the parameters of the paper, and of everybody for UP-CF@r', () => {
		expect(tifuPublished).toEqual({ neighbours: 300, groups: 7, withinDecay: 0.9, groupDecay: 0.7, alpha: 0.7 });
		// Asked: {0}, another with {0, 3}, who is nearer than the only training customer, with {0, 1, 2}, and one with {3}.
		const shop = shopFrom(4, [[[0, 1, 2]], [[0]], [[0, 3]], [[3]]], 1);
		const one = { groups: 1, withinDecay: 1, groupDecay: 1, neighbours: 1, alpha: 0.5 };
		expect(tifuKnn(shop, new Budget(1e9))(one)(shop.test, 4)[0]).toEqual([0, 1, 2, 3]);
		expect(upCf(shop, new Budget(1e9))({ recent: 1000, locality: 10, asymmetry: 0.5 })(shop.test, 4)[0]).toEqual([0, 3, 1, 2]);
	});

	it('are those of the 100 most similar customers for UP-CF@r', () => {
		// Of most similar ones 99 have {0, 1}, the hundredth {0, 2, 3}, and many {0, 4, 5, 6}; 7 is popular with others.
		const many = <T>(count: number, of: T): T[] => Array<T>(count).fill(of);
		const shop = shopFrom(8, [...many(99, [[0, 1]]), [[0, 2, 3]], ...many(50, [[0, 4, 5, 6]]), ...many(60, [[7]]), [[0]]], 210);
		expect(upCf(shop, new Budget(1e9))({ recent: 1000, locality: 1, asymmetry: 0.5 })(shop.test, 5)[0]).toEqual([0, 1, 2, 3, 7]);
	});

	it('hold what was bought: no credits, and of training customers nothing from the as-of date on', () => {
		const line = (order: string, day: number, product: string, quantity = 1) => ({ customer: 'Ann', order, day, product, quantity });
		const credits = buildOrderBook(transactions([line('1', 1, 'Ink'), line('2', 2, 'Ink', -1), line('3', 3, 'Pen'), line('3', 3, 'Ink', -1)]));
		const { product, place, baskets } = knownOf(credits, Int32Array.of(0), Int32Array.of(3));
		expect([[...product], [...place], [...baskets]]).toEqual([[0, 1], [0, 1], [2]]);

		const book = smallShop(60, 6);
		const question = defaultQuestion(book);
		if (question.kind !== 'next') throw new Error('no dates');
		const { known, train } = rankingShop(splitExamples(book, question, 1), 1);
		const bought = (moment: number) =>
			Array.from(new Set(splitExamples(book, question, 1).train.customer), (c) => {
				let orders = 0;
				for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++) if (book.orderTime[o] < moment) orders++;
				return orders;
			});
		expect(train.map((row) => known.baskets[row]).toSorted()).toEqual(Int32Array.from(bought(question.asOf)).sort());
		expect(bought(question.asOf)).not.toEqual(bought(Infinity));
	});
});

describe('the nearest rows', () => {
	it('are those that comparing all would find', () => {
		const cell = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 4 }));
		const vector = fc.uniqueArray(cell, { selector: ([p]) => p, maxLength: 5 });
		fc.assert(
			fc.property(fc.array(vector, { minLength: 2, maxLength: 12 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom('dot' as const, 'distance' as const), (rows, k, by) => {
				const sorted = rows.map((cells) => cells.toSorted((a, b) => a[0] - b[0]));
				const start = [0];
				for (const cells of sorted) start.push(start[start.length - 1] + cells.length);
				const vectors = {
					products: 6,
					start: Int32Array.from(start),
					product: Int32Array.from(sorted.flat(), ([p]) => p),
					value: Float64Array.from(sorted.flat(), ([, v]) => v)
				};
				const everyone = Int32Array.from(rows.keys());
				const found = nearestOf(vectors, everyone, postingsOf(vectors, everyone), k, by, everyone);
				const dense = sorted.map((cells) => Array.from({ length: 6 }, (_, p) => cells.find(([q]) => q === p)?.[1] ?? 0));
				dense.forEach((a, q) => {
					const all = dense.map((b, i) => ({ i, dot: a.reduce((sum, v, p) => sum + v * b[p], 0), far: a.reduce((sum, v, p) => sum + (v - b[p]) ** 2, 0) }));
					const rest = all.filter(({ i, dot }) => i !== q && (by === 'distance' || dot > 0));
					rest.sort((x, y) => (by === 'dot' ? y.dot - x.dot : x.far - y.far) || x.i - y.i);
					expect([...found.row.subarray(found.start[q], found.start[q + 1])]).toEqual(rest.slice(0, k).map(({ i }) => i));
				});
			})
		);
	});
});

describe('the search for parameters', () => {
	const tried = { a: [0, 1, 2, 3], b: [0, 5, 10] };
	const worth = ({ a, b }: { a: number; b: number }) => -((a - 2) ** 2) - (b - 5) ** 2;

	it('finds the best, and keeps to what was published where nothing is better', async () => {
		expect(await search({ a: 0, b: 0 }, tried, worth, new Budget(1), () => undefined)).toEqual({ a: 2, b: 5 });
		expect(await search({ a: 3, b: 10 }, tried, () => 1, new Budget(1), () => undefined)).toEqual({ a: 3, b: 10 });
	});

	it('ends where its work is spent', async () => {
		let tries = 0;
		const budget = new Budget(3);
		const counted = (parameters: { a: number; b: number }) => {
			tries++;
			budget.spend(1);
			return worth(parameters);
		};
		await search({ a: 0, b: 0 }, tried, counted, budget, () => undefined);
		expect(tries).toBe(3);
	});
});

describe('the rows of the literature', () => {
	const book = smallShop(120, 25);

	it.each(['next', 'next-order'] as const)('are the same for the same seed, and know a shop with favourites (%s)', async (kind) => {
		const split = splitExamples(book, defaultQuestion(book, kind), 1);
		const rows = await referenceRows(split, 1, silent);
		expect(rows.map(({ name }) => name)).toEqual(['G-TopFreq', 'P-TopFreq', 'GP-TopFreq', 'TIFU-KNN', 'UP-CF@r']);
		expect(await referenceRows(split, 1, silent)).toEqual(rows);
		const recall = Object.fromEntries(rows.map((r) => [r.name, r['recall@10']]));
		expect(recall['GP-TopFreq']).toBeGreaterThan(recall['G-TopFreq']);
		expect(recall['TIFU-KNN']).toBeGreaterThan(recall['G-TopFreq']);
		for (const r of rows) for (const name of ['recall@10', 'ndcg@10', 'phr@10'] as const) expect(r[name]).toBeGreaterThan(0);
	});

	it('see nothing of what the test customers bought next', async () => {
		const split = splitExamples(book, defaultQuestion(book, 'next-order'), 1);
		const { test } = split;
		const lineProduct = book.lineProduct.slice();
		for (let r = 0; r < test.rows; r++) {
			const c = test.customer[r];
			for (let line = book.orderLines[book.customerOrders[c] + test.cut[r]]; line < book.orderLines[book.customerOrders[c + 1]]; line++)
				lineProduct[line] = (lineProduct[line] + 7) % book.products.length;
		}
		const other = { ...book, lineProduct };
		const moved = { train: { ...split.train, book: other }, validation: { ...split.validation, book: other }, test: { ...test, book: other } };
		expect(await referenceRows(moved, 1, silent)).toEqual(await referenceRows(split, 1, silent));
	});

	it('have parameters that the test customers do not choose', async () => {
		const split = splitExamples(book, defaultQuestion(book, 'next-order'), 1);
		const { labels } = split.test;
		if (!labels) throw new Error('no labels');
		const parameters = async (test: typeof split.test) => (await referenceRows({ ...split, test }, 1, silent)).map((row) => row.parameters);
		const chosen = await parameters(split.test);
		expect(chosen.some((of) => Object.keys(of).length > 0)).toBe(true);
		for (const shift of [3, 11]) {
			const product = labels.product.map((p) => (p + shift) % book.products.length);
			expect(await parameters({ ...split.test, labels: { ...labels, product } })).toEqual(chosen);
		}
	});

	it('are in every report', async () => {
		const { models } = await trainModels(book, defaultQuestion(book), { families: ['popularity'], seed: 1, threshold: 0.7, pool: inline({}), now: '2026-01-01T00:00:00Z' }, silent);
		for (const { report } of models) expect(report.references?.map(({ name }) => name)).toContain('TIFU-KNN');
	});

	it('are none where the history is the answer', async () => {
		expect(await referenceRows(splitExamples(book, { kind: 'ever' }, 1), 1, silent)).toEqual([]);
	});
});
