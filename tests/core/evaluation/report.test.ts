import { describe, expect, it } from 'vitest';
import { Evaluator } from '../../../src/lib/core/evaluation/evaluator.js';
import { skillInterval } from '../../../src/lib/core/evaluation/bootstrap.js';
import { averagePrecision, logLoss, rocAuc } from '../../../src/lib/core/evaluation/metrics.js';
import { evaluate, verdictOf } from '../../../src/lib/core/evaluation/report.js';
import { groupScores, ScoreHistogram } from '../../../src/lib/core/evaluation/score-groups.js';
import { stepOf, ThresholdCounter } from '../../../src/lib/core/evaluation/threshold-curve.js';
import { aucOf, averagePrecisionOf } from '../../../src/lib/core/evaluation/ranking.js';
import { popularityRates } from '../../../src/lib/core/models/popularity.js';
import { Random } from '../../../src/lib/core/random.js';
import { simulate, tinyExamples } from './tiny.js';

const options = { threshold: 0.7, seed: 1 };

describe('evaluate', () => {
	// Three rows of two customers, three products.
	const examples = tinyExamples([[1, 0, 0], [0, 1, 1], [0, 0, 0]], [0, 0, 1]);
	const p = Float32Array.of(0.75, 0.25, 0.1, 0.2, 0.7, 0.5, 0.9, 0.25, 0.1);
	const baseline = Float32Array.of(0.4, 0.4, 0.3);
	const labels = [1, 0, 0, 0, 1, 1, 0, 0, 0];

	it('is worked by hand', () => {
		const { metrics, ...report } = evaluate(p, baseline, examples, options);
		expect([report.rows, report.products, report.base_rate]).toEqual([3, 3, 1 / 3]);
		expect(metrics.auc_micro).toBeCloseTo((5 + 5 + 5) / 18, 12);
		expect(metrics.ap_micro).toBeCloseTo((1 / 2 + 2 / 3 + 3 / 4) / 3, 12);
		expect(metrics.auc_macro).toBeCloseTo((0.5 + 1 + 1) / 3, 12);
		expect(metrics.log_loss).toBeCloseTo(logLoss(p, labels), 12);
		const baselineLoss = logLoss([0.4, 0.4, 0.3, 0.4, 0.4, 0.3, 0.4, 0.4, 0.3], labels);
		expect(metrics.skill).toBeCloseTo(1 - metrics.log_loss / baselineLoss, 6);
		// Two customers had a basket; with 10 places for 3 products everything is found.
		expect(metrics['recall@10']).toBe(1);
		const second = (1 + 1 / Math.log2(3)) / (1 + 1 / Math.log2(3));
		expect(metrics['ndcg@10']).toBeCloseTo((1 + second) / 2, 12);
		expect(metrics['phr@10']).toBe(1);
		expect(metrics.above_threshold).toBe(3);
		expect(metrics.precision_above_threshold).toBeCloseTo(2 / 3, 12);
		expect(report.perProduct[1]).toMatchObject({ product: 'product 1', positives: 1, asked: 3, auc: 1, ap: 1 });
		expect(report.reliability.reduce((sum, bin) => sum + bin.pairs, 0)).toBe(9);
	});

	it('takes a full matrix of baselines too', () => {
		const full = Float32Array.from({ length: 9 }, (_, i) => baseline[i % 3]);
		expect(evaluate(p, full, examples, options)).toEqual(evaluate(p, baseline, examples, options));
	});

	it('holds each row against its own baselines where they differ by row', () => {
		const full = Float32Array.of(0.6, 0.1, 0.2, 0.3, 0.5, 0.2, 0.1, 0.4, 0.05);
		const { metrics, perProduct } = evaluate(p, full, examples, options);
		expect(metrics.skill).toBeCloseTo(1 - logLoss(p, labels) / logLoss(full, labels), 12);
		const third = (values: Float32Array) => logLoss([values[2], values[5], values[8]], [0, 1, 0]);
		expect(perProduct[2].skill).toBeCloseTo(1 - third(p) / third(full), 12);
	});

	it('counts ads, what they hit, and every product by itself', () => {
		// Four ads, three of them bought; two more purchases without one. Product 1 is not asked for customer 0.
		const shop = tinyExamples([[1, 2, 0], [1, 0, 1], [1, 1, 0], [0, 0, 0]]);
		const told = Float32Array.of(0.9, 0.99, 0.8, 0.75, 0.2, 0.7, 0.4, 0.3, 0.1, 0.2, 0.1, 0.1);
		const { metrics, perProduct } = evaluate(told, Float32Array.of(0.5, 0.4, 0.2), shop, options);
		expect([metrics.above_threshold, metrics.precision_above_threshold]).toEqual([4, 3 / 4]);
		expect(perProduct.map(({ asked, positives, base_rate }) => [asked, positives, base_rate])).toEqual([[4, 3, 3 / 4], [3, 1, 1 / 3], [4, 1, 1 / 4]]);
		const own = [[0.9, 0.75, 0.4, 0.2], [0.2, 0.3, 0.1], [0.8, 0.7, 0.1, 0.1]].map((column) => Float32Array.from(column));
		const outcomes = [[1, 1, 1, 0], [0, 1, 0], [0, 1, 0, 0]];
		const rates = Float32Array.of(0.5, 0.4, 0.2);
		perProduct.forEach((product, j) => {
			expect(product.log_loss).toBeCloseTo(logLoss(own[j], outcomes[j]), 12);
			expect(product.skill).toBeCloseTo(1 - logLoss(own[j], outcomes[j]) / logLoss(outcomes[j].map(() => rates[j]), outcomes[j]), 12);
		});
	});

	it('leaves pairs out that are not asked', () => {
		const partly = tinyExamples([[1, 0, 2], [2, 1, 0]]);
		const probabilities = Float32Array.of(0.9, 0.2, 0.99, 0.99, 0.8, 0.1);
		const { metrics, perProduct, base_rate } = evaluate(probabilities, Float32Array.of(0.5, 0.5, 0.5), partly, options);
		expect(base_rate).toBe(0.5);
		expect(metrics.log_loss).toBeCloseTo(logLoss(Float32Array.of(0.9, 0.2, 0.8, 0.1), [1, 0, 1, 0]), 12);
		expect(metrics['ndcg@10']).toBe(1);
		expect(metrics.above_threshold).toBe(2);
		expect(perProduct.map((product) => product.asked)).toEqual([1, 2, 1]);
	});

	it('means products that have buyers, where single products are ranked', () => {
		const nobody = tinyExamples([[1, 0], [0, 0], [0, 0]]);
		const { metrics, perProduct } = evaluate(Float32Array.of(0.4, 0.1, 0.2, 0.1, 0.6, 0.1), Float32Array.of(0.3, 0.1), nobody, options);
		expect(perProduct.map(({ auc, ap }) => [auc, ap])).toEqual([[0.5, 0.5], [NaN, NaN]]);
		expect([metrics.auc_macro, metrics.ap_macro]).toEqual([0.5, 0.5]);
	});

	it('draws nobody who is not asked about', () => {
		const { examples: few, truth, rates } = simulate(40, 4, 1, 6);
		const others = { ...few.book, customers: [...few.book.customers, ...Array.from({ length: 200 }, (_, c) => `other ${c}`)] };
		expect(evaluate(truth, rates, { ...few, book: others }, options).metrics).toEqual(evaluate(truth, rates, few, options).metrics);
	});

	it('gives the same report chunk by chunk', () => {
		const { examples: many, truth, rates } = simulate(50, 7, 1, 3);
		const evaluator = new Evaluator(many, options);
		evaluator.add(truth.subarray(0, 7 * 20), rates);
		evaluator.add(truth.subarray(7 * 20), rates);
		expect(evaluator.report()).toEqual(evaluate(truth, rates, many, options));
	});

	it('names what does not fit', () => {
		expect(() => evaluate(p.slice(1), baseline, examples, options)).toThrow('evaluation.shape');
		expect(() => evaluate(p, baseline.slice(1), examples, options)).toThrow('evaluation.shape');
		expect(() => evaluate(p, baseline, { ...examples, labels: undefined }, options)).toThrow('evaluation.no_labels');
		expect(() => evaluate(p.map((v, i) => (i === 4 ? NaN : v)), baseline, examples, options)).toThrow(
			'evaluation.not_a_probability {"row":1,"product":1}'
		);
		expect(() => new Evaluator(examples, options).report()).toThrow('evaluation.rows');
	});

	it('is fast enough for a page: 800 × 17 with 1000 draws', () => {
		const { examples: shop, truth, rates } = simulate(800, 17, 1, 4);
		evaluate(truth, rates, shop, options);
		const start = performance.now();
		evaluate(truth, rates, shop, options);
		expect(performance.now() - start).toBeLessThan(1500);
	});
});

