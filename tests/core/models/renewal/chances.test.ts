import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfPurchase, withinPart } from '../../../../src/lib/core/models/renewal/chances.js';

/** The same by going through every way in which orders may fall into the slots. */
function byEnumeration(first: readonly number[], again: readonly number[], inclusion: readonly number[]): number {
	const slots = first.length;
	let total = 0;
	for (let ways = 0; ways < 2 ** slots; ways++) {
		let chance = 1;
		let missed = 1;
		let last = -1;
		for (let i = 0; i < slots; i++) {
			const order = last < 0 ? first[i] : again[i - last - 1];
			const placed = (ways >> i) & 1;
			chance *= placed ? order : 1 - order;
			if (!placed) continue;
			missed *= 1 - inclusion[i];
			last = i;
		}
		total += chance * (1 - missed);
	}
	return total;
}

describe('the chance of a purchase', () => {
	it('is worked by hand for two spans', () => {
		// An order in span 1 (.5) with the product (.4): .2; none there but in span 2 (.5 × .6) with it (.5): .15; an
		// order without it in span 1 (.3), another in span 2 (.2) with it (.5): .03.
		const [p] = chanceOfPurchase({ slots: 2, first: Float64Array.of(0.5, 0.6), again: Float64Array.of(0.2, 0.9) }, Float64Array.of(0.4, 0.5));
		expect(p).toBeCloseTo(0.38, 6);
	});

	it('equals the sum over all ways in which orders may fall', () => {
		const chance = fc.double({ min: 0, max: 1, noNaN: true });
		const slots = fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(...[0, 1, 2].map(() => fc.array(chance, { minLength: n, maxLength: n }))));
		fc.assert(
			fc.property(slots, ([first, again, inclusion]) => {
				const process = { slots: first.length, first: Float64Array.from(first), again: Float64Array.from(again) };
				expect(chanceOfPurchase(process, Float64Array.from(inclusion))[0]).toBeCloseTo(byEnumeration(first, again, inclusion), 5);
			})
		);
	});

	it('of an order within a part of a span makes the whole from its parts', () => {
		expect(withinPart(0.36, 1)).toBe(0.36);
		expect(1 - (1 - withinPart(0.36, 0.5)) ** 2).toBeCloseTo(0.36, 12);
	});
});
