import { LikelyError } from '../../core/errors.js';
import type { Question } from '../../core/features/types.js';
import type { NextBasketMode } from '../../core/models/nextbasket/index.js';
import type { FamilyName } from '../../core/models/types.js';
import { hold } from '../../core/progress.js';
import type { Work } from '../../core/progress.js';
import type { ProjectCard } from '../../core/project/cards.js';
import type { TrainingRequest } from '../../core/project/kept-training.js';
import type { TrainOutcome } from '../../core/project/train.js';
import type { Project } from '../../core/project/types.js';
import { openStorage } from '../storage/open.js';
import type { Storage } from '../storage/port.js';
import type { Means } from './checkpoints.js';
import { Trainings } from './checkpoints.js';
import { ExplainingService } from './explaining.js';
import { NextOrders } from './next-orders.js';
import type { NextOrdersEngine } from './next-orders.js';
import { WorkerPool } from './pool.js';
import { Replaced } from './replaced.js';
import type { ComputeCard, InterruptedTraining, ModelFormat, TrainingEngine, TrainRequest, TrainResult } from './training-engine.js';

type Failed = TrainResult['failed'][number];
const networks: readonly FamilyName[] = ['neural', 'transformer'];

/** The part of the engine that trains: one long work at a time. */
export abstract class TrainingService extends ExplainingService implements TrainingEngine, NextOrdersEngine {
	protected readonly storage: Promise<Storage> = openStorage();
	/** The other cores, for reading and training. */
	protected readonly pool = new WorkerPool();
	/** What the last training, or orders that were added, took the place of. */
	protected readonly replaced = new Replaced();
	readonly #nextOrders = new NextOrders();
	#working: AbortController | undefined;
	#release: (() => void) | undefined;

	/** Throws `project.none_open`. */
	protected abstract override opened(): Project;
	/** Stores a change of the open project that its answers depend on. */
	protected abstract change(change: Partial<Project>): Promise<ProjectCard>;
	/** The project as it is stored now. */
	protected abstract newest(): Promise<Project | undefined>;

	protected get isWorking(): boolean {
		return this.#working !== undefined;
	}

	/** Runs one long work; a second one has to wait for the first or cancel it. */
	protected async work<T>(report: Work['report'], run: (work: Work) => Promise<T>): Promise<T> {
		if (this.#working) throw new LikelyError('worker.busy');
		const controller = new AbortController();
		this.#working = controller;
		try {
			return await run({ report, signal: controller.signal });
		} finally {
			this.#working = undefined;
			this.#release = undefined;
		}
	}

	train(request: TrainRequest, report: Work['report']): Promise<TrainResult> {
		return this.work(report, async (work) => {
			const { id } = this.opened();
			const { families, failed } = await startable(request.families);
			const { wait = false, ...asked } = request;
			if (wait) report({ stage: 'waiting', done: 0, total: 0 });
			const trainings = await this.#trainings();
			const adopt = (outcome: TrainOutcome) => this.#adopt(request, outcome, failed);
			return trainings.train(id, wait, { ...asked, families }, () => this.#newest(wait), await this.#means(work), adopt);
		});
	}

	async rankingModes() {
		return this.#nextOrders.modes(this.opened().book);
	}

	rankNextOrders(mode: NextBasketMode, report: Work['report']) {
		return this.work(report, (work) => this.#nextOrders.rank(this.opened().book, mode, this.opened().seed, work, this.pool));
	}

	async nextOrdersSummary() {
		return this.#nextOrders.summary(this.opened().book);
	}

	async nextOrder(customer: string) {
		return this.#nextOrders.list(this.opened().book, customer);
	}

	async nextOrdersFile() {
		return this.#nextOrders.file(this.opened().book);
	}

	async interrupted(): Promise<InterruptedTraining | undefined> {
		return this.#working ? undefined : (await this.#trainings()).interrupted(this.opened());
	}

	goOn(report: Work['report']): Promise<TrainResult> {
		return this.work(report, async (work) => {
			const trainings = await this.#trainings();
			const adopt = (outcome: TrainOutcome, request: TrainingRequest) => this.#adopt(request, outcome, []);
			return trainings.goOn(this.opened().id, () => this.#newest(false), await this.#means(work), adopt);
		});
	}

	async discardInterrupted(): Promise<void> {
		if (!this.#working) await (await this.#trainings()).discard(this.opened().id);
	}

	async pause(): Promise<void> {
		if (this.#working) this.#release ??= hold(this.#working.signal);
	}

	async proceed(): Promise<void> {
		this.#release?.();
		this.#release = undefined;
	}

	async cancel(): Promise<void> {
		this.#working?.abort();
		this.pool.cancel();
	}

	async settle(): Promise<void> {
		this.replaced.forget();
	}

	async compute(): Promise<ComputeCard> {
		const { computeCard } = await import('./compute.js');
		return computeCard((await this.storage).settings);
	}

	async computeWith(wish: ComputeCard['wish']): Promise<ComputeCard> {
		const { computeWith } = await import('./compute.js');
		return computeWith((await this.storage).settings, wish);
	}

	measureCompute(question: Question, report: Work['report']): Promise<ComputeCard> {
		return this.work(report, async (work) => {
			const { measureCompute } = await import('./compute.js');
			return measureCompute((await this.storage).settings, this.opened(), question, this.pool, work);
		});
	}

	async exportModel(model: string, format: ModelFormat): Promise<Blob> {
		const project = this.opened();
		const found = project.models.find(({ id }) => id === model);
		if (!found) throw new LikelyError('model.unknown', { model });
		const { modelFile } = await import('./model-file.js');
		return modelFile(project, found, format);
	}

	async #trainings(): Promise<Trainings> {
		return new Trainings((await this.storage).checkpoints);
	}

	async #means(work: Work): Promise<Means> {
		const { DeviceBackends } = await import('../tensorflow/backends.js');
		return { pool: this.pool, work, backends: new DeviceBackends((await this.storage).settings, work.report) };
	}

	/** The open project as it is stored, where another tab may have changed it meanwhile. */
	async #newest(again: boolean): Promise<Project> {
		return (again && (await this.newest())) || this.opened();
	}

	async #adopt({ question, seed }: Pick<TrainRequest, 'question' | 'seed'>, { models, best, failed }: TrainOutcome, missing: readonly Failed[]): Promise<TrainResult> {
		const before = this.opened();
		const project = await this.change({ question, seed, models: [...models], chosen: best });
		this.replaced.keep(before);
		return { project, failed: [...missing, ...failed] };
	}
}

/** The families that can be trained here: where TensorFlow.js does not start at all, a forest in place of networks. */
async function startable(families: readonly FamilyName[]): Promise<{ families: FamilyName[]; failed: Failed[] }> {
	const asked = families.filter((family) => networks.includes(family));
	if (asked.length === 0) return { families: [...families], failed: [] };
	try {
		const { startTensorFlow } = await import('../tensorflow/start.js');
		await startTensorFlow();
		return { families: [...families], failed: [] };
	} catch {
		const others = families.filter((family) => !asked.includes(family));
		return {
			families: others.some((family) => family !== 'popularity') ? others : [...others, 'forest'],
			failed: asked.map((family) => ({ family, code: 'tensorflow.cannot_start' }))
		};
	}
}