describe('skill', () => {
	it('has an interval above 0 where there is signal, and the truth is better than popularity', () => {
		const { examples, truth, rates } = simulate(400, 6, 1.5, 11, 2);
		const { metrics } = evaluate(truth, rates, examples, options);
		expect(metrics.skill_low).toBeGreaterThan(0);
		expect(metrics.skill).toBeGreaterThan(metrics.skill_low);
		expect(metrics.skill).toBeLessThan(metrics.skill_high);
		expect(verdictOf(metrics)).toBe('better');
	});

	it('covers 0 when labels are shuffled between customers, on several seeds', () => {
		let covered = 0;
		for (let seed = 0; seed < 40; seed++) {
			const { examples, rates } = simulate(300, 5, 1, `shuffle ${seed}`);
			// A model with small, honest noise around popularity: on unrelated labels its expected skill is a hair below 0.
			const random = new Random(seed);
			const p = Float32Array.from({ length: 1500 }, (_, i) => Math.min(0.99, rates[i % 5] * Math.exp(0.05 * random.normal())));
			const { metrics } = evaluate(p, rates, examples, { ...options, seed });
			if (metrics.skill_low <= 0 && metrics.skill_high >= 0) covered++;
			expect(verdictOf(metrics) === 'level').toBe(metrics.skill_low <= 0 && metrics.skill_high >= 0);
		}
		expect(covered).toBeGreaterThanOrEqual(34);
	});

	it('draws customers whole: repeating every row leaves the interval alone', () => {
		const { examples, truth, rates } = simulate(60, 4, 1, 5);
		const twice = tinyExamples(
			Array.from({ length: 120 }, (_, r) =>
				Array.from({ length: 4 }, (_, j) => {
					const { start, product } = examples.labels ?? examples.entries;
					return product.subarray(start[r >> 1], start[(r >> 1) + 1]).includes(j) ? 1 : 0;
				})
			),
			Array.from({ length: 120 }, (_, r) => r >> 1)
		);
		const doubled = Float32Array.from({ length: 480 }, (_, i) => truth[(Math.floor(i / 8) * 4) + (i % 4)]);
		const once = evaluate(truth, rates, examples, options).metrics;
		const both = evaluate(doubled, rates, twice, options).metrics;
		expect(both.skill_low).toBeCloseTo(once.skill_low, 12);
		expect(both.skill_high).toBeCloseTo(once.skill_high, 12);
	});

	it('is worse where probabilities are far off, and level where nothing is known', () => {
		const { examples, truth, rates } = simulate(200, 5, 0.5, 8);
		const opposite = truth.map((v) => 1 - v);
		expect(verdictOf(evaluate(opposite, rates, examples, options).metrics)).toBe('worse');
		expect(verdictOf({ skill_low: NaN, skill_high: NaN })).toBe('level');
	});

	it('is exactly 0 for popularity itself', () => {
		const { examples } = simulate(100, 5, 1, 9);
		const rates = popularityRates(examples);
		const { metrics } = evaluate(rates.slice(), rates, simulate(1, 5, 1, 10).examples, options);
		expect([metrics.skill, metrics.skill_low, metrics.skill_high]).toEqual([0, 0, 0]);
	});
});

