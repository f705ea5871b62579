import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossCalibrate, crossFitCalibration, fitCalibration } from '../../../src/lib/core/evaluation/calibration.js';
import { calibrate, calibrateProduct, logit } from '../../../src/lib/core/evaluation/calibration-map.js';
import { gatherPairs } from '../../../src/lib/core/evaluation/calibration-pairs.js';
import { fitIsotonic, interpolate } from '../../../src/lib/core/evaluation/isotonic.js';
import { fitLogistic } from '../../../src/lib/core/evaluation/logistic.js';
import { logLoss } from '../../../src/lib/core/evaluation/loss.js';
import { evaluate } from '../../../src/lib/core/evaluation/report.js';
import { labelMatrix } from '../../../src/lib/core/features/table.js';
import type { Examples } from '../../../src/lib/core/features/types.js';
import { popularityRates } from '../../../src/lib/core/models/popularity.js';
import { Random } from '../../../src/lib/core/random.js';
import { sigmoid, simulate, tinyExamples } from './tiny.js';

const seeds = [1, 2, 3, 4, 5];
const options = { threshold: 0.7, seed: 1 };

/** Some of the rows, with their labels. */
function rowsOf({ labels, entries, book }: Examples, from: number, count: number): Examples {
	const { start, product } = labels ?? entries;
	return tinyExamples(
		Array.from({ length: count }, (_, r) => {
			const bought = product.subarray(start[from + r], start[from + r + 1]);
			return book.products.map((_name, j) => (bought.includes(j) ? 1 : 0));
		})
	);
}

/** Mean log loss on fresh customers of the raw, calibrated, popularity's and true probabilities. */
function outcome(distort: (p: number, product: number, noise: number) => number, signal: number, seed: number, rows = 600) {
	const products = 6;
	const { examples, truth, rates } = simulate(2 * rows, products, signal, `calibration ${seed}`);
	const random = new Random(seed);
	const raw = truth.map((p, i) => distort(p, i % products, random.normal()));
	const half = (from: number) => rowsOf(examples, from, rows);
	const calibration = fitCalibration(raw.slice(0, rows * products), half(0), { seed, popularity: rates });
	const test = half(rows);
	const on = (p: Float32Array) => evaluate(p, rates, test, { ...options, bootstrap: 1 }).metrics;
	const rest = (p: Float32Array) => p.slice(rows * products);
	return {
		calibration,
		raw: on(rest(raw)).log_loss,
		calibrated: on(calibrate(calibration.map, rest(raw))).log_loss,
		popularity: on(Float32Array.from({ length: rows * products }, (_, i) => rates[i % products])).log_loss,
		truth: on(rest(truth)).log_loss,
		ece: on(calibrate(calibration.map, rest(raw))).ece
	};
}

