import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import type { Transactions } from '../../../src/lib/core/data/types.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import { families as allFamilies } from '../../../src/lib/core/models/families.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import { Random } from '../../../src/lib/core/random.js';
import { smallTransactions } from '../../fixtures/shop.js';

const families = ['forest', 'boosted', 'neighbours', 'blend'] as const;
const options = { threshold: 0.7, pool: inline(treeTasks), now: '2026-01-01T00:00:00Z', options: { forest: { trees: 15 }, boosted: { trees: 30 } } };
const SEEDS = 6;

/** A shop whose customers, from the as-of date on, bought what somebody else did. */
function shuffledFutures(seed: number) {
	const shop = smallTransactions(120, 5, seed);
	const asked = defaultQuestion(buildOrderBook(shop));
	if (asked.kind !== 'next') throw new Error('no dates');
	const question: Question = { ...asked, snapshots: 0 };
	const other = new Random(`futures ${seed}`).shuffle(Int32Array.from(shop.customer.values.keys()));
	const codes = shop.customer.codes.map((c, line) => (shop.time[line] >= asked.asOf ? other[c] : c));
	return { question, shuffled: buildOrderBook({ ...shop, customer: { ...shop.customer, codes } }), real: buildOrderBook(shop) };
}

describe('models that are trained on shuffled labels', () => {
	it('have no skill, from orders to report: the intervals cover zero, and nobody is called better', { timeout: 120_000 }, async () => {
		let told = 0;
		let real = 0;
		const skills: number[] = [];
		for (let seed = 1; seed <= SEEDS; seed++) {
			const shop = shuffledFutures(seed);
			const { models } = await trainModels(shop.shuffled, shop.question, { ...options, families, seed }, silent);
			expect(models).toHaveLength(5);
			for (const { report, verdict } of models.slice(1)) {
				if (verdict !== 'level') told++;
				skills.push(report.metrics.skill);
			}
			const [, forest] = (await trainModels(shop.real, shop.question, { ...options, families: ['forest'], seed }, silent)).models;
			if (forest.verdict === 'better') real++;
		}
		// Of 24 intervals one or two would miss zero by chance, if no model had given up for popularity.
		expect(told).toBeLessThanOrEqual(2);
		expect(skills.filter((skill) => skill === 0).length).toBeGreaterThan(0.8 * skills.length);
		expect(skills.reduce((a, b) => a + b, 0) / skills.length).toBeGreaterThan(-0.01);
		expect(real).toBeGreaterThanOrEqual(0.75 * SEEDS);
	});
});

/** A shop whose customers are all alike, and whose assortment changes: what sold at first is not what sells in the end. */
function driftingShop(customers: number, seed: number): Transactions {
	const random = new Random(`drift ${seed}`);
	const shop = smallTransactions(customers, 6, seed);
	const [first, last] = [Math.min(...shop.time), Math.max(...shop.time)];
	const early = [6, 5, 3, 2, 1, 1];
	const late = [1, 2, 2, 3, 5, 6];
	const codes = shop.product.codes.map((_, line) => {
		const done = (shop.time[line] - first) / (last - first);
		const chances = early.map((chance, p) => (1 - done) * chance + done * late[p]);
		let left = random.next() * chances.reduce((a, b) => a + b, 0);
		return chances.findIndex((chance) => (left -= chance) < 0);
	});
	const customer = { ...shop.customer, codes: shop.order.values.map(() => random.integer(customers)) };
	return { ...shop, product: { ...shop.product, codes }, customer: { ...customer, codes: shop.order.codes.map((o) => customer.codes[o]) } };
}

describe('every family, on customers who are alike, in a shop whose assortment changes', () => {
	it('is not worse than popularity by more than chance', { timeout: 120_000 }, async () => {
		await tf.setBackend('cpu');
		const small = { forest: { trees: 10 }, boosted: { trees: 30 }, renewal: { trees: 8, basketTrees: 10, timingTrees: 20, spans: 4 }, neural: { hidden: [6], epochs: 3 }, transformer: { width: 8, heads: 2, hidden: [8], epochs: 1 } };
		for (const seed of [1, 2]) {
			const book = buildOrderBook(driftingShop(120, seed));
			const { models, failed } = await trainModels(book, defaultQuestion(book, 'next', { horizon: 120 }), { ...options, options: small, families: [...allFamilies.keys()], seed }, silent);
			expect(failed).toEqual([]);
			expect(models.map(({ family }) => family).sort()).toEqual([...allFamilies.keys()].sort());
			for (const { family, report } of models) expect(report.metrics.skill_high, `${family}, ${seed}`).toBeGreaterThanOrEqual(0);
		}
	});
});