describe('skillInterval', () => {
	it('draws both losses of a customer together', () => {
		const random = new Random(1);
		const baseline = Float64Array.from({ length: 50 }, () => 1 + random.next());
		const { low, high } = skillInterval(baseline.map((loss) => 0.75 * loss), baseline, random);
		expect(low).toBeCloseTo(0.25, 12);
		expect(high).toBeCloseTo(0.25, 12);
	});

	it('leaves as much out below as above', () => {
		const random = new Random(3);
		const ones = new Float64Array(400).fill(1);
		const losses = ones.map(() => 0.9 + 0.2 * random.normal());
		const { low, high } = skillInterval(losses, ones, random, 20_000);
		const skill = 1 - losses.reduce((a, b) => a + b, 0) / 400;
		expect((skill - low) / (high - skill)).toBeGreaterThan(0.9);
		expect((skill - low) / (high - skill)).toBeLessThan(1.1);
	});

	it('follows the seed of the report', () => {
		const { examples, truth, rates } = simulate(60, 4, 1, 5);
		const at = (seed: number) => evaluate(truth, rates, examples, { threshold: 0.7, seed }).metrics;
		expect(at(2)).toEqual(at(2));
		expect(at(3).skill_low).not.toBe(at(2).skill_low);
		expect(at(3).skill).toBe(at(2).skill);
	});

	it('is as wide as the normal approximation says', () => {
		const random = new Random(2);
		const ones = new Float64Array(400).fill(1);
		const { low, high } = skillInterval(ones.map(() => 0.9 + 0.2 * random.normal()), ones, random, 4000);
		expect(high - low).toBeGreaterThan(0.8 * 3.92 * 0.01);
		expect(high - low).toBeLessThan(1.2 * 3.92 * 0.01);
	});
});

