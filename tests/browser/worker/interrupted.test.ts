import { proxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import type { Storage } from '../../../src/lib/browser/storage/port.js';
import type { EngineService } from '../../../src/lib/browser/worker/service.js';
import { carryFailures } from '../../../src/lib/browser/worker/failures.js';
import type { TrainRequest } from '../../../src/lib/browser/worker/engine.js';
import type { Progress } from '../../../src/lib/core/progress.js';
import { readProject } from '../../../src/lib/core/project/file.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

carryFailures();
const workers: Worker[] = [];

/** A tab's worker, which can be killed. */
function tab(): { worker: Worker; engine: Remote<EngineService> } {
	const worker = new Worker(new URL('../../../src/lib/browser/worker/main.ts', import.meta.url), { type: 'module' });
	workers.push(worker);
	const engine = wrap<EngineService>(worker);
	void engine.begin(`${location.origin}/`);
	return { worker, engine };
}

const quiet = proxy(() => {});

async function tabWith(id: string) {
	const opened = tab();
	await opened.engine.open(id);
	return opened;
}

/** What was learned, without when and how fast. */
async function learned(engine: Remote<EngineService>) {
	const { models, chosen } = readProject(new Uint8Array(await (await engine.exportProject()).arrayBuffer()));
	return { chosen: chosen?.split('-')[0], models: models.map(({ family, model, curve, report, facts }) => ({ family, model, curve, report, facts })) };
}

/** A busy machine may take its time; nothing here depends on how long it takes. */
const patient = { timeout: 120_000 };
const eventually = { timeout: 60_000, interval: 20 };
const epochs = 24;

describe('a training that is interrupted', patient, () => {
	let id: string;
	let request: TrainRequest;
	let storage: Storage;
	/** The tab that stays open. */
	let engine: Remote<EngineService>;

	beforeAll(async () => {
		({ engine } = tab());
		const inspection = await engine.inspect(new File([smallCsv()], 'orders.csv'), quiet);
		await engine.preview(inspection.mapping);
		const project = await engine.accept('Interrupted shop');
		id = project.id;
		const neural = { epochs, patience: epochs, hidden: [48, 48], batch: 16 };
		request = { families: ['forest', 'neural'], question: project.question, seed: 1, options: { forest: { trees: 5 }, neural } };
		await engine.computeWith('wasm');
		storage = await openStorage();
	}, patient.timeout);

	afterAll(() => workers.splice(0).forEach((worker) => worker.terminate()));

	/** Trains until the network is in the middle, and holds it there, with its state in storage. */
	async function heldInTheMiddle(where: Remote<EngineService>) {
		const seen: Progress[] = [];
		const begun = Promise.withResolvers<void>();
		const report = (progress: Progress) => {
			seen.push(progress);
			if (progress.stage === 'neural/epochs') begun.resolve();
		};
		const done = where.train(request, proxy(report));
		done.catch(() => undefined);
		await Promise.race([begun.promise, done]);
		await where.pause();
		await vi.waitFor(async () => expect((await storage.checkpoints.load(id)).has('checkpoint')).toBe(true), eventually);
		return { seen, done };
	}

	it('goes on after its worker was killed, and comes to the same models, to the bit', async () => {
		await engine.train(request, quiet);
		const expected = await learned(engine);
		expect(await engine.interrupted()).toBeUndefined();

		const other = await tabWith(id);
		await heldInTheMiddle(other.engine);
		other.worker.terminate();
		const offer = await vi.waitFor(async () => {
			const found = await engine.interrupted();
			expect(found?.elsewhere).toBe(false);
			return found;
		}, eventually);
		expect(offer).toMatchObject({ families: ['forest', 'neural'], seed: 1, done: ['forest'], at: { family: 'neural' }, isCurrent: true });
		expect(offer?.at?.epoch).toBeGreaterThanOrEqual(1);
		expect(offer?.at?.epoch).toBeLessThan(epochs);
		const made: number[] = [];
		const { failed } = await engine.goOn(proxy((progress: Progress) => void (progress.stage === 'neural/epochs' && made.push(progress.done))));
		expect(failed).toEqual([]);
		expect(Math.min(...made)).toBeGreaterThanOrEqual(Number(offer?.at?.epoch) - 1);
		expect(await learned(engine)).toEqual(expected);
		expect(await engine.interrupted()).toBeUndefined();
		expect((await storage.checkpoints.load(id)).size).toBe(0);
	});

	it('is not trained over by a second tab, which says so and can wait', async () => {
		const first = await tabWith(id);
		const { done } = await heldInTheMiddle(first.engine);
		expect(await engine.interrupted()).toMatchObject({ elsewhere: true });
		await expect(engine.train(request, quiet)).rejects.toMatchObject({ code: 'train.elsewhere' });
		const order: string[] = [];
		const waiting = engine
			.train({ ...request, families: ['forest'], wait: true }, proxy(({ stage }: Progress) => void (stage === 'waiting' && order.push('waits'))))
			.then(() => order.push('second'));
		await first.engine.proceed();
		await done.then(() => order.push('first'));
		await waiting;
		expect(order).toEqual(['waits', 'first', 'second']);
		expect((await learned(engine)).models.map(({ family }) => family)).toEqual(['popularity', 'forest']);
	});

	it('stands still while it is held, goes on afterwards, can be cancelled while it is held, and be discarded', async () => {
		const { seen, done } = await heldInTheMiddle(engine);
		const stood = seen.length;
		await Promise.all([engine.projects(), engine.compute()]);
		expect(seen.length).toBe(stood);
		await engine.proceed();
		await vi.waitFor(() => expect(seen.length).toBeGreaterThan(stood), eventually);
		await engine.pause();
		await engine.cancel();
		await expect(done).rejects.toMatchObject({ code: 'cancelled' });
		expect(await engine.interrupted()).toBeUndefined();

		const { families, question, seed } = request;
		await storage.checkpoints.put(id, 'request', { time: '2024-05-01T10:00:00.000Z', families, question, seed, book: 'other' });
		expect(await engine.interrupted()).toMatchObject({ families, done: [], isCurrent: false });
		await engine.discardInterrupted();
		expect(await engine.interrupted()).toBeUndefined();
		await expect(engine.goOn(quiet)).rejects.toMatchObject({ code: 'train.nothing_interrupted' });
	});
});
