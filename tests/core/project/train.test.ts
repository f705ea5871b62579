import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { alignedLoss } from '../../../src/lib/core/evaluation/aligned-loss.js';
import { crossCalibrate, crossFitCalibration } from '../../../src/lib/core/evaluation/calibration.js';
import { evaluate } from '../../../src/lib/core/evaluation/report.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { isCalibrated } from '../../../src/lib/core/models/calibrated.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { popularityRates } from '../../../src/lib/core/models/popularity.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import type { Progress } from '../../../src/lib/core/progress.js';
import { leftOut } from '../../../src/lib/core/project/cross-fitted.js';
import { splitExamples, trainModels } from '../../../src/lib/core/project/train.js';
import { smallShop } from '../../fixtures/shop.js';

const options = { families: ['forest'] as const, seed: 1, threshold: 0.7, pool: inline(treeTasks), now: '2026-01-01T00:00:00Z' };

describe('splitExamples', () => {
	it.each(['next', 'next-order', 'ever'] as const)('puts no customer on two sides (%s)', (kind) => {
		const book = smallShop();
		const split = splitExamples(book, defaultQuestion(book, kind), 3);
		const seen = [split.train, split.validation, split.test].map((part) => new Set(part.customer));
		const all = seen.flatMap((part) => [...part]);
		expect(new Set(all).size).toBe(all.length);
		expect(seen[2].size / all.length).toBeCloseTo(0.2, 1);
	});
});

