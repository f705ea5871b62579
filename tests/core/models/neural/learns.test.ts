import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { neural } from '../../../../src/lib/core/models/neural/index.js';
import type { FitContext } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import type { Progress } from '../../../../src/lib/core/progress.js';
import { examplesOf, feature, logLoss, popularity, simulate, simulateEver } from './simulated.js';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const train = simulate(1200, 8, 1).examples;
const validation = simulate(400, 8, 2).examples;
const context = (changes: Partial<FitContext> = {}): FitContext => ({
	seed: 1,
	validation,
	report: () => {},
	pool: inline({}),
	...changes
});
const quick = { ...neural.defaults, hidden: [8], own: 4, epochs: 3 };

describe('the network', () => {
	it('comes close to the truth on a simulated shop, far above popularity, and leaves no tensor behind', async () => {
		const test = simulate(1500, 8, 3);
		const tensors = tf.memory().numTensors;
		const { model, curve, facts } = await neural.fit(train, { ...neural.defaults, epochs: 40 }, context());
		expect(tf.memory().numTensors).toBe(tensors);
		const truth = logLoss(test.truth, test.examples);
		const popular = logLoss(popularity(train, test.examples.rows), test.examples);
		expect(logLoss(model.predict(test.examples), test.examples)).toBeLessThan(truth + 0.25 * (popular - truth));
		expect(curve).toHaveLength(Number(facts.epochs));
	});

	it('keeps the best epoch, and says why it stopped', async () => {
		const few = simulate(60, 8, 4).examples;
		const eager = { ...neural.defaults, dropout: 0, weightDecay: 0, learningRate: 0.02, patience: 6, epochs: 200 };
		const { model, curve = [], facts } = await neural.fit(few, eager, context());
		expect(facts.stopped).toBe('no improvement');
		expect(curve.length).toBeLessThan(200);
		expect(curve.length).toBe(Number(facts.best_epoch) + 6);
		const losses = curve.map((point) => point.validation);
		const best = losses[Number(facts.best_epoch) - 1];
		expect(losses.at(-1)).toBeGreaterThan(best);
		expect(logLoss(model.predict(validation), validation)).toBeCloseTo(best, 5);
	});

	it('answers like popularity where there is nothing to learn', async () => {
		const noise = (seed: number) => {
			const { examples } = simulate(300, 8, seed);
			const x = examples.x.map((_, i) => ((i * 7919 + seed) % 97) / 97);
			return { ...examples, x, entryX: examples.entryX.map(() => 1), absentX: Float32Array.of(1, 1) };
		};
		const { model } = await neural.fit(noise(5), neural.defaults, context({ validation: noise(6) }));
		const test = noise(7);
		const popular = logLoss(popularity(noise(5), test.rows), test);
		expect(logLoss(model.predict(test), test)).toBeLessThan(popular * 1.01);
	});

	it('stops when the loss explodes, with the best weights kept', async () => {
		const { model, facts } = await neural.fit(train, { ...quick, learningRate: 1e6 }, context());
		expect(facts.stopped).toBe('loss exploded');
		expect(model.predict(validation).every((p) => p >= 0 && p <= 1)).toBe(true);
		expect(logLoss(model.predict(validation), validation)).toBeLessThan(0.7);
	});

	it.each([
		{ hidden: [0] },
		{ hidden: 'wide' },
		{ own: -1 },
		{ dropout: 1 },
		{ learningRate: 0 },
		{ learningRate: NaN },
		{ batch: 0 },
		{ epochs: 1.5 },
		{ patience: 0 },
		{ schedule: 'slow' }
	])('refuses the option %o', async (wrong) => {
		const options = { ...quick, ...wrong } as typeof quick;
		await expect(neural.fit(train, options, context())).rejects.toMatchObject({ code: 'model.bad_option' });
	});

	it('refuses examples that teach nothing', async () => {
		const empty = simulate(0, 8, 1).examples;
		await expect(neural.fit(empty, quick, context())).rejects.toMatchObject({ code: 'model.empty' });
		await expect(neural.fit(train, quick, context({ validation: empty }))).rejects.toMatchObject({ code: 'model.empty' });
		const blind = { ...train, labels: undefined };
		await expect(neural.fit(blind, quick, context())).rejects.toMatchObject({ code: 'model.unlabelled' });
	});

	it('gives the same model for the same seed, to the bit, and another for another', async () => {
		const parameters = async (seed: number) =>
			(await neural.fit(train, quick, context({ seed }))).model.encode().buffers.parameters;
		const first = await parameters(1);
		expect(await parameters(1)).toEqual(first);
		expect(await parameters(2)).not.toEqual(first);
	});

	it('tells each epoch with its losses', async () => {
		const told: Progress[] = [];
		const { curve } = await neural.fit(train, quick, context({ report: (p) => told.push(p) }));
		const epochs = told.filter((p) => p.loss);
		expect(epochs.map((p) => p.done)).toEqual([1, 2, 3]);
		expect(epochs.map((p) => p.loss)).toEqual(curve);
		expect(told.every((p) => p.total === 3)).toBe(true);
	});

	it('answers a cancel within half a second, and leaves no tensor behind', async () => {
		const controller = new AbortController();
		const tensors = tf.memory().numTensors;
		const large = { ...neural.defaults, hidden: [128, 128], epochs: 1000, patience: 1000 };
		setTimeout(() => controller.abort(), 100);
		const started = performance.now();
		await expect(neural.fit(train, large, context({ signal: controller.signal }))).rejects.toMatchObject({
			name: 'AbortError'
		});
		expect(performance.now() - started).toBeLessThan(600);
		expect(tf.memory().numTensors).toBe(tensors);
	});
});