describe('fitCalibration', () => {
	it.each(seeds)('does not hurt probabilities that are right (seed %i)', (seed) => {
		const { truth, calibrated } = outcome((p) => p, 1.5, seed);
		expect(calibrated).toBeLessThan(truth + 0.004);
	});

	it.each(seeds)('undoes overconfidence (seed %i)', (seed) => {
		const { raw, truth, calibrated, ece } = outcome((p) => sigmoid(3 * logit(p) + 1), 1.5, seed);
		expect(raw).toBeGreaterThan(truth + 0.05);
		expect(calibrated).toBeLessThan(truth + 0.005);
		expect(ece).toBeLessThan(0.03);
	});

	it.each(seeds)('undoes a bend that no line in logits fits (seed %i)', (seed) => {
		const { raw, truth, calibrated } = outcome((p) => p ** 0.3, 1.5, seed);
		expect(raw).toBeGreaterThan(truth + 0.05);
		expect(calibrated).toBeLessThan(truth + 0.006);
	});

	it.each(seeds)('shrinks to popularity where there is no signal (seed %i)', (seed) => {
		const { raw, popularity, calibrated } = outcome((_p, j, noise) => sigmoid(-2 + 0.3 * j + 2 * noise), 0, seed);
		expect(raw).toBeGreaterThan(popularity + 0.05);
		expect(calibrated).toBeLessThan(popularity + 0.002);
	});

	it('is popularity unless it is surely better, and then gives no signal away', () => {
		const tried = Array.from({ length: 16 }, (_, seed) => outcome((_p, j, noise) => sigmoid(-2 + 0.3 * j + 2 * noise), 0, 100 + seed));
		const same = tried.filter(({ calibrated, popularity }) => Math.abs(calibrated - popularity) < 1e-6);
		expect(same.length).toBeGreaterThanOrEqual(11);
		for (let seed = 0; seed < 4; seed++) expect(outcome((p) => p, 1, 200 + seed).calibration.kind).not.toBe('popularity');
	});

	it('is popularity itself where what a map seems to gain may be chance', () => {
		const kinds = Array.from({ length: 40 }, (_, seed) => {
			const { examples, truth, rates } = simulate(200, 5, 0, `none ${seed}`);
			const random = new Random(seed);
			return fitCalibration(truth.map((p) => sigmoid(logit(p) + 0.4 * random.normal())), examples, { seed, popularity: rates }).kind;
		});
		expect(kinds.filter((kind) => kind === 'popularity').length).toBeGreaterThanOrEqual(38);
	});

	it('keeps to the rates of the products where a gain at one date alone pulls it to popularity', () => {
		const rows = 900;
		const { truth, rates } = simulate(rows, 5, 1.5, 'one date');
		const random = new Random('one date');
		const dense = Array.from({ length: rows }, (_, r) =>
			Array.from({ length: 5 }, (_, j) => (random.next() < (r % 3 === 0 ? truth[r * 5 + j] : rates[j]) ? 1 : 0))
		);
		const examples: Examples = {
			...tinyExamples(dense, dense.map((_, r) => Math.floor(r / 3))),
			question: { kind: 'next', horizon: 30, asOf: 160, snapshots: 2 },
			asOf: Float64Array.from({ length: rows }, (_, r) => 100 + 30 * (r % 3))
		};
		const { map, kind } = fitCalibration(truth, examples, { seed: 1, popularity: rates });
		expect(kind).not.toBe('popularity');
		expect(map.popularity).toBeGreaterThan(0.9);
		const calibrated = calibrate(map, truth);
		for (let j = 0; j < 5; j++) expect(calibrated.reduce((sum, p, i) => (i % 5 === j ? sum + p / rows : sum), 0)).toBeCloseTo(rates[j], 2);
	});

	it.each(seeds)('shifts a product that is off alone (seed %i)', (seed) => {
		const { raw, calibrated, truth, calibration } = outcome((p, j) => sigmoid(logit(p) + (j === 2 ? 2 : 0)), 1, seed);
		expect(raw).toBeGreaterThan(truth + 0.02);
		expect(calibrated).toBeLessThan(truth + 0.008);
		if (calibration.kind === 'identity') expect(calibration.map.offset[2]).toBeLessThan(-1);
	});

	it('finds no skill where labels are shuffled between customers, on many seeds', () => {
		let covered = 0;
		let sum = 0;
		for (let seed = 0; seed < 25; seed++) {
			const { examples, truth } = simulate(300, 5, 1.5, `shuffled ${seed}`);
			// Everybody gets the probabilities of somebody else.
			const order = new Random(seed).shuffle(Int32Array.from({ length: 300 }, (_, r) => r));
			const strange = Float32Array.from(truth, (_, i) => truth[order[Math.floor(i / 5)] * 5 + (i % 5)]);
			const [train, test] = [0, 150].map((from) => rowsOf(examples, from, 150));
			const rates = popularityRates(train);
			const { map } = fitCalibration(strange.slice(0, 750), train, { seed, popularity: rates });
			const { metrics } = evaluate(calibrate(map, strange.slice(750)), rates, test, { ...options, seed });
			if (metrics.skill_low <= 0 && metrics.skill_high >= 0) covered++;
			sum += metrics.skill;
		}
		expect(covered).toBeGreaterThanOrEqual(22);
		expect(Math.abs(sum / 25)).toBeLessThan(0.01);
	});

	it('learns slopes from all as-of dates, and the level from the latest', () => {
		// Three snapshots of every customer; in the last season everybody buys more than the model knows.
		const rows = 1500;
		const { truth } = simulate(rows, 5, 1.2, 'seasons');
		const random = new Random('seasons');
		const inSeason = (p: number, row: number) => sigmoid(logit(p) + [0, -0.7, 0.8][row % 3]);
		const dense = Array.from({ length: rows }, (_, r) =>
			Array.from({ length: 5 }, (_, j) => (random.next() < inSeason(truth[r * 5 + j], r) ? 1 : 0))
		);
		const examples: Examples = {
			...tinyExamples(dense, dense.map((_, r) => Math.floor(r / 3))),
			question: { kind: 'next', horizon: 30, asOf: 160, snapshots: 2 },
			asOf: Float64Array.from({ length: rows }, (_, r) => 100 + 30 * (r % 3))
		};
		const raw = truth.map((p) => sigmoid(2 * logit(p)));
		const { map } = fitCalibration(raw, examples, { seed: 1 });
		const last = Array.from({ length: rows * 5 }, (_, i) => i).filter((i) => Math.floor(i / 5) % 3 === 2);
		let apart = 0;
		for (const i of last)
			apart += Math.abs(calibrateProduct(map, i % 5, raw.subarray(i, i + 1))[0] - inSeason(truth[i], 2)) / last.length;
		expect(apart).toBeLessThan(0.02);
	});

	it('does not take the noise of single products for a shift', () => {
		const shifted = Array.from({ length: 12 }, (_, seed) => {
			const { examples, truth, rates } = simulate(80, 25, 0.5, `noise ${seed}`);
			return fitCalibration(truth, examples, { seed, popularity: rates }).spread > 0;
		});
		expect(shifted.filter(Boolean).length).toBeLessThanOrEqual(4);
	});

	it('survives probabilities of exactly 0 and 1', () => {
		const { calibrated, popularity } = outcome((p, _, noise) => (p > 0.5 ? 1 : noise > 0 ? 0 : p), 1.5, 1);
		expect(calibrated).toBeLessThan(popularity);
	});

	it('never falls in the raw probability, whatever was chosen', () => {
		for (const seed of [1, 2])
			for (const distort of [(p: number) => p ** 0.3, (p: number) => p ** 4, (p: number) => Math.round(p * 8) / 8]) {
				const { calibration } = outcome(distort, 1.5, seed, 200);
				for (let j = 0; j < 6; j++) {
					const steps = calibrateProduct(calibration.map, j, Float32Array.from({ length: 1001 }, (_, i) => i / 1000));
					steps.forEach((p, i) => expect(p).toBeGreaterThanOrEqual(i ? steps[i - 1] : 0));
					expect(steps[1000]).toBeLessThanOrEqual(1);
				}
			}
	});

	it('answers with the same map for the same seed, whole and by product', () => {
		const { examples, truth } = simulate(200, 4, 1, 1);
		const raw = truth.map((p) => p ** 2);
		const one = fitCalibration(raw, examples, { seed: 3 });
		expect(fitCalibration(raw, examples, { seed: 3 })).toEqual(one);
		const all = calibrate(one.map, raw);
		for (let j = 0; j < 4; j++) {
			const column = raw.filter((_, i) => i % 4 === j);
			expect(calibrateProduct(one.map, j, column)).toEqual(all.filter((_, i) => i % 4 === j));
		}
	});

	it('keeps probabilities as they are where nothing can be learned', () => {
		const p = Float32Array.of(0.2, 0.4);
		for (const dense of [[[1, 0]], [[0], [0]], [[1], [1]]]) {
			const { kind, map } = fitCalibration(p, tinyExamples(dense), { seed: 1 });
			expect(kind).toBe('identity');
			calibrateProduct(map, 0, p).forEach((q, i) => expect(q).toBeCloseTo(p[i], 6));
		}
	});

	it('undoes the sampling of pairs that were not bought', () => {
		const { examples, truth, rates } = simulate(3000, 8, 1, 'sampled');
		const raw = truth.map((p) => sigmoid(logit(p) + 1.5));
		const whole = fitCalibration(raw, examples, { seed: 1, popularity: rates });
		const part = fitCalibration(raw, examples, { seed: 1, popularity: rates, sampled: 4000 });
		const at = (map: typeof whole.map) => calibrateProduct(map, 0, Float32Array.of(0.1, 0.3, 0.6));
		at(part.map).forEach((p, i) => expect(Math.abs(logit(p) - logit(at(whole.map)[i]))).toBeLessThan(0.12));
	});
});

