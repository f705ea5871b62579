import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainers } from '../../../src/lib/core/explanation/explainers.js';
import { LiveExplainer } from '../../../src/lib/core/explanation/live.js';
import { coalitionTable } from '../../../src/lib/core/models/coalition-table.js';
import type { RuleSet } from '../../../src/lib/core/explanation/types.js';
import type { FeatureSet } from '../../../src/lib/core/features/types.js';
import type { Model } from '../../../src/lib/core/models/types.js';
import { Random } from '../../../src/lib/core/random.js';

type Score = (x: Float32Array) => number;
/** What the explainers have in common: what each parameter adds on the way from one vector to the other, and both ends. */
interface Shared {
	readonly from: number;
	readonly to: number;
	readonly impacts: readonly number[];
}
interface Way {
	readonly name: string;
	/** Parameters of a game. */
	readonly widths: readonly [number, number];
	/** Rules know linear scores only. */
	readonly linear?: boolean;
	/** Sampled parts are equal only within their error. */
	readonly sampled?: boolean;
	share(score: Score, current: Float32Array, baseline: Float32Array): Shared & { readonly standardError: number };
}

const name = (c: number) => `f${c}`;
const numbers = (width: number): FeatureSet => ({
	customer: Array.from({ length: width }, (_, c) => ({ name: name(c), kind: 'number', scope: 'customer', unit: '', meaning: '', source: '' })),
	product: []
});
const modelOf = (width: number, score: Score, more: Partial<Model> = {}): Model => ({
	family: 'forest',
	features: numbers(width),
	products: ['Ink'],
	predict: () => new Float32Array(0),
	predictProduct: (_, table, rows) => Float32Array.from({ length: rows }, (_, r) => score(table.subarray(r * width, (r + 1) * width))),
	encode: () => {
		throw new Error('not asked');
	},
	...more
});
/** A model that answers coalitions itself, and leaves out whoever changes none of them. */
const answering = (width: number, score: Score): Model =>
	modelOf(width, score, {
		effectiveCoalitions: (_, current, baseline, groups) => {
			const worthOf = (players: readonly Int32Array[]) => {
				const table = coalitionTable(current, baseline, players);
				return Float64Array.from({ length: 2 ** players.length }, (_, r) => score(table.subarray(r * width, (r + 1) * width)));
			};
			const all = worthOf(groups);
			const players = groups.flatMap((_, g) => (all.some((worth, s) => worth !== all[s ^ (1 << g)]) ? [g] : []));
			return { groups: Int32Array.from(players), worths: worthOf(players.map((g) => groups[g])) };
		}
	});
const inOrder = (width: number, impacts: readonly { readonly parameter: string; readonly impact: number }[]) =>
	Array.from({ length: width }, (_, c) => impacts.find(({ parameter }) => parameter === name(c))?.impact ?? NaN);
const byShapley = (model: Model, width: number, current: Float32Array, baseline: Float32Array) => {
	const { probability, baseline: from, impacts, standardError } = explainers.shapley.explain({ model, features: model.features, product: 0, current, baseline, seed: 1 });
	return { from, to: probability, impacts: inOrder(width, impacts), standardError };
};

const ways: Way[] = [
	{
		name: 'shapley, asked for every coalition',
		widths: [2, 7],
		share: (score, current, baseline) => byShapley(modelOf(current.length, score), current.length, current, baseline)
	},
	{
		name: 'shapley, where the model answers coalitions',
		widths: [2, 7],
		share: (score, current, baseline) => byShapley(answering(current.length, score), current.length, current, baseline)
	},
	{
		name: 'shapley, live, one parameter after the other',
		widths: [2, 7],
		share: (score, current, baseline) => {
			const model = answering(current.length, score);
			const live = new LiveExplainer(model, model.features, 1);
			let found = live.explain(0, baseline.slice(), baseline);
			for (let c = 0; c < current.length; c++) found = live.explain(0, Float32Array.of(...current.subarray(0, c + 1), ...baseline.subarray(c + 1)), baseline);
			return { from: found.baseline, to: found.probability, impacts: inOrder(current.length, found.impacts), standardError: 0 };
		}
	},
	{
		name: 'shapley, sampled',
		widths: [13, 15],
		sampled: true,
		share: (score, current, baseline) => byShapley(modelOf(current.length, score), current.length, current, baseline)
	},
	{
		name: 'rules',
		widths: [2, 7],
		linear: true,
		share: (score, current, baseline) => {
			const width = current.length;
			const zero = score(new Float32Array(width));
			const weight = (c: number) => score(Float32Array.from({ length: width }, (_, i) => (i === c ? 1 : 0))) - zero;
			const ruleSet: RuleSet = {
				name: 'game',
				rules: Array.from({ length: width }, (_, c) => ({ parameter: name(c), kind: 'number', weight: weight(c), baseline: baseline[c] }))
			};
			const model = modelOf(width, score);
			const { probability, impacts, standardError } = explainers.rules.explain({ model, features: model.features, product: 0, current, baseline, ruleSet });
			// A score of rules is 0 at its own baseline.
			return { from: score(baseline), to: score(baseline) + probability, impacts: inOrder(width, impacts), standardError };
		}
	}
];

