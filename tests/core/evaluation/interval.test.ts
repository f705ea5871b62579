import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { betaQuantile, betaShare, digamma, logGamma } from '../../../src/lib/core/evaluation/beta.js';
import { certaintyOf, effectiveLeavingOpen, intervalOf, Intervals } from '../../../src/lib/core/evaluation/interval.js';
import { simulateOfficeShop } from '../../../src/lib/core/data/office-shop.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import type { Examples } from '../../../src/lib/core/features/types.js';
import type { FamilyName } from '../../../src/lib/core/models/types.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { Random } from '../../../src/lib/core/random.js';
import { certaintyOfCard } from '../../../src/lib/core/project/certainty.js';
import { splitExamples, trainModels } from '../../../src/lib/core/project/train.js';
import { sigmoid, tinyExamples } from './tiny.js';

describe('the beta distribution', () => {
	it('has known values', () => {
		expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
		expect(logGamma(6)).toBeCloseTo(Math.log(120), 12);
		// Less Euler's constant, and harmonic numbers more.
		expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 9);
		expect(digamma(4)).toBeCloseTo(1 + 1 / 2 + 1 / 3 - 0.5772156649015329, 9);
		// Closed forms: x^a for b = 1, the arcsine law for a = b = 1/2, and a polynomial for whole numbers.
		expect(betaShare(0.3, 2.5, 1)).toBeCloseTo(0.3 ** 2.5, 12);
		expect(betaShare(0.2, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.2)), 12);
		expect(betaShare(0.4, 2, 3)).toBeCloseTo(6 * 0.4 ** 2 - 8 * 0.4 ** 3 + 3 * 0.4 ** 4, 12);
	});

	it('is undone by its quantile', () => {
		const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
		const size = fc.double({ min: 0.5, max: 80, noNaN: true });
		fc.assert(
			fc.property(share, size, size, (s, a, b) => {
				const x = betaQuantile(s, a, b);
				fc.pre(x > 1e-6 && x < 1 - 1e-6);
				expect(betaShare(x, a, b)).toBeCloseTo(s, 4);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('intervalOf', () => {
	const certainty = { level: 0.9, effective: 30 };

	it('holds the probability, narrows with more customers, and turns around with it', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 200, noNaN: true }), (p, effective) => {
				const { low, high } = intervalOf(p, { level: 0.9, effective });
				expect(low).toBeGreaterThanOrEqual(0);
				expect(low).toBeLessThanOrEqual(p);
				expect(high).toBeGreaterThanOrEqual(p);
				expect(high).toBeLessThanOrEqual(1);
				const turned = intervalOf(1 - p, { level: 0.9, effective });
				expect(turned.low).toBeCloseTo(1 - high, 6);
				expect(turned.high).toBeCloseTo(1 - low, 6);
			}),
			{ numRuns: 60 }
		);
		const width = (effective: number) => intervalOf(0.3, { level: 0.9, effective }).high - intervalOf(0.3, { level: 0.9, effective }).low;
		expect(width(120)).toBeLessThan(0.55 * width(30));
	});

	it('does not close at 0 and 1', () => {
		expect(intervalOf(0, certainty).low).toBe(0);
		expect(intervalOf(0, certainty).high).toBeGreaterThan(0);
		expect(intervalOf(1, certainty).high).toBe(1);
		expect(intervalOf(1, certainty).low).toBeLessThan(1);
	});

	it('ends at six decimals, outside the probability, whatever the last bit of a sine is', () => {
		const table = new Intervals({ level: 0.9, effective: 50 });
		const { lows, highs } = table.table;
		const other = new Intervals({ level: 0.9, lows: lows.map((low) => low * (1 - 2e-16)), highs: highs.map((high) => high * (1 + 2e-16)) });
		for (const p of [0, 0.0004, 0.13, 0.284, 0.7, 0.9999, 1]) {
			const { low, high } = table.of(p);
			expect([low, high]).toEqual([Number(low.toFixed(6)), Number(high.toFixed(6))]);
			expect(low <= p && p <= high).toBe(true);
			expect(other.of(p)).toEqual({ low, high });
		}
	});

	it('is what the table gives', () => {
		const table = new Intervals(certainty);
		for (const p of [0, 1e-5, 0.001, 0.0123, 0.1, 0.37, 0.5, 0.7, 0.93, 0.999, 1]) {
			const exact = intervalOf(p, certainty);
			expect(Math.abs(table.of(p).low - exact.low)).toBeLessThan(1e-3);
			expect(Math.abs(table.of(p).high - exact.high)).toBeLessThan(1e-3);
		}
	});
});