describe('crossFitCalibration', () => {
	it('gives each customer a map that nothing they bought has moved', () => {
		const { examples, truth } = simulate(60, 4, 1.5, 'cross-fit', 2);
		const before = crossFitCalibration(truth, examples, { seed: 3 });
		expect(new Set(before.foldOf)).toEqual(new Set([0, 1, 2, 3, 4]));
		for (let fold = 0; fold < 5; fold++) {
			// All that the customers of one fold bought becomes its opposite.
			const dense = Array.from({ length: examples.rows }, (_, row) => {
				const bought = labelMatrix(examples).subarray(row * 4, row * 4 + 4);
				return Array.from(bought, (label) => (before.foldOf[examples.customer[row]] === fold ? 1 - label : label));
			});
			const rates = popularityRates(examples);
			const own = crossFitCalibration(truth, examples, { seed: 3, popularity: rates });
			const after = crossFitCalibration(truth, tinyExamples(dense, [...examples.customer]), { seed: 3, popularity: rates });
			expect(after.maps[fold]).toEqual(own.maps[fold]);
			expect(after.maps[(fold + 1) % 5]).not.toEqual(own.maps[(fold + 1) % 5]);
		}
	});

	it('answers each row by the map of its customer', () => {
		const { examples, truth } = simulate(40, 3, 1.5, 'by fold', 2);
		const cross = crossFitCalibration(truth, examples, { seed: 1 });
		const answered = crossCalibrate(cross, truth, examples);
		for (let row = 0; row < examples.rows; row++) {
			const own = truth.slice(row * 3, row * 3 + 3);
			expect(answered.slice(row * 3, row * 3 + 3)).toEqual(calibrate(cross.maps[cross.foldOf[examples.customer[row]]], own));
		}
	});

	it('does not flatter: on few customers the loss is that on new ones, and calibrating on them looks better than it is', () => {
		const mean = { inSample: 0, cross: 0, fresh: 0 };
		for (let seed = 0; seed < 20; seed++) {
			const { examples, truth } = simulate(400, 8, 1, `flattery ${seed}`);
			const raw = truth.map((p) => sigmoid(2 * logit(p) + 1));
			const few = rowsOf(examples, 0, 30);
			const others = rowsOf(examples, 30, 370);
			const options = { seed, popularity: popularityRates(others) };
			const p = raw.slice(0, 240);
			const { map } = fitCalibration(p, few, options);
			mean.inSample += logLoss(calibrate(map, p), labelMatrix(few)) / 20;
			mean.cross += logLoss(crossCalibrate(crossFitCalibration(p, few, options), p, few), labelMatrix(few)) / 20;
			mean.fresh += logLoss(calibrate(map, raw.slice(240)), labelMatrix(others)) / 20;
		}
		expect(mean.inSample).toBeLessThan(mean.fresh - 0.01);
		expect(mean.cross).toBeGreaterThan(mean.inSample + 0.01);
	});
});

