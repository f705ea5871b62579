import { describe, expect, it } from 'vitest';
import type { CalibrationPairs } from '../../../src/lib/core/evaluation/calibration-pairs.js';
import { shareBeside } from '../../../src/lib/core/evaluation/share-beside.js';
import { Random } from '../../../src/lib/core/random.js';

const [CUSTOMERS, RATE] = [300, 0.3];

/** One pair per customer and date; `knows` says how far, in log-odds, a buyer's probability is above another's at each date. */
function compare(knows: readonly number[], seed = 1): number {
	const random = new Random(seed);
	const n = CUSTOMERS * knows.length;
	const label = Uint8Array.from({ length: n }, () => (random.next() < RATE ? 1 : 0));
	const date = Int32Array.from({ length: n }, (_, i) => i % knows.length);
	const logOdds = Math.log(RATE / (1 - RATE));
	const told = Float32Array.from(label, (bought, i) => 1 / (1 + Math.exp(-logOdds - knows[date[i]] * (bought ? 1 : -0.4) * (0.5 + random.next()))));
	const pairs: CalibrationPairs = {
		...{ p: told, label, date, dates: knows.length, customers: CUSTOMERS, folds: 1, mass: n },
		product: new Int32Array(n),
		weight: new Float32Array(n).fill(1),
		fold: new Uint8Array(n),
		customer: Int32Array.from({ length: n }, (_, i) => Math.floor(i / knows.length))
	};
	return shareBeside(told, new Float32Array(n).fill(RATE), pairs);
}

/** Customers who all bought, told by popularity with one half; [dates][customers] by how much the model's loss is lower. */
function ofGains(gains: readonly (readonly number[])[]): number {
	const customers = gains[0].length;
	const n = gains.length * customers;
	const told = Float32Array.from(gains.flat(), (gain) => 0.5 * Math.exp(gain));
	const pairs: CalibrationPairs = {
		...{ p: told, dates: gains.length, customers, folds: 1, mass: n },
		date: Int32Array.from({ length: n }, (_, i) => Math.floor(i / customers)),
		customer: Int32Array.from({ length: n }, (_, i) => i % customers),
		label: new Uint8Array(n).fill(1),
		product: new Int32Array(n),
		weight: new Float32Array(n).fill(1),
		fold: new Uint8Array(n)
	};
	return shareBeside(told, new Float32Array(n).fill(0.5), pairs);
}

describe('a model beside popularity', () => {
	it('counts alone where it tells customers apart at every date, more at some than at others', () => {
		expect(compare([0.5, 0.6, 0.8, 0.7])).toBe(1);
		expect(compare([0.5])).toBe(1);
	});

	it('counts for a part where it gains at one date only: the next may be like the others', () => {
		expect(compare([1, -0.2, 0.1])).toBeLessThan(0.7);
		expect(compare([1, -0.2, 0.1])).toBeGreaterThan(0);
		expect(compare([2, 0, 0, 0])).toBe(0);
		expect(compare([2, 0])).toBeLessThan(0.7);
	});

	it('is worked by hand: two dates at which it gains, but not alike', () => {
		// Sums of 1.6 and .6 with squared errors of .02 each: between the dates lie (25 − 1) / 50 = .48.
		const z = 1.1 / Math.sqrt((0.02 + 0.48) / 2 + 0.48);
		expect(ofGains([[0.3, 0.5, 0.4, 0.4], [0.05, 0.25, 0.15, 0.15]])).toBeCloseTo(z ** 2 / (1 + z ** 2), 5);
	});

	it('does not count where all of its gain may be chance', () => {
		// .6 in all, where 1.645 standard errors are 2.1.
		expect(ofGains([[1, -0.8, 0.3, 0.1]])).toBe(0);
		expect(ofGains([[0.1, 0.2, 0.15, 0.15]])).toBe(1);
	});

	it('does not count where it is worse, or the same', () => {
		expect(compare([-0.5, -0.5, -0.5])).toBe(0);
		expect(compare([0, 0, 0])).toBe(0);
	});
});
