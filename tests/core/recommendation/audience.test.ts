import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudienceCollector, holdoutDraw } from '../../../src/lib/core/recommendation/audience.js';
import type { Audience, AudienceOptions } from '../../../src/lib/core/recommendation/audience.js';
import { Random } from '../../../src/lib/core/random.js';

const p = Float32Array.of(0.9, 0.2, 0.7, 0.8, 0.7, 0.1);

/** The audience of a whole matrix, fed at once. */
function audienceOf(matrix: Float32Array, products: number, options: AudienceOptions): Audience {
	const collector = new AudienceCollector(products, options);
	collector.add(matrix);
	return collector.result();
}

describe('AudienceCollector', () => {
	it('ranks pairs at or above the threshold, equal ones by row', () => {
		const { row, product, probability, eligible } = audienceOf(p, 2, { threshold: 0.7 });
		expect([...row]).toEqual([0, 1, 1, 2]);
		expect([...product]).toEqual([0, 1, 0, 0]);
		expect([...probability]).toEqual([0.9, 0.8, 0.7, 0.7].map(Math.fround));
		expect(eligible).toBe(4);
	});

	it('takes one product, thresholds by product, and a budget', () => {
		expect([...audienceOf(p, 2, { product: 1, threshold: 0.15 }).row]).toEqual([1, 0]);
		expect([...audienceOf(p, 2, { threshold: Float64Array.of(0.8, 0.2) }).row]).toEqual([0, 1, 0]);
		const best = audienceOf(p, 2, { budget: 2 });
		expect([[...best.row], best.eligible]).toEqual([[0, 1], 6]);
		expect(audienceOf(p, 2, { budget: 0 }).row).toHaveLength(0);
		expect(() => audienceOf(p, 2, { budget: 1.5 })).toThrow('audience.budget');
	});

	it('ranks by expected profit where terms are given, and drops what does not pay', () => {
		const { row, product, score } = audienceOf(p, 2, { terms: { cost: 1, margin: Float64Array.of(2, 6) } });
		expect([...row.map((r, i) => r * 10 + product[i])]).toEqual([11, 0, 10, 20, 1]);
		expect(score[0]).toBeCloseTo(3.8, 6);
		expect(score[4]).toBeCloseTo(0.2, 6);
	});

	it('with a budget is the head of the whole list, however it is fed', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 40 }), (seed, budget) => {
				const random = new Random(seed);
				const many = Float32Array.from({ length: 3 * 800 }, () => Math.floor(random.next() * 1000) / 1000);
				const collector = new AudienceCollector(3, { budget });
				for (let at = 0; at < many.length; at += 300) collector.add(many.subarray(at, at + 300));
				const [part, whole] = [collector.result(), audienceOf(many, 3, {})];
				expect(part.row).toEqual(whole.row.slice(0, budget));
				expect(part.product).toEqual(whole.product.slice(0, budget));
				expect(part.eligible).toBe(2400);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('holdoutDraw', () => {
	const customers = Array.from({ length: 4000 }, (_, i) => `customer ${i}`);
	const heldBack = (share: number, seed: number) => customers.filter((c) => holdoutDraw(c, seed) < share);

	it('puts about the share below it, the same customers every time, and all of them below a larger one', () => {
		const held = heldBack(0.1, 1);
		expect(held.length).toBeGreaterThan(340);
		expect(held.length).toBeLessThan(460);
		expect(heldBack(0.1, 1)).toEqual(held);
		const more = new Set(heldBack(0.2, 1));
		expect(held.every((c) => more.has(c))).toBe(true);
		expect(heldBack(0.1, 2)).not.toEqual(held);
	});

	it('puts nobody below nothing, and everybody below one', () => {
		expect(heldBack(0, 1)).toEqual([]);
		expect(heldBack(1, 1)).toEqual(customers);
	});
});
