import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { parameterGroups } from '../../../../src/lib/core/explanation/groups.js';
import { explainPair } from '../../../../src/lib/core/explanation/explain.js';
import { labelMatrix, pairVector } from '../../../../src/lib/core/features/table.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { blend as blendFamily } from '../../../../src/lib/core/models/blend/index.js';
import { chooseMix } from '../../../../src/lib/core/models/blend/choose.js';
import type { MixPairs } from '../../../../src/lib/core/models/blend/choose.js';
import { blendModel } from '../../../../src/lib/core/models/blend/model.js';
import { fitMix, mixLoss } from '../../../../src/lib/core/models/blend/mix.js';
import { decodeModel } from '../../../../src/lib/core/models/decode.js';
import type { EncodedModel, FamilyName } from '../../../../src/lib/core/models/types.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { silent } from '../../../../src/lib/core/progress.js';
import { splitExamples, trainModels } from '../../../../src/lib/core/project/train.js';
import { Random } from '../../../../src/lib/core/random.js';
import { smallShop } from '../../../fixtures/shop.js';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Pairs whose log-odds are the sum of two parts: member 0 knows the first, member 1 the second, the others nothing. */
function halves(n: number, members: number, seed: number): MixPairs {
	const random = new Random(seed);
	const columns = Array.from({ length: members }, () => new Float64Array(n));
	const label = new Uint8Array(n);
	for (let i = 0; i < n; i++) {
		const [a, b] = [random.normal(), random.normal()];
		label[i] = random.next() < sigmoid(-1 + a + b) ? 1 : 0;
		columns.forEach((column, m) => (column[i] = sigmoid(-1 + (m === 0 ? 2 * a : m === 1 ? 2 * b : random.normal()))));
	}
	return {
		data: { columns, label, weight: new Float32Array(n).fill(1) },
		fold: Uint8Array.from({ length: n }, (_, i) => i % 5),
		folds: 5
	};
}

const everything = (pairs: MixPairs) => ({ ...pairs.data, part: new Uint8Array(pairs.fold.length).fill(1) });

describe('the weights of a blend', () => {
	it.each(['log-odds', 'probability'] as const)('are those that no grid improves on (%s)', (kind) => {
		const data = everything(halves(3000, 2, 1));
		const fitted = mixLoss(kind, data, fitMix(kind, data));
		for (let w = 0; w <= 1; w += 0.02) expect(mixLoss(kind, data, [w, 1 - w])).toBeGreaterThan(fitted - 1e-6);
	});

	it('find the halves of a sum, and give up who knows nothing', () => {
		const [a, b, nothing] = fitMix('log-odds', everything(halves(8000, 3, 2)));
		expect(a).toBeCloseTo(0.5, 1);
		expect(b).toBeCloseTo(0.5, 1);
		expect(nothing).toBeLessThan(0.06);
	});

	it('count a pair as often as it stands for', () => {
		const { data } = halves(200, 3, 6);
		const often = Float32Array.from(data.label, (_, i) => 1 + (i % 3));
		const repeat = <T>(values: ArrayLike<T>): T[] => Array.from(values).flatMap((value, i) => Array.from({ length: often[i] }, () => value));
		const n = repeat(data.label).length;
		const repeated = { columns: data.columns.map((column) => Float64Array.from(repeat(column))), label: Uint8Array.from(repeat(data.label)), weight: new Float32Array(n).fill(1), part: new Uint8Array(n).fill(1) };
		for (const kind of ['log-odds', 'probability'] as const) {
			const weights = fitMix(kind, { ...data, weight: often, part: new Uint8Array(200).fill(1) });
			fitMix(kind, repeated).forEach((w, m) => expect(weights[m]).toBeCloseTo(w, 6));
		}
	});

	it('are 1 % or more, or none', () => {
		for (let seed = 1; seed <= 12; seed++)
			for (const weight of fitMix('log-odds', everything(halves(400, 5, seed)))) expect(weight === 0 || weight >= 0.005).toBe(true);
	});

	it('are of the member alone who knows, where mixing gains nothing for customers whom it was not fitted on', () => {
		const alone = Array.from({ length: 30 }, (_, seed) => {
			const random = new Random(seed);
			const z = Float64Array.from({ length: 60 }, () => -0.5 + 1.5 * random.normal());
			const label = Uint8Array.from(z, (own) => (random.next() < sigmoid(own) ? 1 : 0));
			const columns = [z.map(sigmoid), ...Array.from({ length: 6 }, () => z.map(() => sigmoid(-0.5 + 1.5 * random.normal())))];
			const pairs = { data: { columns, label, weight: new Float32Array(60).fill(1) }, fold: Uint8Array.from(label.keys(), (i) => i % 5), folds: 5 };
			return chooseMix(pairs, columns.map(() => true)).weights[0] === 1;
		});
		expect(alone.filter(Boolean).length).toBeGreaterThanOrEqual(15);
	});

	it('are not below 0, 1 together, and never worse than the best member', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 30, max: 200 }), fc.integer({ min: 2, max: 4 }), (seed, n, members) => {
				const pairs = halves(n, members, seed);
				const { kind, weights } = chooseMix(pairs, Array.from({ length: members }, () => true));
				expect(weights.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 9);
				expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
				const all = everything(pairs);
				const alone = pairs.data.columns.map((_, m) => mixLoss('probability', all, pairs.data.columns.map((__, k) => (k === m ? 1 : 0))));
				expect(mixLoss(kind, all, weights)).toBeLessThanOrEqual(Math.min(...alone) + 1e-12);
			}),
			{ numRuns: 40 }
		);
	});

	it('leave out who gives no impacts, unless that is worth it', () => {
		const pairs = halves(4000, 3, 3);
		expect(chooseMix(pairs, [true, false, true]).weights[1]).toBeGreaterThan(0.3);
		const copy = { ...pairs, data: { ...pairs.data, columns: [pairs.data.columns[0], pairs.data.columns[0].map((p) => p * 0.999), pairs.data.columns[2]] } };
		expect(chooseMix(copy, [true, false, true]).weights[1]).toBe(0);
	});
});