describe('the question ever', () => {
	it('does not learn an owned product from the features that contain it', async () => {
		// Features are informative only through the leak: diversity counts the very products that are asked.
		const shop = (seed: number) => simulateEver(800, 6, seed);
		const { model } = await neural.fit(shop(1), neural.defaults, context({ validation: shop(2) }));
		const test = shop(3);
		const p = model.predict(test);
		let owned = 0;
		let others = 0;
		for (let r = 0; r < test.rows; r++) {
			const own = new Set(test.entries.product.subarray(test.entries.start[r], test.entries.start[r + 1]));
			for (let k = 0; k < 6; k++)
				if (own.has(k)) owned += p[r * 6 + k];
				else others += p[r * 6 + k];
		}
		const pairs = test.entries.product.length;
		// By the honest features alone, an owned pair looks no likelier than another.
		expect(owned / pairs - others / (test.rows * 6 - pairs)).toBeLessThan(0.05);
	});

	it('leaves pairs out that are not asked', async () => {
		const parts = {
			customer: [feature('a', 'customer')],
			product: [],
			products: 2,
			x: Array.from({ length: 200 }, (_, i) => [i % 2]),
			entries: Array.from({ length: 200 }, (_, i) => (i % 2 ? [0] : [1])),
			entryCustomerX: Array.from({ length: 200 }, (_, i) => [i % 2]),
			labels: Array.from({ length: 200 }, (_, i) => (i % 2 ? [0] : [1])),
			question: { kind: 'ever' as const }
		};
		const all = examplesOf({ ...parts, entryIgnored: Array.from({ length: 200 }, () => 1) });
		const { model } = await neural.fit(all, quick, context({ validation: all }));
		// Every bought pair is ignored, so that only pairs that were not bought teach.
		expect(Math.max(...model.predict(all))).toBeLessThan(0.6);
		const { curve } = await neural.fit(all, { ...quick, learningRate: 0.1, epochs: 30 }, context({ validation: all }));
		expect(curve?.at(-1)?.validation).toBeLessThan(0.05);
	});
});
