import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answersLock } from '../../../src/lib/browser/answers-lock.js';
import { isRunning } from '../../../src/lib/browser/worker/exclusively.js';
import { Preparation } from '../../../src/lib/browser/worker/preparation.js';
import type { Prepared } from '../../../src/lib/browser/worker/preparation.js';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import type { Storage } from '../../../src/lib/browser/storage/port.js';
import { breathe } from '../../../src/lib/core/progress.js';
import type { Progress, Work } from '../../../src/lib/core/progress.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { keptAnswers } from '../../../src/lib/core/serving/kept-answers.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

/** A predictor whose pass over everybody waits for `go`. */
class Waiting extends Predictor {
	go = (): void => {};
	passes = 0;
	readonly #gate = new Promise<void>((resolve) => (this.go = resolve));

	override async prepare(work?: Work): Promise<void> {
		if (this.isPrepared) return;
		this.passes++;
		await this.#gate;
		await breathe(work?.signal);
		await super.prepare(work);
	}
}

describe('what is made ready behind everything else', () => {
	const name = `test-${crypto.randomUUID()}`;
	let shop: Project;
	let storage: Storage;
	let preparation: Preparation;
	let predictor: Waiting;
	let revision: number | undefined;
	const prepared: Prepared = { id: 'shop', revision: () => revision, predictor: () => predictor };
	const untilGivenUp = () => expect.poll(() => isRunning(answersLock('shop'))).toBe(false);
	const keptModel = async () => (await storage.projects.answers('shop'))?.kept.model;

	beforeAll(async () => {
		shop = await trainedShop();
	});
	beforeEach(async () => {
		storage = await openStorage(name);
		preparation = new Preparation(Promise.resolve(storage), 0);
		predictor = new Waiting(shop);
		revision = await storage.projects.put(shop);
	});
	afterEach(async () => {
		preparation.stop();
		await storage.destroy();
	});

	it('is stored whole when it is done, and told of until then', async () => {
		const told: (Progress | undefined)[] = [];
		preparation.onProgress((progress) => told.push(progress));
		preparation.start(prepared);
		await expect.poll(() => predictor.passes).toBe(1);
		expect(await storage.projects.hasAnswers('shop')).toBe(false);
		predictor.go();
		await expect.poll(keptModel).toBe(shop.chosen);
		expect((await storage.projects.answers('shop'))?.kept).toEqual(await keptAnswers(new Predictor(shop)));
		expect(told).toEqual([...[0, 120].map((done) => ({ stage: 'answers', done, total: 120 })), undefined]);
	});

	it('goes on to the customers that were held out and to what is counted of them as one bar, for whoever asks for that', async () => {
		const told: (Progress | undefined)[] = [];
		preparation.onProgress((progress) => told.push(progress));
		predictor.go();
		const answer = await preparation.counted(predictor, async ({ report }) => {
			for (const done of [0, 1, 2]) report({ stage: 'counting', done, total: 2 });
			return 'counted';
		});
		expect(answer).toBe('counted');
		const shares = told.flatMap((progress) => (progress ? [progress.whole ?? NaN] : []));
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
		expect([...new Set(told.map((progress) => progress?.stage))]).toEqual(['answers', 'tested', 'counting', undefined]);
		expect(told.indexOf(undefined)).toBe(told.length - 1);
	});

	it('counts without a word where that takes no time, as a moved threshold does', async () => {
		predictor.go();
		await preparation.counted(predictor, async () => 1);
		const told: (Progress | undefined)[] = [];
		preparation.onProgress((progress) => told.push(progress));
		await preparation.counted(predictor, async ({ report }) => report({ stage: 'counting', done: 0, total: 2 }));
		expect(told).toEqual([undefined]);
		await preparation.counted(predictor, async ({ report }) => {
			await new Promise((resolve) => setTimeout(resolve, 250));
			report({ stage: 'counting', done: 1, total: 2 });
		});
		expect(told).toEqual([undefined, { stage: 'counting', done: 1, total: 2, whole: 0.5 }, undefined]);
	});

	it('ends what is counted at once when somebody cancels, and leaves it where another project comes', async () => {
		predictor.go();
		const signals: AbortSignal[] = [];
		const counting = () => preparation.counted(predictor, async ({ signal }) => {
			if (signal) signals.push(signal);
			for (;;) await breathe(signal);
		});
		const cancelled = counting();
		await expect.poll(() => signals.length).toBe(1);
		preparation.cancel();
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(signals[0].aborted).toBe(true);
		const left = counting();
		await expect.poll(() => signals.length).toBe(2);
		preparation.stop();
		expect(await left).toBeUndefined();
	});

	it('is ended within half a second, whatever is under way, and begins again when it is asked for', async () => {
		const asked = preparation.everybody(predictor);
		const since = performance.now();
		preparation.cancel();
		await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
		expect(performance.now() - since).toBeLessThan(500);
		predictor.go();
		await preparation.everybody(predictor);
		expect(predictor.isPrepared).toBe(true);
	});

	it('is nothing where the tab was closed in between, and made at the next opening', async () => {
		preparation.start(prepared);
		await expect.poll(() => predictor.passes).toBe(1);
		preparation.stop();
		predictor.go();
		await untilGivenUp();
		expect([predictor.isPrepared, await storage.projects.hasAnswers('shop')]).toEqual([false, false]);
		preparation.start(prepared);
		await expect.poll(keptModel).toBe(shop.chosen);
	});

	it('belongs to the project as it is stored when it is done', async () => {
		preparation.start(prepared);
		await expect.poll(() => predictor.passes).toBe(1);
		revision = await storage.projects.update({ ...shop, threshold: 0.9 });
		predictor.go();
		await expect.poll(keptModel).toBe(shop.chosen);
		expect(await storage.projects.answers('shop')).toMatchObject({ project: { threshold: 0.9 } });
	});

	it('is not stored for a project that another tab has changed', async () => {
		let asked = 0;
		const stale = { ...prepared, revision: () => (asked++, revision) };
		preparation.start(stale);
		await expect.poll(() => predictor.passes).toBe(1);
		await storage.projects.put({ ...shop, models: [], chosen: undefined });
		predictor.go();
		await expect.poll(() => asked).toBe(1);
		await untilGivenUp();
		expect(await storage.projects.hasAnswers('shop')).toBe(false);
	});

	it('waits for other work, unless somebody asks for it; and is one pass for all who ask', async () => {
		predictor.go();
		let end = () => {};
		const work = preparation.waitFor(() => new Promise<void>((resolve) => (end = resolve)));
		preparation.start(prepared);
		for (let i = 0; i < 10; i++) await storage.projects.hasAnswers('shop');
		expect(predictor.passes).toBe(0);
		await Promise.all([preparation.everybody(predictor), preparation.everybody(predictor)]);
		expect([predictor.passes, predictor.isPrepared]).toEqual([1, true]);
		end();
		await work;
		await expect.poll(keptModel).toBe(shop.chosen);
		expect(predictor.passes).toBe(1);
	});

	it('tells whoever asks what went wrong', async () => {
		predictor.prepare = () => Promise.reject(new Error('no memory'));
		await expect(preparation.everybody(predictor)).rejects.toThrow('no memory');
	});
});
