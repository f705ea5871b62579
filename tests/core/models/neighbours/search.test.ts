import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Highest } from '../../../../src/lib/core/models/neighbours/heap.js';
import { COUNT_UNIT } from '../../../../src/lib/core/models/neighbours/histories.js';
import type { Memory } from '../../../../src/lib/core/models/neighbours/memory.js';
import type { Nearest } from '../../../../src/lib/core/models/neighbours/nearest.js';
import { NeighbourSearch } from '../../../../src/lib/core/models/neighbours/search.js';
import type { History } from '../../../../src/lib/core/models/neighbours/search.js';
import { transitionsOf } from '../../../../src/lib/core/models/neighbours/transitions.js';

const once = 1 / COUNT_UNIT;

/** A memory of rows [customer, decayed counts by product, next products]. */
function memoryOf(products: number, rows: readonly (readonly [number, Readonly<Record<number, number>>, readonly number[]])[], rate = 0.5): Memory {
	const sparse = (lists: readonly (readonly number[])[]) => {
		const start = [0];
		for (const list of lists) start.push(start[start.length - 1] + list.length);
		return { start: Int32Array.from(start), product: Int32Array.from(lists.flat()) };
	};
	return {
		customer: Uint32Array.from(rows, ([customer]) => customer),
		before: {
			...sparse(rows.map(([, before]) => Object.keys(before).map(Number))),
			count: Uint16Array.from(rows.flatMap(([, before]) => Object.values(before).map((count) => count * once)))
		},
		after: sparse(rows.map(([, , after]) => after)),
		rate: new Float32Array(products).fill(rate)
	};
}

const historyOf = (history: Readonly<Record<number, number>>): History => ({
	product: Int32Array.from(Object.keys(history).map(Number)),
	count: Uint16Array.from(Object.values(history), (count) => count * once)
});
const pairsOf = ({ row, score, size }: Nearest) => Array.from({ length: size }, (_, i): [number, number] => [row[i], score[i]]);

/** Neighbours of a history as [row, cosine], the most similar first; at -1, and for each product that is exchanged. */
function nearest(memory: Memory, k: number, history: Readonly<Record<number, number>>, self = -1, exchanged: Readonly<Record<number, number>> = {}) {
	const found = new Map<number, [number, number][]>();
	const products = Object.keys(exchanged).map(Number);
	new NeighbourSearch(memory, k).near(historyOf(history), self, historyOf(exchanged), (neighbours, place) => {
		found.set(products[place] ?? -1, pairsOf(neighbours).sort((a, b) => b[1] - a[1] || a[0] - b[0]));
	});
	return found;
}