describe('a blend of trained models', async () => {
	const book = smallShop(150, 4);
	const question = defaultQuestion(book);
	const options = { seed: 1, threshold: 0.7, pool: inline(treeTasks), now: '2026-01-01T00:00:00Z', options: { forest: { trees: 20 }, boosted: { trees: 20 } } };
	const train = (families: readonly FamilyName[]) => trainModels(book, question, { ...options, families }, silent);
	const { models, best } = await train(['blend', 'forest', 'boosted']);
	const [, forest, boosted, blend] = models;
	const { test } = splitExamples(book, question, 1);

	it('is trained last, says the weights, and is taken only where it is better for customers it was not fitted on', () => {
		expect(models.map(({ family }) => family)).toEqual(['popularity', 'forest', 'boosted', 'blend']);
		const lowest = [forest, boosted, blend].reduce((a, b) => (b.validationLogLoss < a.validationLogLoss ? b : a));
		expect(best).toBe(lowest.id);
		expect(blend.validationLogLoss).toBeLessThan(1.1 * lowest.validationLogLoss);
		const { weight_of_forest, weight_of_boosted } = blend.facts;
		expect(Number(weight_of_forest) + Number(weight_of_boosted)).toBeCloseTo(1, 2);
	});

	it('is weighed and compared by what members say of customers who did not calibrate them', async () => {
		const split = splitExamples(book, question, 1);
		const members = [forest, boosted].map(({ model }) => decodeModel(model));
		const context = { seed: 1, validation: split.validation, report: () => {}, pool: options.pool, members };
		// Member 1 seems perfect to whoever asks the model itself, and knows nothing of customers who did not calibrate it.
		const perfect = labelMatrix(split.validation);
		const seen = (examples: Examples) => (examples === split.validation ? Float32Array.from(perfect, (label) => 0.05 + 0.9 * label) : new Float32Array(examples.rows * 4).fill(0.3));
		const flattering = { ...members[1], family: 'boosted' as const, products: members[1].products, features: members[1].features, encode: () => boosted.model, predict: seen };
		const flattered = await blendFamily.fit(split.train, { folds: 5 }, { ...context, members: [members[0], flattering] });
		expect(Number(flattered.facts.weight_of_boosted)).toBeGreaterThan(0.9);
		const crossFitted = [members[0].predict.bind(members[0]), (examples: Examples) => new Float32Array(examples.rows * 4).fill(0.3)];
		const honest = await blendFamily.fit(split.train, { folds: 5 }, { ...context, members: [members[0], flattering], crossFitted });
		expect(Number(honest.facts.weight_of_boosted)).toBeLessThan(0.2);

		// Its own answers for comparison come from mixes without the customer's fold; for others, from the whole.
		const own = blendFamily.fit(split.train, { folds: 5 }, context);
		const { model, crossFitted: left } = await own;
		expect(left?.(split.test)).toEqual(model.predict(split.test));
		expect(left?.(split.validation)).not.toEqual(model.predict(split.validation));
	});

	it.each(['log-odds', 'probability'] as const)('carries its members with it, and answers with their weighted mean (%s)', (kind) => {
		const members = [decodeModel(forest.model), decodeModel(boosted.model)];
		const weights = Float64Array.of(0.25, 0.75);
		const again = decodeModel(structuredClone(blendModel(members, { kind, weights }).encode()));
		const [a, b] = members.map((member) => member.predict(test));
		const logit = (x: number) => Math.log(x / (1 - x));
		again.predict(test).forEach((p, i) => {
			const mean = kind === 'log-odds' ? sigmoid(0.25 * logit(a[i]) + 0.75 * logit(b[i])) : 0.25 * a[i] + 0.75 * b[i];
			expect(p).toBeCloseTo(mean, 6);
		});
		expect(again.likeness).toBeUndefined();
	});

	it('of one member alone answers as it would itself, to the bit, and stores nothing else', () => {
		const members = [decodeModel(forest.model), decodeModel(boosted.model)];
		const alone = decodeModel(blendModel(members, { kind: 'probability', weights: Float64Array.of(0, 1) }).encode());
		expect(alone.predict(test)).toEqual(members[1].predict(test));
		expect(Object.keys(alone.encode().buffers).every((name) => name.startsWith('0.'))).toBe(true);
	});

	it.each(['log-odds', 'probability'] as const)('is explained where all its members are: impacts add up (%s)', (kind) => {
		const model = blendModel([decodeModel(forest.model), decodeModel(boosted.model)], { kind, weights: Float64Array.of(0.25, 0.75) });
		const explanation = explainPair(model, test.features, 1, pairVector(test, 0, 1), pairVector(test, 1, 1));
		const sum = explanation.impacts.reduce((total, { impact }) => total + impact, explanation.baseline);
		expect(sum).toBeCloseTo(explanation.probability, 9);
		expect(explanation.probability).toBeCloseTo(model.predict(test)[1], 5);
	});

	it.each(['log-odds', 'probability'] as const)('asks members for the groups that count alone, to the same bit (%s)', (kind) => {
		const model = blendModel([decodeModel(forest.model), decodeModel(boosted.model)], { kind, weights: Float64Array.of(0.25, 0.75) });
		const groups = parameterGroups(test.features).map(({ columns }) => columns);
		const input = [1, pairVector(test, 0, 1), pairVector(test, 1, 1), groups] as const;
		const all = model.coalitions?.(...input) ?? new Float64Array(0);
		const few = model.effectiveCoalitions?.(...input);
		if (!few) throw new Error('walks all groups');
		expect(few.groups.length).toBeLessThan(groups.length);
		expect(few.worths).toHaveLength(2 ** few.groups.length);
		all.forEach((worth, mask) => expect(few.worths[few.groups.reduce((sum, group, i) => sum | (((mask >> group) & 1) << i), 0)]).toBe(worth));
	});

	it('refuses damaged members and weights', () => {
		const meta = blend.model.meta as { members: { weight: number; family: string }[] };
		const withMember = (change: object) => ({ ...blend.model, meta: { ...meta, members: meta.members.map((member, m) => (m ? member : { ...member, ...change })) } });
		const broken: EncodedModel[] = [
			{ ...blend.model, version: 2 },
			{ ...blend.model, meta: { ...meta, members: [] } },
			withMember({ weight: 0.999 }),
			withMember({ weight: -1 }),
			withMember({ family: 'blend' }),
			withMember({ version: 99, meta: {} })
		];
		for (const encoded of broken) expect(() => decodeModel(encoded)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});

	it('needs two to weigh: alone it says so, beside one other it is left out', async () => {
		await expect(train(['blend'])).rejects.toMatchObject({ code: 'blend.too_few' });
		expect((await train(['forest', 'blend'])).models.map(({ family }) => family)).toEqual(['popularity', 'forest']);
	});
});

describe('the best of several models', () => {
	it('has impacts, unless another is a good deal better', async () => {
		const book = smallShop(70, 4);
		const { models, best } = await trainModels(
			book,
			defaultQuestion(book),
			{ seed: 1, threshold: 0.7, pool: inline(treeTasks), now: '2026-01-01T00:00:00Z', families: ['forest', 'neighbours'], options: { forest: { trees: 20 } } },
			silent
		);
		const [, forest, neighbours] = models;
		const better = neighbours.validationLogLoss < 0.99 * forest.validationLogLoss;
		expect(best).toBe(better ? neighbours.id : forest.id);
		expect(decodeModel(neighbours.model).likeness).toBeDefined();
	});
});