describe('ScoreHistogram', () => {
	it('gives the ranking figures of sorting within a few millionths', () => {
		const random = new Random(2);
		const p = Float32Array.from({ length: 20000 }, () => random.next() ** 3);
		const y = Uint8Array.from(p, (v) => (random.next() < v ? 1 : 0));
		p.set([0, 1, 0.5], 0);
		const histogram = new ScoreHistogram();
		p.forEach((v, i) => histogram.add(v, y[i]));
		const groups = histogram.groups();
		const exact = groupScores(p, y);
		expect([groups.totalPairs, groups.totalPositives]).toEqual([exact.totalPairs, exact.totalPositives]);
		expect(Math.abs(aucOf(groups) - rocAuc(p, y))).toBeLessThan(2e-6);
		expect(Math.abs(averagePrecisionOf(groups) - averagePrecision(p, y))).toBeLessThan(1e-5);
		expect(groups.scores[0]).toBe(1);
		expect(groups.scores.at(-1)).toBe(0);
	});
});

describe('ThresholdCounter', () => {
	it('counts pairs, customers, precision and recall at every hundredth', () => {
		const counter = new ThresholdCounter(2);
		const pairs = [[0, 0.7, 1], [0, 0.71, 0], [0, 0.2, 0], [0, 0.9, 1], [1, 0.3, 1], [1, 0.005, 0]];
		for (const [customer, probability, label] of pairs) counter.add(customer, Math.fround(probability), label);
		const curve = counter.curve();
		expect(curve.map((point) => point.threshold)).toEqual(Array.from({ length: 99 }, (_, i) => (i + 1) / 100));
		const at = (t: number) => curve[Math.round(t * 100) - 1];
		expect(at(0.01)).toMatchObject({ pairs: 5, customers: 2, precision: 3 / 5, recall: 1 });
		expect(at(0.7)).toMatchObject({ pairs: 3, customers: 1, precision: 2 / 3, recall: 2 / 3 });
		expect(at(0.71)).toMatchObject({ pairs: 2, precision: 1 / 2 });
		expect(at(0.91)).toMatchObject({ pairs: 0, customers: 0, precision: NaN, precision_low: 0, precision_high: 1, recall: 0 });
	});

	it('puts every hundredth as float32 on its own step', () => {
		for (let k = 0; k <= 100; k++) expect(stepOf(Math.fround(k / 100))).toBe(Math.min(k, 99));
	});
});