describe('gatherPairs', () => {
	it('keeps all rows of a customer in one fold, and leaves out what is not asked', () => {
		const examples = tinyExamples([[1, 0, 2], [0, 1, 0], [2, 0, 0], [0, 0, 1]], [0, 0, 1, 2]);
		const pairs = gatherPairs(new Float32Array(12).fill(0.5), examples, 2, 1000, new Random(1));
		expect(pairs.mass).toBe(10);
		expect([...pairs.customer]).toEqual([0, 0, 0, 0, 0, 1, 1, 2, 2, 2]);
		for (const c of [0, 1, 2]) expect(new Set([...pairs.fold].filter((_, i) => pairs.customer[i] === c)).size).toBe(1);
		expect(new Set(pairs.fold).size).toBe(2);
	});
});

describe('fitLogistic', () => {
	it('finds the log odds of two groups', () => {
		const ones = new Float64Array(4000).fill(1);
		const group = ones.map((_, i) => (i < 2000 ? 1 : 0));
		const positives = Uint8Array.from(ones, (_, i) => (i < 1500 || i >= 3600 ? 1 : 0));
		const weight = new Float32Array(4000).fill(1);
		const design = { columns: [ones, group], nonNegative: [false, false], prior: [0, 0] };
		const [bias, slope] = fitLogistic(design, { positives, weight });
		expect(bias).toBeCloseTo(Math.log(400 / 1600), 1);
		expect(slope).toBeCloseTo(Math.log(3) - Math.log(400 / 1600), 1);
		const counted = {
			columns: [Float64Array.of(1, 1), Float64Array.of(1, 0)],
			...{ nonNegative: design.nonNegative, prior: design.prior }
		};
		fitLogistic(counted, { positives: [1500, 400], weight: [2000, 2000] }).forEach((w, i) => expect(w).toBeCloseTo([bias, slope][i], 9));
	});

	it('puts a weight that would be negative at 0', () => {
		const x = Float64Array.from({ length: 100 }, (_, i) => i / 100);
		const positives = Uint8Array.from(x, (v) => (v < 0.5 ? 1 : 0));
		const weight = new Float32Array(100).fill(1);
		const ones = new Float64Array(100).fill(1);
		const weights = fitLogistic({ columns: [ones, x], nonNegative: [false, true], prior: [0, 1] }, { positives, weight });
		expect(weights[1]).toBe(0);
		expect(weights[0]).toBeCloseTo(0, 6);
	});
});