describe('the search for neighbours', () => {
	const memory = memoryOf(4, [
		[1, { 0: 1 }, []],
		[2, { 0: 1, 1: 1 }, []],
		[3, { 1: 1 }, []],
		[4, { 2: 3 }, []]
	]);
	/** Of 4 rows two have 0, two have 1, one has 2, none has 3. */
	const [two, one] = [Math.log1p(4 / 3), Math.log1p(4 / 2)];

	it('is worked by hand: cosines of ln(1 + count) × inverse frequency', () => {
		const found = nearest(memory, 10, { 0: 1 }).get(-1);
		expect(found?.map(([row]) => row)).toEqual([0, 1]);
		expect(found?.[0][1]).toBeCloseTo(1, 6);
		expect(found?.[1][1]).toBeCloseTo(Math.SQRT1_2, 6);
		const mixed = nearest(memory, 10, { 0: 1, 2: 1 }).get(-1);
		const own = Math.log(2) * two;
		const rare = Math.log(2) * one;
		expect(mixed?.map(([row]) => row)).toEqual([3, 0, 1]);
		expect(mixed?.[0][1]).toBeCloseTo(rare / Math.hypot(own, rare), 6);
		expect(mixed?.[1][1]).toBeCloseTo(own / Math.hypot(own, rare), 6);
	});

	it('takes the k most similar, and never the customer themself', () => {
		expect(nearest(memory, 1, { 0: 1, 1: 1 }).get(-1)?.map(([row]) => row)).toEqual([1]);
		expect(nearest(memory, 10, { 0: 1, 1: 1 }, 2).get(-1)?.map(([row]) => row)).toEqual([0, 2]);
		expect(nearest(memory, 10, { 3: 1 }).get(-1)).toEqual([]);
	});

	it('asks every customer once, as they were most like this one', () => {
		const snapshots = memoryOf(3, [[7, { 0: 1 }, []], [7, { 0: 1, 1: 1 }, []], [7, { 0: 1, 1: 1, 2: 1 }, []], [8, { 1: 1 }, []]]);
		expect(nearest(snapshots, 10, { 0: 1, 1: 1 }).get(-1)?.map(([row]) => row)).toEqual([1, 3]);
	});

	it('finds neighbours with a product exchanged as if the history always had it so', () => {
		const exchanged = nearest(memory, 10, { 0: 1, 1: 1 }, -1, { 1: 0, 2: 2 });
		expect(exchanged.get(1)).toEqual(nearest(memory, 10, { 0: 1 }).get(-1));
		expect(exchanged.get(2)).toEqual(nearest(memory, 10, { 0: 1, 1: 1, 2: 2 }).get(-1));
		expect(exchanged.get(-1)).toEqual(nearest(memory, 10, { 0: 1, 1: 1 }).get(-1));
	});

	const counts = fc.integer({ min: 0, max: 24 }).map((eighths) => eighths / 8);
	const entries = (products: number) => fc.array(counts, { minLength: products, maxLength: products }).map((all) => Object.fromEntries([...all.entries()].filter(([, count]) => count > 0)));
	it('finds for every coalition, to the bit, whom it finds for that history alone', () => {
		const products = 7;
		const cases = fc.record({
			rows: fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), entries(products)), { minLength: 1, maxLength: 40 }),
			one: entries(products),
			other: entries(products),
			groupOf: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: products, maxLength: products }),
			k: fc.integer({ min: 1, max: 6 }),
			self: fc.integer({ min: -1, max: 12 }),
			wanted: fc.integer({ min: 1, max: 2 ** 30 })
		});
		fc.assert(
			fc.property(cases, ({ rows, one, other, groupOf, k, self, wanted }) => {
				const sorted = rows.toSorted(([a], [b]) => a - b).map(([customer, had]) => [customer, had, []] as const);
				const remembered = memoryOf(products, sorted);
				const of = (history: Readonly<Record<number, number>>, group: number) => historyOf(Object.fromEntries(Object.entries(history).filter(([p]) => groupOf[Number(p)] === group)));
				const groups = Array.from({ length: 6 }, (_, g) => [of(one, g), of(other, g)] as const);
				const asked = Uint8Array.from({ length: 64 }, (_, c) => (wanted >> (c % 30)) & 1);
				const seen = new Set<number>();
				new NeighbourSearch(remembered, k).nearAll({ groups, common: of(other, -1) }, self, asked, (coalition, neighbours) => {
					seen.add(coalition);
					const whole = Object.fromEntries(Array.from({ length: products }, (_, p) => [p, (groupOf[p] < 0 || (coalition >> groupOf[p]) & 1 ? other : one)[p] ?? 0] as const).filter(([, count]) => count > 0));
					const alone = nearest(remembered, k, whole, self).get(-1);
					expect(pairsOf(neighbours).sort((a, b) => b[1] - a[1] || a[0] - b[0])).toEqual(alone);
				});
				expect(seen).toEqual(new Set([...asked.keys()].filter((c) => asked[c])));
			}),
			{ numRuns: 150 }
		);
	});
});

