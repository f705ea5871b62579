import { proxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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

describe('a training that is interrupted', () => {
	let id: string;
	let request: TrainRequest;
	let storage: Storage;

	beforeAll(async () => {
		const { engine } = tab();
		const inspection = await engine.inspect(new File([smallCsv()], 'orders.csv'), quiet);
		await engine.preview(inspection.mapping);
		const project = await engine.accept('Interrupted shop');
		id = project.id;
		const neural = { epochs: 10, patience: 10, hidden: [64, 64], batch: 16 };
		request = { families: ['forest', 'neural'], question: project.question, seed: 1, options: { forest: { trees: 5 }, neural } };
		await engine.computeWith('wasm');
		storage = await openStorage();
	});

	afterEach(() => workers.splice(0).forEach((worker) => worker.terminate()));

	/** A tab whose network is in the middle, held, with its state in storage. */
	async function heldInTheMiddle() {
		const opened = await tabWith(id);
		const seen: Progress[] = [];
		const halfway = Promise.withResolvers<void>();
		const report = (progress: Progress) => {
			seen.push(progress);
			if (progress.stage === 'neural/epochs' && progress.done >= 2) halfway.resolve();
		};
		const done = opened.engine.train(request, proxy(report));
		done.catch(() => undefined);
		await Promise.race([halfway.promise, done]);
		await opened.engine.pause();
		await vi.waitFor(async () => expect((await storage.checkpoints.load(id)).has('checkpoint')).toBe(true), { timeout: 10_000 });
		return { ...opened, seen, done };
	}

	it('goes on after its worker was killed, and comes to the same models, to the bit', async () => {
		const whole = await tabWith(id);
		await whole.engine.train(request, quiet);
		const expected = await learned(whole.engine);
		expect(await whole.engine.interrupted()).toBeUndefined();

		const { worker } = await heldInTheMiddle();
		worker.terminate();
		const { engine } = whole;
		const offer = await vi.waitFor(async () => {
			const found = await engine.interrupted();
			expect(found?.elsewhere).toBe(false);
			return found;
		});
		expect(offer).toMatchObject({ families: ['forest', 'neural'], seed: 1, done: ['forest'], at: { family: 'neural' }, isCurrent: true });
		expect(offer?.at?.epoch).toBeGreaterThanOrEqual(2);
		expect(offer?.at?.epoch).toBeLessThan(10);
		const epochs: number[] = [];
		const { failed } = await engine.goOn(proxy((progress: Progress) => void (progress.stage === 'neural/epochs' && epochs.push(progress.done))));
		expect(failed).toEqual([]);
		expect(Math.min(...epochs)).toBeGreaterThanOrEqual(Number(offer?.at?.epoch) - 1);
		expect(await learned(engine)).toEqual(expected);
		expect(await engine.interrupted()).toBeUndefined();
		expect((await storage.checkpoints.load(id)).size).toBe(0);
	});

	it('is not trained over by a second tab, which says so and can wait', async () => {
		const first = await heldInTheMiddle();
		const second = await tabWith(id);
		expect(await second.engine.interrupted()).toMatchObject({ elsewhere: true });
		await expect(second.engine.train(request, quiet)).rejects.toMatchObject({ code: 'train.elsewhere' });
		const order: string[] = [];
		const waiting = second.engine
			.train({ ...request, families: ['forest'], wait: true }, proxy(({ stage }: Progress) => void (stage === 'waiting' && order.push('waits'))))
			.then(() => order.push('second'));
		await first.engine.proceed();
		await first.done.then(() => order.push('first'));
		await waiting;
		expect(order).toEqual(['waits', 'first', 'second']);
		expect((await learned(second.engine)).models.map(({ family }) => family)).toEqual(['popularity', 'forest']);
	});

	it('stands still while it is held, goes on afterwards, can be cancelled while it is held, and be discarded', async () => {
		const { engine, seen, done } = await heldInTheMiddle();
		const stood = seen.length;
		await Promise.all([engine.projects(), engine.compute()]);
		expect(seen.length).toBe(stood);
		await engine.proceed();
		await vi.waitFor(() => expect(seen.length).toBeGreaterThan(stood));
		await engine.pause();
		const told = performance.now();
		await engine.cancel();
		await expect(done).rejects.toMatchObject({ code: 'cancelled' });
		expect(performance.now() - told).toBeLessThan(500);
		expect(await engine.interrupted()).toBeUndefined();

		const { families, question, seed } = request;
		await storage.checkpoints.put(id, 'request', { time: '2024-05-01T10:00:00.000Z', families, question, seed, book: 'other' });
		expect(await engine.interrupted()).toMatchObject({ families, done: [], isCurrent: false });
		await engine.discardInterrupted();
		expect(await engine.interrupted()).toBeUndefined();
		await expect(engine.goOn(quiet)).rejects.toMatchObject({ code: 'train.nothing_interrupted' });
	});
});
