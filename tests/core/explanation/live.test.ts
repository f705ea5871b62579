import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainPair } from '../../../src/lib/core/explanation/explain.js';
import { parameterGroups } from '../../../src/lib/core/explanation/groups.js';
import { LiveExplainer } from '../../../src/lib/core/explanation/live.js';
import { joined, without, withoutDummies } from '../../../src/lib/core/explanation/worths.js';
import type { Worths } from '../../../src/lib/core/explanation/worths.js';
import { pairVector } from '../../../src/lib/core/features/table.js';
import type { Predictor } from '../../../src/lib/core/project/predictor.js';
import { Random } from '../../../src/lib/core/random.js';
import { trainedPredictor } from '../project/trained.js';

describe.each(['forest', 'boosted'] as const)('LiveExplainer with %s', (family) => {
	let predictor: Predictor;
	beforeAll(async () => {
		predictor = await trainedPredictor(family);
	});

	it('explains as from scratch, to the bit, whatever was moved before', () => {
		const { model, examples } = predictor;
		const groups = parameterGroups(examples.features);
		const rows = fc.nat(examples.rows - 1);
		const moves = fc.array(fc.record({ group: fc.nat(groups.length - 1), row: rows, keep: fc.nat(9) }), { minLength: 1, maxLength: 8 });
		const property = fc.property(rows, rows, moves, (first, other, steps) => {
			const live = new LiveExplainer(model, examples.features);
			let current = pairVector(examples, first, 2);
			let baseline = pairVector(examples, other, 2);
			for (const { group, row, keep } of steps) {
				// One parameter takes another customer's value or the baseline's; now and then the baseline moves.
				const from = keep === 0 ? baseline : pairVector(examples, row, 2);
				if (keep === 1) baseline = from;
				current = current.slice();
				for (const c of groups[group].columns) current[c] = from[c];
				expect(live.explain(2, current, baseline)).toEqual(explainPair(model, examples.features, 2, current, baseline));
			}
		});
		fc.assert(property, { seed: 6, numRuns: 60 });
	});

	it('leaves out of the coalitions only what changes none of them', () => {
		const { model, examples } = predictor;
		const groups = parameterGroups(examples.features).map(({ columns }) => columns);
		fc.assert(
			fc.property(fc.nat(examples.rows - 1), fc.nat(examples.rows - 1), fc.nat(4), (a, b, product) => {
				const [current, baseline] = [pairVector(examples, a, product), pairVector(examples, b, product)];
				const all = model.coalitions?.(product, current, baseline, groups) ?? new Float64Array(0);
				const few = model.effectiveCoalitions?.(product, current, baseline, groups);
				const place = (mask: number) => Array.from(few?.groups ?? []).reduce((sum, group, i) => sum | (((mask >> group) & 1) << i), 0);
				all.forEach((worth, mask) => few?.worths[place(mask)] === worth || expect(few?.worths[place(mask)]).toBe(worth));
				expect(few?.worths).toHaveLength(2 ** (few?.groups.length ?? 0));
			}),
			{ seed: 7, numRuns: 15 }
		);
	});
});

/** Worths of players of whom some change nothing. */
function drawn(seed: number, count: number, dummies: readonly number[]): Worths {
	const random = new Random(seed);
	const value = new Map<number, number>();
	const ignored = dummies.reduce((mask, i) => mask | (1 << i), 0);
	const worth = Float64Array.from({ length: 2 ** count }, (_, mask) => {
		const key = mask & ~ignored;
		if (!value.has(key)) value.set(key, random.next());
		return value.get(key) ?? NaN;
	});
	return { players: Int32Array.from({ length: count }, (_, i) => 2 * i + 1), worth };
}

describe('worths', () => {
	const cases = fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(5), { maxLength: 3 }));

	it('are the same put together again', () => {
		fc.assert(
			fc.property(cases, fc.nat(5), ([seed, count, dummies], at) => {
				const all = drawn(seed, count, dummies.filter((i) => i < count));
				const i = at % count;
				const inside = { players: all.players.filter((_, j) => j !== i), worth: all.worth.filter((_, mask) => (mask >> i) & 1) };
				const player = all.players[i];
				expect(joined(player, withoutDummies(without(all, player)), withoutDummies(inside))).toEqual(withoutDummies(all));
			})
		);
	});

	it('lose exactly the players that change nothing', () => {
		fc.assert(
			fc.property(cases, ([seed, count, some]) => {
				const dummies = some.filter((i) => i < count);
				const all = drawn(seed, count, dummies);
				const { players, worth } = withoutDummies(all);
				expect([...players]).toEqual([...all.players].filter((_, i) => !dummies.includes(i)));
				expect(worth[0]).toBe(all.worth[0]);
				expect(worth[worth.length - 1]).toBe(all.worth[all.worth.length - 1]);
			})
		);
	});
});
