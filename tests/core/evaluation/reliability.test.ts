import { describe, expect, it } from 'vitest';
import { calibrationError, errorByChance, errorOf, reliabilityOf, reliabilityWithTails } from '../../../src/lib/core/evaluation/reliability.js';
import { groupScores } from '../../../src/lib/core/evaluation/score-groups.js';
import { Random } from '../../../src/lib/core/random.js';

/** n probabilities that are right, but for the highest `off` of them, which are never bought. */
function pairs(n: number, off = 0) {
	const random = new Random(`reliability ${n}`);
	const p = Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n);
	return groupScores(p, Uint8Array.from(p, (probability, i) => (i >= n - off ? 0 : random.next() < probability ? 1 : 0)));
}

describe('a reliability diagram with its tails', () => {
	it('splits the first and the last tenth, every part with 100 pairs at least', () => {
		const bins = reliabilityWithTails(pairs(20_000));
		expect(bins.map((bin) => bin.pairs)).toEqual([100, 100, 200, 600, 1000, ...Array<number>(8).fill(2000), 1000, 600, 200, 100, 100]);
		expect(bins[0].predicted).toBeLessThan(bins[1].predicted);
		expect(reliabilityWithTails(pairs(1000)).map((bin) => bin.pairs)).toEqual(Array<number>(10).fill(100));
		expect(reliabilityWithTails(pairs(5000)).map((bin) => bin.pairs).slice(0, 3)).toEqual([100, 150, 250]);
	});

	it('holds nearly every right mean in its interval, and shows a top that is off where the decile hides it', () => {
		const right = reliabilityWithTails(pairs(60_000));
		expect(right.filter(({ predicted, low, high }) => predicted < low || predicted > high).length).toBeLessThanOrEqual(2);
		const top = reliabilityWithTails(pairs(60_000, 120)).at(-1);
		expect(top?.observed).toBe(0);
		expect(reliabilityOf(pairs(60_000, 120)).at(-1)?.observed).toBeGreaterThan(0.9);
	});

	it('leaves the calibration error to deciles', () => {
		const p = Float64Array.from({ length: 3000 }, (_, i) => ((i * 37) % 3000) / 3000);
		const y = Uint8Array.from(p, (_, i) => (i % 3 === 0 ? 1 : 0));
		expect(calibrationError(p, y)).toBe(errorOf(reliabilityOf(groupScores(p, y), 10)));
	});

	it('says what right probabilities show by chance: the mean of many draws from them', () => {
		const random = new Random('by chance');
		const p = Float64Array.from({ length: 2000 }, () => random.next() ** 3);
		const errors = Array.from({ length: 200 }, () => calibrationError(p, Uint8Array.from(p, (own) => (random.next() < own ? 1 : 0))));
		const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
		const none = new Uint8Array(p.length);
		expect(errorByChance(groupScores(p, none)) / mean).toBeGreaterThan(0.95);
		expect(errorByChance(groupScores(p, none)) / mean).toBeLessThan(1.05);
		expect(errorByChance(groupScores(Float64Array.of(0, 1), Uint8Array.of(0, 1)))).toBe(0);
	});

	it('never tears equal predictions apart', () => {
		const bins = reliabilityWithTails(groupScores(new Float64Array(5000).fill(0.3), Uint8Array.from({ length: 5000 }, (_, i) => i % 2)));
		expect(bins).toHaveLength(1);
		expect(bins[0]).toMatchObject({ pairs: 5000, observed: 0.5 });
	});
});
