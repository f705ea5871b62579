import { describe, expect, it } from 'vitest';
import type { Examples } from '../../../src/lib/core/features/types.js';
import { wilsonInterval, Z95 } from '../../../src/lib/core/evaluation/wilson.js';
import { AudienceChoice } from '../../../src/lib/core/project/audience-choice.js';
import type { Blocks, Taken } from '../../../src/lib/core/project/audience-choice.js';
import { audienceCurve } from '../../../src/lib/core/project/audience-curve.js';
import { measureChoice } from '../../../src/lib/core/project/audience-measure.js';
import type { AudienceRequest } from '../../../src/lib/core/project/cards.js';
import { atOnce } from '../../../src/lib/core/progress.js';
import { tinyExamples } from '../evaluation/tiny.js';

const products = ['Ink', 'Tea'];
const terms = { cost: 1, margin: 4 };
const base = { rule: { kind: 'threshold', threshold: 0.5 }, limit: 5 } as const;
const choose = (request: Partial<AudienceRequest>) => new AudienceChoice(products, { ...base, ...request });
/** Everybody in blocks of two rows. */
const blocksOf = (p: Float32Array): Blocks =>
	function* () {
		for (let from = 0; from < p.length; from += 4) yield { first: from / 2, size: Math.min(2, (p.length - from) / 2), p: p.subarray(from, from + 4) };
	};
const takenOf = (choice: AudienceChoice, p: Float32Array, heldBack?: Uint8Array) => {
	const taken: Taken[] = [];
	atOnce(choice.each(blocksOf(p), heldBack, (one) => taken.push(one)));
	return taken;
};

describe('the choice of an audience', () => {
	it('gives products a margin of their own where they have one, whatever they are called', () => {
		const odd = ['__proto__', 'constructor', 'toString', 'Ink'];
		const margins = JSON.parse('{"__proto__": 7, "Ink": 2}') as Record<string, number>;
		const { margin } = new AudienceChoice(odd, { rule: { kind: 'profit' }, terms: { cost: 1, margin: 4, margins }, limit: 5 });
		expect([...(margin ?? [])]).toEqual([7, 4, 4, 2]);
	});

	it('takes an ad that earns just what it costs', () => {
		const choice = choose({ rule: { kind: 'profit' }, terms });
		expect([choice.takes(0, 0.25), choice.takes(0, 0.2499)]).toEqual([true, false]);
	});

	it('keeps as many back beside a budget as the budget reaches down to', () => {
		// 200 customers, of whom every second is kept back, with ever less of Ink.
		const p = Float32Array.from({ length: 400 }, (_, i) => (i % 2 ? 0.01 : 0.9 - i / 1000));
		const heldBack = Uint8Array.from({ length: 200 }, (_, r) => r % 2);
		const taken = takenOf(choose({ rule: { kind: 'budget', ads: 80 }, holdout: 0.5 }), p, heldBack);
		expect(taken.filter((one) => !one.heldBack).map(({ row }) => row)).toEqual(Array.from({ length: 80 }, (_, i) => 2 * i));
		expect(taken.filter((one) => one.heldBack).map(({ row }) => row)).toEqual(Array.from({ length: 79 }, (_, i) => 2 * i + 1));
	});
});

describe('what a choice hits among held-out customers, worked by hand', () => {
	// Four customers; the third's Tea is not asked.
	const outcome = Uint8Array.of(1, 0, 1, 1, 0, 2, 0, 0);
	const p = Float32Array.of(0.8, 0.6, 0.55, 0.4, 0.7, 0.9, 0.1, 0.2);
	const examples: Examples = tinyExamples([[1, 0], [1, 1], [0, 2], [0, 0]]);
	const heldOut = { examples, p, outcome };

	it('counts pairs, what was bought of them, and of everything', () => {
		const { pairs, bought, precision, low, high, lift, recall, profit } = atOnce(measureChoice(choose({ terms }), heldOut, -Infinity));
		// Ink of the first three, Tea of the first: of seven pairs asked three were bought.
		expect([pairs, bought, precision]).toEqual([4, 2, 0.5]);
		expect({ low, high }).toEqual(wilsonInterval(2, 4));
		expect(lift).toBeCloseTo(0.5 / (3 / 7), 12);
		expect(recall).toBeCloseTo(2 / 3, 12);
		// 3 − 1, 3 and −1 from two, one and one ad: 1 an ad; customers are off that by 0, 2 and −2.
		expect(profit?.mean).toBe(1);
		expect(profit?.high).toBeCloseTo(1 + (Z95 * Math.sqrt(8)) / 4, 12);
		expect(profit?.low).toBeCloseTo(1 - (Z95 * Math.sqrt(8)) / 4, 12);
	});

	it('looks at one product alone where that is asked', () => {
		const { pairs, bought, lift, recall } = atOnce(measureChoice(choose({ product: 'Ink' }), heldOut, -Infinity));
		expect([pairs, bought, recall]).toEqual([3, 2, 1]);
		expect(lift).toBeCloseTo(2 / 3 / (2 / 4), 12);
	});

	it('is said of every threshold, with what it would bring today', () => {
		const { curve, everyone } = atOnce(audienceCurve(choose({ terms }), blocksOf(Float32Array.of(0.9, 0.3, 0.6, 0.005, 0.2, 0.1)), heldOut));
		const at = (threshold: number) => curve[Math.round(100 * threshold) - 1];
		expect(curve.map(({ threshold }) => threshold)).toEqual(Array.from({ length: 99 }, (_, i) => (i + 1) / 100));
		expect(at(0.5)).toMatchObject({ customers: 2, pairs: 2, tested: 4, precision: 0.5, recall: 2 / 3 });
		expect(at(0.5).profit).toBeCloseTo(2.6 + 1.4, 6);
		expect(at(0.5).lift).toBeCloseTo(0.5 / (3 / 7), 12);
		expect(at(0.15)).toMatchObject({ customers: 3, pairs: 4 });
		expect(at(0.95)).toMatchObject({ customers: 0, pairs: 0, tested: 0, low: NaN, high: NaN });
		// All six ads, the one of half a percent included.
		expect(everyone).toBeCloseTo(4 * (0.9 + 0.3 + 0.6 + 0.005 + 0.2 + 0.1) - 6, 5);
	});
});