/** A score of a family that the way can explain: every parameter with every other, or a sum. */
function scoreOf(width: number, seed: number, linear = false): Score {
	const random = new Random(seed);
	const weights = Array.from({ length: width * 2 }, () => random.normal());
	return (x) => {
		let sum = 0;
		let product = 1;
		for (let c = 0; c < width; c++) {
			sum += weights[c] * x[c];
			product *= 1 + 0.3 * Math.tanh(weights[width + c] * x[c]);
		}
		return linear ? sum : 1 / (1 + Math.exp(-sum - product));
	};
}

it('are asked of every explainer that there is', () => {
	expect(new Set(ways.map((way) => way.name.split(',')[0]))).toEqual(new Set(Object.keys(explainers)));
});

describe.each(ways)('$name', ({ widths: [min, max], linear, sampled, share }) => {
	const games = fc.record({ width: fc.integer({ min, max }), seed: fc.nat(1e6) }).map(({ width, seed }) => {
		const random = new Random(seed);
		const vector = () => Float32Array.from({ length: width }, () => random.normal());
		return { width, seed, current: vector(), baseline: vector() };
	});
	const check = (property: fc.IProperty<[{ width: number; seed: number; current: Float32Array; baseline: Float32Array }]>) =>
		fc.assert(property, { seed: 4, numRuns: sampled ? 8 : 60 });

	it('shares out all of the difference (efficiency)', () => {
		check(
			fc.property(games, ({ width, seed, current, baseline }) => {
				const score = scoreOf(width, seed, linear);
				const { from, to, impacts } = share(score, current, baseline);
				expect(from).toBeCloseTo(score(baseline), 6);
				expect(to).toBeCloseTo(score(current), 4);
				expect(Math.abs(impacts.reduce((sum, impact) => sum + impact, from) - to)).toBeLessThan(1e-6);
			})
		);
	});

	it('gives equal parts to parameters that play equal parts (symmetry)', () => {
		check(
			fc.property(games, ({ width, seed, current, baseline }) => {
				// The first and the last parameter move alike, and the score only knows their sum.
				const [now, then] = [current.slice(), baseline.slice()];
				now[width - 1] = now[0];
				then[width - 1] = then[0];
				const one = scoreOf(width - 1, seed, linear);
				const score: Score = (x) => one(Float32Array.of(x[0] + x[width - 1], ...x.subarray(1, width - 1)));
				const { impacts, standardError } = share(score, now, then);
				expect(Math.abs(impacts[width - 1] - impacts[0])).toBeLessThan(sampled ? 8 * standardError + 1e-6 : 1e-6);
			})
		);
	});

	it('gives nothing to parameters that do nothing (dummy)', () => {
		check(
			fc.property(games, ({ width, seed, current, baseline }) => {
				const one = scoreOf(width, seed, linear);
				const score: Score = (x) => one(Float32Array.of(0, ...x.subarray(1)));
				expect(Math.abs(share(score, current, baseline).impacts[0])).toBe(0);
				// Neither where nothing has moved.
				const still = Float32Array.of(baseline[0], ...current.subarray(1));
				expect(Math.abs(share(one, still, baseline).impacts[0])).toBe(0);
			})
		);
	});

	it('gives a sum of scores the sum of their parts (linearity)', () => {
		check(
			fc.property(games, ({ width, seed, current, baseline }) => {
				const [f, g] = [scoreOf(width, seed, linear), scoreOf(width, seed + 1, linear)];
				const both = share((x) => 0.5 * f(x) - 0.25 * g(x), current, baseline).impacts;
				const [ofF, ofG] = [share(f, current, baseline).impacts, share(g, current, baseline).impacts];
				both.forEach((impact, c) => expect(Math.abs(impact - 0.5 * ofF[c] + 0.25 * ofG[c])).toBeLessThan(1e-5));
			})
		);
	});
});