describe('the search for many alike questions at once', () => {
	const counts = fc.integer({ min: 0, max: 24 }).map((eighths) => eighths / 8);
	const products = 8;
	const entries = fc.array(counts, { minLength: products, maxLength: products });
	it('finds for every coalition, side and swap, to the bit, whom it finds for that history alone', () => {
		const cases = fc.record({
			rows: fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), entries), { minLength: 1, maxLength: 80 }),
			one: entries,
			other: entries,
			k: fc.integer({ min: 1, max: 6 }),
			self: fc.integer({ min: -1, max: 12 }),
			wanted: fc.integer({ min: 1, max: 2 ** 30 })
		});
		fc.assert(
			fc.property(cases, ({ rows, one, other, k, self, wanted }) => {
				const some = (all: readonly number[]) => Object.fromEntries(all.flatMap((count, p) => (count > 0 ? [[p, count] as const] : [])));
				const sorted = rows.toSorted(([a], [b]) => a - b).map(([customer, had]) => [customer, some(had), []] as const);
				const remembered = memoryOf(products, sorted);
				const part = (all: readonly number[], of: readonly number[]) => historyOf(some(all.map((count, p) => (of.includes(p) ? count : 0))));
				// Product 0 is common, 1 to 3 are groups, 4 to 7 stand below, of which 4 to 6 are swapped.
				const groups = [1, 2, 3].map((p) => [part(one, [p]), part(other, [p])] as const);
				const below = { sides: [part(one, [4, 5, 6, 7]), part(other, [4, 5, 6, 7])] as const, swaps: [4, 5, 6].map((p) => [part(one, [p]), part(other, [p])] as const) };
				const isAsked = (coalition: number, side: number, swap: number) => ((wanted >> ((coalition * 8 + side * 4 + swap + 1) % 30)) & 1) === 1;
				const any = Uint8Array.from({ length: 8 }, (_, c) => ([0, 1].some((side) => [-1, 0, 1, 2].some((swap) => isAsked(c, side, swap))) ? 1 : 0));
				let seen = 0;
				new NeighbourSearch(remembered, k).nearSwapped({ groups, common: part(other, [0]) }, below, self, { any, wanted: isAsked }, (coalition, side, swap, neighbours) => {
					seen++;
					expect(isAsked(coalition, side, swap)).toBe(true);
					const isOther = (p: number) => p === 0 || (p < 4 ? (coalition >> (p - 1)) & 1 : p === 4 + swap ? 1 - side : side);
					const alone = nearest(remembered, k, some(one.map((count, p) => (isOther(p) ? other[p] : count))), self).get(-1);
					expect(pairsOf(neighbours).sort((a, b) => b[1] - a[1] || a[0] - b[0])).toEqual(alone);
				});
				let all = 0;
				for (let c = 0; c < 8; c++) for (const side of [0, 1]) for (const swap of [-1, 0, 1, 2]) if (isAsked(c, side, swap)) all++;
				expect(seen).toBe(all);
			}),
			{ numRuns: 150 }
		);
	});
});

describe('the highest scores', () => {
	it('are those that sorting would find, ties to the first', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (scores, k) => {
				const highest = new Highest(k);
				scores.forEach((score, i) => highest.add(i, score));
				const sorted = scores.map((score, i) => ({ score, i })).sort((a, b) => b.score - a.score || a.i - b.i);
				expect([...highest.index.subarray(0, highest.size)].sort((a, b) => a - b)).toEqual(sorted.slice(0, k).map(({ i }) => i).sort((a, b) => a - b));
			})
		);
	});
});

describe('transitions', () => {
	it('are worked by hand: shrunken by ten rows at the product’s own rate', () => {
		const memory = memoryOf(3, [[1, { 0: 1 }, [1]], [2, { 0: 1 }, [1, 0]], [3, { 0: 0.5, 2: 1 }, []]], 0.2);
		const { start, product, lift, again } = transitionsOf(memory);
		expect([...start]).toEqual([0, 2, 4, 6]);
		expect([...product]).toEqual([1, 2, 0, 2, 0, 1]);
		// Having 0 weighs 2.5; 2 of it bought 1, 1 of it 0 again, none 2.
		expect(lift[0]).toBeCloseTo((2 - 2.5 * 0.2) / 12.5, 6);
		expect(lift[1]).toBeCloseTo((0 - 2.5 * 0.2) / 12.5, 6);
		expect(again[0]).toBeCloseTo((1 + 10 * 0.2) / 12.5, 6);
		expect(lift[4]).toBeCloseTo((0 - 0.2) / 11, 6);
	});

	it('of a large catalogue keep the strongest of each item', () => {
		const { start, product } = transitionsOf(memoryOf(400, [[1, { 0: 1 }, Array.from({ length: 300 }, (_, p) => p)]], 0.1));
		expect(start[1]).toBe(256);
		expect([...product.subarray(0, 3)]).toEqual([1, 2, 3]);
		expect(start[400]).toBe(256);
	});
});
