import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	averagePrecision,
	brier,
	calibrationError,
	hitRateAt,
	liftTop,
	logLoss,
	ndcgAt,
	recallAt,
	rocAuc,
	topK,
	wilsonInterval
} from '../../../src/lib/core/evaluation/metrics.js';
import { Random } from '../../../src/lib/core/random.js';
import fixture from './fixtures/metrics.json';

/** Scores on a coarse grid, so that ties are common, with labels. */
const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 1, maxLength: 60 }).map((pairs) => ({
	scores: pairs.map(([s]) => s / 8),
	labels: pairs.map(([, y]) => Number(y))
}));

describe('against scikit-learn', () => {
	it.each(fixture.cases.map((c, i) => [i, c] as const))('case %i gives its figures', (_, { p, y, ...expected }) => {
		expect(rocAuc(p, y)).toBeCloseTo(expected.auc, 12);
		expect(averagePrecision(p, y)).toBeCloseTo(expected.ap, 12);
		expect(logLoss(p, y)).toBeCloseTo(expected.log_loss, 10);
		expect(brier(p, y)).toBeCloseTo(expected.brier, 12);
		expect(rocAuc(Float32Array.from(p), Uint8Array.from(y))).toBeCloseTo(expected.auc, 12);
	});
});

describe('rocAuc', () => {
	it('is the share of couples that are in order, ties counting half', () => {
		fc.assert(
			fc.property(scored, ({ scores, labels }) => {
				let couples = 0;
				let won = 0;
				scores.forEach((s, i) => {
					scores.forEach((t, j) => {
						if (!labels[i] || labels[j]) return;
						couples++;
						won += s > t ? 1 : s === t ? 0.5 : 0;
					});
				});
				const auc = rocAuc(scores, labels);
				if (couples) expect(auc).toBeCloseTo(won / couples, 12);
				else expect(auc).toBeNaN();
			})
		);
	});

	it('takes scores of any sign', () => {
		expect(rocAuc([-3, -1, 2, 5], [0, 1, 0, 1])).toBe(0.75);
		expect(rocAuc(Float32Array.of(-3, -1, -0, 0), [0, 0, 1, 0])).toBeCloseTo(2.5 / 3, 12);
	});
});

describe('averagePrecision', () => {
	it('is worked by hand: .9 bought, .8 not, .7 bought', () => {
		expect(averagePrecision([0.9, 0.8, 0.7], [1, 0, 1])).toBeCloseTo((1 + 2 / 3) / 2, 12);
	});

	it('lies in (0, 1], is 1 for a perfect order and the base rate where all scores tie', () => {
		fc.assert(
			fc.property(scored, ({ scores, labels }) => {
				const base = labels.reduce((a, b) => a + b, 0) / labels.length;
				fc.pre(base > 0);
				const ap = averagePrecision(scores, labels);
				expect(ap).toBeGreaterThan(0);
				expect(ap).toBeLessThanOrEqual(1);
				expect(averagePrecision(labels, labels)).toBe(1);
				expect(averagePrecision(labels.map(() => 0.3), labels)).toBeCloseTo(base, 12);
			})
		);
	});
});

describe('liftTop', () => {
	it('compares the top tenth with everybody', () => {
		const scores = Array.from({ length: 20 }, (_, i) => 1 - i / 20);
		const labels = scores.map((_, i) => (i === 0 || i === 10 ? 1 : 0));
		expect(liftTop(scores, labels)).toBeCloseTo(0.5 / 0.1, 12);
	});

	it('counts a fitting fraction of ties at the border', () => {
		const labels = Array.from({ length: 20 }, (_, i) => (i < 7 ? 1 : 0));
		expect(liftTop(labels.map(() => 0.5), labels)).toBeCloseTo(1, 12);
	});
});

describe('calibrationError', () => {
	it('is worked by hand in two bins', () => {
		// .1 .1 | .6 .8: observed 0 and .5, predicted .1 and .7.
		expect(calibrationError([0.1, 0.1, 0.6, 0.8], [0, 0, 1, 0], 2)).toBeCloseTo(0.5 * 0.1 + 0.5 * 0.2, 12);
	});

	it('does not depend on the order of ties', () => {
		const p = [0.2, 0.2, 0.2, 0.2, 0.7, 0.7];
		expect(calibrationError(p, [1, 0, 0, 0, 1, 0], 4)).toBeCloseTo(calibrationError(p, [0, 0, 0, 1, 0, 1], 4), 12);
	});
});

describe('ranked lists', () => {
	it('are worked by hand', () => {
		const basket = new Set([7, 3, 9]);
		expect(recallAt([3, 1, 2], basket, 3)).toBeCloseTo(1 / 3, 12);
		expect(recallAt([1, 2, 3], basket, 2)).toBe(0);
		// Of a basket of three, two places hold two at the most.
		expect(recallAt([3, 7, 9], basket, 2)).toBeCloseTo(2 / 3, 12);
		const ideal = 1 + 1 / Math.log2(3) + 1 / 2;
		expect(ndcgAt([1, 3, 9], basket, 2)).toBeCloseTo(1 / Math.log2(3) / ideal, 12);
		expect(ndcgAt([1, 3, 9], basket, 10)).toBeCloseTo((1 / Math.log2(3) + 1 / 2) / ideal, 12);
		expect(hitRateAt([1, 2, 3], basket, 2)).toBe(0);
		expect(hitRateAt([1, 2, 3], basket, 3)).toBe(1);
	});

	it('topK sorts like a stable sort, skipping what is skipped', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (raw, k) => {
				const scores = Float32Array.from([9, ...raw]);
				const skip = raw.map((_, j) => (j % 4 === 1 ? 1 : 0));
				const expected = raw
					.map((_, j) => j)
					.filter((j) => !skip[j])
					.sort((a, b) => raw[b] - raw[a])
					.slice(0, k);
				expect(topK(scores, 1, raw.length, k, skip)).toEqual(expected);
			})
		);
	});
});

describe('wilsonInterval', () => {
	it('gives the textbook values', () => {
		// 8 of 10 at 95 %: .4902 to .9433.
		expect(wilsonInterval(8, 10).low).toBeCloseTo(0.4902, 4);
		expect(wilsonInterval(8, 10).high).toBeCloseTo(0.9433, 4);
		expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) });
		expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
	});

	it('holds the true rate about 95 times in 100', () => {
		const random = new Random('wilson');
		for (const [rate, pairs] of [[0.02, 300], [0.3, 40], [0.9, 100]]) {
			let held = 0;
			for (let t = 0; t < 2000; t++) {
				let positives = 0;
				for (let i = 0; i < pairs; i++) if (random.next() < rate) positives++;
				const { low, high } = wilsonInterval(positives, pairs);
				if (low <= rate && rate <= high) held++;
			}
			expect(held / 2000).toBeGreaterThan(0.925);
			expect(held / 2000).toBeLessThan(0.98);
		}
	});
});