describe('certaintyOf', () => {
	/** Two dates of every customer; `shared`: how far, in log-odds, each of their products is off alike at both. */
	const deviating = (shared: number, seed: number) => {
		const [customers, products] = [200, 4];
		const random = new Random(`shared ${seed}`);
		const off = Array.from({ length: customers * products }, () => shared * random.normal());
		const dense = Array.from({ length: 2 * customers }, (_, r) =>
			Array.from({ length: products }, (_own, j): number => (random.next() < sigmoid(-1 + off[Math.floor(r / 2) * products + j]) ? 1 : 0))
		);
		const told = dense.flat().filter((label) => label === 1).length / (2 * customers * products);
		return certaintyOf(new Float32Array(2 * customers * products).fill(told), tinyExamples(dense, dense.map((_, r) => Math.floor(r / 2))), 400).effective;
	};

	it('is as high as the customers allow where deviations share nothing but chance, and low where they surely do', () => {
		const most = 1.75 * Math.sqrt(400);
		const none = Array.from({ length: 40 }, (_, seed) => deviating(0, seed));
		expect(none.filter((effective) => effective === most).length).toBeGreaterThanOrEqual(37);
		for (let seed = 0; seed < 5; seed++) expect(deviating(1.5, seed)).toBeLessThan(8);
	});
});

describe('effectiveLeavingOpen', () => {
	it('is undone by what true probabilities of that spread tell beyond their mean', () => {
		// Entropy of the mean less the mean entropy of t, integrated over the beta distribution of t on a fine grid.
		const [p, effective] = [0.3, 8];
		let [mass, told] = [0, 0];
		for (let i = 0.5; i < 4000; i++) {
			const t = i / 4000;
			const density = t ** (p * effective - 1) * (1 - t) ** ((1 - p) * effective - 1);
			mass += density;
			told += density * (t * Math.log(t / p) + (1 - t) * Math.log((1 - t) / (1 - p)));
		}
		expect(effectiveLeavingOpen(new Float64Array(50).fill(p), told / mass)).toBeCloseTo(effective, 0);
	});

	it('falls with what is open, and sets no bound where nothing is', () => {
		const p = [0.01, 0.05, 0.2, 0.6];
		expect(effectiveLeavingOpen(p, 0)).toBe(Infinity);
		expect(effectiveLeavingOpen(p, -1)).toBe(Infinity);
		const bounds = [0.001, 0.01, 0.03, 0.1].map((open) => effectiveLeavingOpen(p, open));
		expect(bounds).toEqual(bounds.toSorted((a, b) => b - a));
		expect(new Set(bounds).size).toBe(4);
		// More than can be known at all: nobody is told apart.
		expect(effectiveLeavingOpen(p, 5)).toBeLessThan(0.2);
	});
});

describe('on the simulated shop, whose true probabilities are known', () => {
	const shop = simulateOfficeShop({ seed: 5, customers: 600 });
	const book = buildOrderBook(shop.transactions);
	const question = defaultQuestion(book);
	if (question.kind !== 'next') throw new Error('the shop has dates');
	const { horizon } = question;
	const trained = (family: FamilyName) => trainModels(book, question, { families: [family], seed: 1, threshold: 0.7, pool: inline(treeTasks), now: '2024-05-01T10:00:00.000Z' }, silent);
	/** The true probability of a pair of held-out customers. */
	const truthOf = ({ customer, asOf }: Pick<Examples, 'customer' | 'asOf'>, pair: number) => {
		const row = Math.floor(pair / book.products.length);
		return shop.truth(book.customers[customer[row]], book.products[pair % book.products.length], asOf[row], horizon);
	};

	it('a 90 % interval holds 85 to 97 % of them, and popularity is far less certain', { timeout: 60_000 }, async () => {
		const { models } = await trained('boosted');
		const { test, train, validation } = splitExamples(book, question, 1);
		const [popular, boosted] = models.map(({ model }) => decodeModel(model));
		const customers = new Set(train.customer).size;
		const certainty = certaintyOf(boosted.predict(validation), validation, customers);
		const table = new Intervals(certainty);
		const p = boosted.predict(test);
		const rows = test.rows;
		const inside = { all: 0, likely: 0 };
		const count = { all: 0, likely: 0 };
		for (let i = 0; i < rows * book.products.length; i++) {
			const truth = truthOf(test, i);
			const { low, high } = table.of(p[i]);
			const holds = truth >= low && truth <= high ? 1 : 0;
			for (const kind of p[i] > 0.05 ? (['all', 'likely'] as const) : (['all'] as const)) {
				count[kind]++;
				inside[kind] += holds;
			}
		}
		for (const kind of ['all', 'likely'] as const) {
			expect(count[kind]).toBeGreaterThan(400);
			expect(inside[kind] / count[kind]).toBeGreaterThan(0.85);
			expect(inside[kind] / count[kind]).toBeLessThan(0.97);
		}
		expect(certaintyOf(popular.predict(validation), validation, customers).effective).toBeLessThan(certainty.effective / 2);
	});

	it('neighbours that were trained alone are as unsure as named features tell more than they', { timeout: 60_000 }, async () => {
		const { models } = await trained('neighbours');
		const { test } = splitExamples(book, question, 1);
		const p = decodeModel(models[1].model).predict(test);
		const table = new Intervals(certaintyOfCard(models[1]));
		const held = p.filter((own, i) => {
			const truth = truthOf(test, i);
			const { low, high } = table.of(own);
			return truth >= low && truth <= high;
		});
		expect(models.map(({ family }) => family)).toEqual(['popularity', 'neighbours']);
		// .74 where nothing is told of what they leave open.
		expect(held.length / p.length).toBeGreaterThan(0.78);
		expect(held.length / p.length).toBeLessThan(0.97);
	});
});