describe('fitIsotonic', () => {
	it('pools violators into the rate of their block and joins the centres', () => {
		// 100 pairs each at −2, 0, 1: rates .1, .5, .3: the last two are pooled to .4.
		const x = Float64Array.from({ length: 300 }, (_, i) => (i < 100 ? -2 : i < 200 ? 0 : 1));
		const positives = Uint8Array.from({ length: 300 }, (_, i) => (i % 100 < (i < 100 ? 10 : i < 200 ? 50 : 30) ? 1 : 0));
		const knots = fitIsotonic(x, { positives, weight: new Float32Array(300).fill(1) });
		expect([...knots.x]).toEqual([-2, 0.5]);
		expect(sigmoid(knots.y[0])).toBeCloseTo(10.5 / 101, 12);
		expect(sigmoid(knots.y[1])).toBeCloseTo(80.5 / 201, 12);
		expect(interpolate(knots, -0.75)).toBeCloseTo((knots.y[0] + knots.y[1]) / 2, 12);
	});

	it('pools blocks that only rise before half a pair of each kind is added', () => {
		const x = Float64Array.from({ length: 1020 }, (_, i) => (i < 1000 ? 0 : 1));
		const positives = x.map((_, i) => (i < 980 || i >= 1000 ? 1 : 0));
		const knots = fitIsotonic(x, { positives, weight: new Float32Array(1020).fill(1) });
		expect([...knots.y].map(sigmoid)).toEqual([expect.closeTo(1000.5 / 1021, 12)]);
	});

	it('rises strictly', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.double({ min: -6, max: 6, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 300 }), (pairs) => {
				const positives = pairs.map(([, y]) => Number(y));
				const knots = fitIsotonic(pairs.map(([x]) => x), { positives, weight: positives.map(() => 1) });
				for (let i = 1; i < knots.x.length; i++) {
					expect(knots.x[i]).toBeGreaterThan(knots.x[i - 1]);
					expect(knots.y[i]).toBeGreaterThan(knots.y[i - 1]);
				}
				expect(interpolate(knots, 7)).toBeGreaterThan(interpolate(knots, 6.5));
				expect(interpolate(knots, -7)).toBeLessThan(interpolate(knots, -6.5));
			})
		);
	});
});