describe('trainModels', () => {
	it.each(['next', 'next-order', 'ever'] as const)('trains, calibrates and evaluates a forest beside popularity (%s)', async (kind) => {
		const book = smallShop();
		const question = defaultQuestion(book, kind);
		const { models, best, failed } = await trainModels(book, question, options, silent);
		expect(models.map((m) => m.family)).toEqual(['popularity', 'forest']);
		expect(best).toBe(models[1].id);
		expect(failed).toEqual([]);
		expect(models[0].report.metrics.skill).toBeCloseTo(0, 10);
		if (kind !== 'ever') expect(models[1].report.metrics.skill).toBeGreaterThan(0.05);
		expect(models[0].report.spread).toEqual({ most: 0, typical: 0 });
		if (kind !== 'ever') expect(models[1].report.spread?.most).toBeGreaterThan(0.05);
	});

	it('tells how far calibrating and testing are, each from nothing to all, and stops in the middle of either', async () => {
		// On a clock that has others wait at every look from then on: how quick this machine is says nothing.
		let [time, beat] = [0, 0];
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += beat));
		onTestFinished(() => clock.mockRestore());
		const book = smallShop();
		const told = new Map<string, number[]>();
		const hear = ({ stage, done, total }: Progress) => {
			beat = stage === 'neighbours/calibrating' ? 50 : 0;
			told.set(stage, [...(told.get(stage) ?? []), done / total]);
		};
		await trainModels(book, defaultQuestion(book), { ...options, families: ['neighbours'] }, { report: hear });
		beat = 50;
		for (const stage of ['neighbours/calibrating', 'neighbours/evaluating']) {
			const shares = told.get(stage) ?? [];
			expect(shares).toEqual([...shares].sort((a, b) => a - b));
			expect(shares[0]).toBe(0);
		}
		expect(new Set(told.get('neighbours/calibrating')).size).toBeGreaterThan(10);
		expect(told.get('neighbours/calibrating')?.at(-1)).toBeGreaterThan(0.45);
		const controller = new AbortController();
		const stop = (progress: Progress) => progress.stage === 'neighbours/calibrating' && progress.done > 20 && controller.abort();
		const stopped = trainModels(book, defaultQuestion(book), { ...options, families: ['neighbours'] }, { report: stop, signal: controller.signal });
		await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
	});

	it('gives the same model for the same seed, and what is stored answers as what was trained', async () => {
		const book = smallShop();
		const question = defaultQuestion(book);
		const [a, b] = await Promise.all([trainModels(book, question, options, silent), trainModels(book, question, options, silent)]);
		expect(a.models[1].model.buffers).toEqual(b.models[1].model.buffers);
		const { test } = splitExamples(book, question, 1);
		const p = decodeModel(a.models[1].model).predict(test);
		expect(p.length).toBe(test.rows * book.products.length);
		expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
	});

	it('reports every stage and stops when it is cancelled', async () => {
		const book = smallShop();
		const stages: string[] = [];
		const controller = new AbortController();
		const report = ({ stage }: { stage: string }) => {
			stages.push(stage);
			if (stage === 'forest/trees') controller.abort();
		};
		await expect(trainModels(book, defaultQuestion(book), options, { report, signal: controller.signal })).rejects.toThrow();
		expect(stages).toContain('features');
		expect(stages).not.toContain('forest/evaluating');
	});

	it('compares models on customers who are left out of what they calibrate', async () => {
		const book = smallShop(150, 4);
		const question = defaultQuestion(book);
		const families = ['boosted', 'neighbours'] as const;
		const { models } = await trainModels(book, question, { ...options, families, options: { boosted: { trees: 20 } } }, silent);
		const { train, validation } = splitExamples(book, question, 1);
		const [, boosted, neighbours] = models;
		const lossOf = (p: Float32Array) => alignedLoss(p, validation, 1);
		expect([boosted.calibratedOn, neighbours.calibratedOn]).toEqual(['validation', 'training']);

		const model = decodeModel(boosted.model);
		if (!isCalibrated(model)) throw new Error('not calibrated');
		// Neither its calibration nor when its trees stopped.
		const told = leftOut(model.raw, { validation }, 1);
		const folds = crossFitCalibration(told(validation), validation, { seed: 1, popularity: popularityRates(train) });
		const honest = crossCalibrate(folds, told(validation), validation);
		const stopped = crossCalibrate(folds, model.raw.predict(validation), validation);
		expect(lossOf(stopped)).toBeLessThan(boosted.validationLogLoss);
		expect(boosted.validationLogLoss).toBeCloseTo(lossOf(honest), 10);
		expect(boosted.validationLogLoss).not.toBeCloseTo(lossOf(model.predict(validation)), 4);
		// Its calibration never saw them.
		expect(neighbours.validationLogLoss).toBeCloseTo(lossOf(decodeModel(neighbours.model).predict(validation)), 10);
	});

	it('judges by its own seed, on the test customers', async () => {
		const book = smallShop();
		const question = defaultQuestion(book);
		const { models } = await trainModels(book, question, { ...options, seed: 5, options: { forest: { trees: 5 } } }, silent);
		const { train, test } = splitExamples(book, question, 5);
		const again = evaluate(decodeModel(models[1].model).predict(test), popularityRates(train), test, { threshold: 0.7, seed: 5 });
		expect(models[1].report.metrics).toEqual(again.metrics);
	});

	it('takes the best on validation, whatever the test customers say, and one without impacts only where it is a good deal better', async () => {
		const book = smallShop();
		const question = defaultQuestion(book);
		const families = ['forest', 'neighbours'] as const;
		const { models } = await trainModels(book, question, { ...options, families, options: { forest: { trees: 5 } } }, silent);
		const bestOf = async (validation: readonly number[], tested: readonly number[]) => {
			const told = models.map((model, i) => ({
				...model,
				facts: { ...model.facts, calibration: 'identity' },
				validationLogLoss: validation[i],
				report: { ...model.report, metrics: { ...model.report.metrics, log_loss: tested[i] } }
			}));
			const { best } = await trainModels(book, question, { ...options, families, reached: { models: told } }, silent);
			return models.find(({ id }) => id === best)?.family;
		};
		expect(await bestOf([0.2, 0.1, 0.15], [0.2, 0.3, 0.1])).toBe('forest');
		expect(await bestOf([0.2, 0.15, 0.1], [0.2, 0.1, 0.3])).toBe('neighbours');
		expect(await bestOf([0.2, 0.1, 0.0995], [0.2, 0.1, 0.1])).toBe('forest');
	});

	it('refuses an option that the family does not have', async () => {
		const book = smallShop();
		const run = trainModels(book, defaultQuestion(book), { ...options, options: { forest: { leaves: 3 } } }, silent);
		await expect(run).rejects.toMatchObject({ code: 'model.unknown_option' });
	});
});
