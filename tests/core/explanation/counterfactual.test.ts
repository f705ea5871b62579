import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchChanges } from '../../../src/lib/core/explanation/counterfactual.js';
import type { Move } from '../../../src/lib/core/explanation/counterfactual.js';
import { silent } from '../../../src/lib/core/progress.js';

interface Step extends Move {
	readonly gain: number;
}

/** What every set of moves is worth: the start plus the gains. */
const additive = (from: number) => (sets: readonly (readonly Step[])[]) => sets.map((moves) => moves.reduce((p, { gain }) => p + gain, from));

/** The fewest moves that reach the target, the slow way: every set of at most three in different slots. */
function fewest(moves: readonly Step[], from: number, target: number): number {
	const reaches = (p: number) => (target > from ? p >= target : p <= target);
	const tried = (set: readonly Step[], first: number): number => {
		if (reaches(additive(from)([set])[0])) return set.length;
		if (set.length === 3) return Infinity;
		let best = Infinity;
		for (let i = first; i < moves.length; i++)
			if (!set.some(({ slot }) => slot === moves[i].slot)) best = Math.min(best, tried([...set, moves[i]], i + 1));
		return best;
	};
	return tried([], 0);
}

const steps = fc.array(
	fc.record({ slot: fc.constantFrom('a', 'b', 'c', 'd', 'e'), size: fc.integer({ min: 1, max: 5 }), gain: fc.integer({ min: -20, max: 30 }).map((n) => n / 100) }),
	{ maxLength: 9 }
);

describe('searchChanges', () => {
	it('finds the fewest moves, none twice in a slot, each answer as good as it says and no two alike', async () => {
		const property = fc.asyncProperty(steps, fc.integer({ min: 5, max: 95 }), fc.integer({ min: 5, max: 95 }), async (moves, a, b) => {
			const [from, target] = [a / 100, b / 100];
			const { found, best, complete } = await searchChanges(moves, additive(from), { from, target }, silent);
			expect(complete).toBe(true);
			expect(found.length ? found[0].moves.length : Infinity).toBe(a === b ? 0 : fewest(moves, from, target));
			for (const { moves: made, probability, size } of found) {
				expect(probability).toBe(additive(from)([made])[0]);
				expect(a < b ? probability >= target : probability <= target).toBe(true);
				expect(new Set(made.map(({ slot }) => slot)).size).toBe(made.length);
				expect(size).toBe(made.reduce((sum, m) => sum + m.size, 0));
				// No move can be made smaller, nor left out.
				for (const move of made)
					for (const other of [undefined, ...moves.filter((m) => m.slot === move.slot && m.size < move.size)]) {
						const less = additive(from)([[...made.filter((m) => m !== move), ...(other ? [other] : [])]])[0];
						if (made.length === 1 || !other) expect(a < b ? less >= target : less <= target).toBe(false);
					}
			}
			const slots = found.map(({ moves: made }) => made.map(({ slot }) => slot).sort().join());
			expect(new Set(slots).size).toBe(found.length);
			expect(found.length).toBeLessThanOrEqual(5);
			const gap = (p: number) => (a < b ? target - p : p - target);
			if (a !== b) for (const move of moves) expect(gap(best.probability)).toBeLessThanOrEqual(gap(from + move.gain) + 1e-12);
		});
		await fc.assert(property, { seed: 3, numRuns: 300 });
	});

	it('has answers with little in common, where they are not much larger', async () => {
		const move = (slot: string, size: number): Step => ({ slot, size, gain: 0.25 });
		const moves = [move('a', 1), move('b', 1), move('c', 1.1), move('d', 1.1), move('far', 9)];
		const search = (limit: number) => searchChanges(moves, additive(0.1), { from: 0.1, target: 0.6, limit }, silent);
		const slots = ({ found }: Awaited<ReturnType<typeof search>>) => found.map(({ moves: made }) => made.map(({ slot }) => slot).sort().join(''));
		expect(slots(await search(2))).toEqual(['ab', 'cd']);
		// All with `far` are more than twice as large as the smallest.
		expect(slots(await search(6)).join()).not.toMatch(/far/);
		expect(slots(await search(7)).join()).toMatch(/far/);
	});

	it('prefers the smaller of two moves in a slot, also within a pair', async () => {
		const moves: Step[] = [
			{ slot: 'orders', size: 3, gain: 0.4 },
			{ slot: 'orders', size: 1, gain: 0.2 },
			{ slot: 'returns', size: 2, gain: 0.2 },
			{ slot: 'returns', size: 1, gain: 0.1 }
		];
		const one = await searchChanges(moves, additive(0.3), { from: 0.3, target: 0.5 }, silent);
		expect(one.found.map(({ moves: made }) => made)).toEqual([[moves[1]], [moves[2]]]);
		const two = await searchChanges(moves, additive(0.1), { from: 0.1, target: 0.38 }, silent);
		expect(two.found.map(({ size }) => size)).toEqual([3]);
	});

	it('makes every move of an answer as small as it can be, once more than one is needed', async () => {
		// The search goes on from the largest moves of a slot; what they need beside them may do with smaller ones.
		const moves = ['a', 'b'].flatMap((slot) => [1, 2, 3].map((size) => ({ slot, size, gain: 0.29 + 0.01 * size })));
		const { found } = await searchChanges(moves, additive(0.1), { from: 0.1, target: 0.69 }, silent);
		expect(found.map(({ moves: made }) => made.map(({ size }) => size))).toEqual([[1, 1]]);
	});

	it('says how close it came where nothing is enough, and keeps to what is allowed', async () => {
		const moves: Step[] = [
			{ slot: 'a', size: 1, gain: 0.1 },
			{ slot: 'b', size: 1, gain: 0.2 },
			{ slot: 'c', size: 1, gain: 0.6 }
		];
		const evaluate = (sets: readonly (readonly Step[])[]) =>
			additive(0.1)(sets).map((p, i) => (sets[i].some(({ slot }) => slot === 'c') ? NaN : p));
		const { found, best } = await searchChanges(moves, evaluate, { from: 0.1, target: 0.9 }, silent);
		expect(found).toEqual([]);
		expect(best.probability).toBeCloseTo(0.4);
		expect(best.moves).toEqual([moves[1], moves[0]]);
	});

	it('ends with its budget, and says so', async () => {
		let asked = 0;
		const moves = Array.from({ length: 50 }, (_, i): Step => ({ slot: `s${i}`, size: 1, gain: i / 1000 }));
		const evaluate = (sets: readonly (readonly Step[])[]) => ((asked += sets.length), additive(0.1)(sets));
		const outcome = await searchChanges(moves, evaluate, { from: 0.1, target: 0.9, budget: 120 }, silent);
		expect(outcome).toMatchObject({ found: [], evaluations: 120, complete: false });
		expect(asked).toBe(120);
		expect(outcome.best.probability).toBeGreaterThan(0.14);
	});

	it('stops when told', async () => {
		const controller = new AbortController();
		const moves = Array.from({ length: 60 }, (_, i): Step => ({ slot: `s${i}`, size: 1, gain: 0 }));
		const slow = (sets: readonly (readonly Step[])[]) => {
			for (const end = performance.now() + 50; performance.now() < end; );
			controller.abort();
			return additive(0.1)(sets);
		};
		await expect(searchChanges(moves, slow, { from: 0.1, target: 0.9 }, { ...silent, signal: controller.signal })).rejects.toThrow(/abort/i);
	});
});
