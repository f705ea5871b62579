import { LikelyError, toFailure } from '../../core/errors.js';
import type { TaskPool } from '../../core/parallel.js';
import { bookMark, keptTraining, parts } from '../../core/project/kept-training.js';
import type { KeptTraining, TrainingRequest } from '../../core/project/kept-training.js';
import { trainModels } from '../../core/project/train.js';
import type { TrainingKeeper, TrainOutcome } from '../../core/project/train.js';
import type { Backends } from '../../core/models/types.js';
import type { Project } from '../../core/project/types.js';
import type { Work } from '../../core/progress.js';
import type { CheckpointStore } from '../storage/port.js';
import type { InterruptedTraining, TrainRequest } from './engine.js';
import { exclusively, isRunning } from './exclusively.js';

/** How often a network in training is kept, in milliseconds. */
const every = 3000;

/** What a training needs beside the project. */
export interface Means {
	readonly pool: TaskPool;
	readonly backends: Backends;
	readonly work: Work;
}

/** What becomes of the models; it is done before another training may begin. */
type Adopt<T> = (outcome: TrainOutcome, request: TrainingRequest) => Promise<T>;

/** Trainings of one browser: never two of a project at once, and what one has reached outlives its tab. */
export class Trainings {
	constructor(private readonly store: CheckpointStore) {}

	/** The training of the project that was interrupted, if there is one. */
	async interrupted(project: Project): Promise<InterruptedTraining | undefined> {
		const kept = keptTraining(await this.store.load(project.id));
		if (!kept) return undefined;
		const { time, families, question, seed, models, checkpoint } = kept;
		const { epoch } = checkpoint?.meta ?? {};
		return {
			time,
			families,
			question,
			seed,
			done: models.map((model) => model.family),
			...(checkpoint && { at: { family: checkpoint.family, epoch: Number(epoch ?? 0) } }),
			isCurrent: kept.book === bookMark(project.book),
			elsewhere: await isRunning(lockOf(project.id))
		};
	}

	/** Forgets what was interrupted. */
	discard(project: string): Promise<void> {
		return this.store.remove(project);
	}

	/**
	 * Trains anew, in place of what was interrupted. `project` is asked for when it is this training's turn. Throws
	 * `train.elsewhere` where another tab trains the project and `wait` was not asked for, and what `trainModels` throws.
	 */
	train<T>(id: string, wait: boolean, request: TrainRequest, project: () => Promise<Project>, means: Means, adopt: Adopt<T>): Promise<T> {
		return exclusively(lockOf(id), wait, means.work.signal, async () => {
			const { book, threshold } = await project();
			const { families, question, seed, options } = request;
			const asked: TrainingRequest = { time: new Date().toISOString(), families, question, seed, options, book: bookMark(book) };
			await this.store.remove(id);
			await quietly(this.store.put(id, parts.request, asked));
			return this.#run(id, { ...asked, models: [] }, book, threshold, means, adopt);
		});
	}

	/** Goes on with what was interrupted. Throws `train.nothing_interrupted`, and as `train` does. */
	goOn<T>(id: string, project: () => Promise<Project>, means: Means, adopt: Adopt<T>): Promise<T> {
		return exclusively(lockOf(id), false, means.work.signal, async () => {
			const kept = keptTraining(await this.store.load(id));
			const { book, threshold } = await project();
			if (!kept) throw new LikelyError('train.nothing_interrupted');
			const mark = bookMark(book);
			const usable = kept.book === mark ? kept : { ...kept, book: mark, models: [], checkpoint: undefined };
			return this.#run(id, usable, book, threshold, means, adopt);
		});
	}

	/** Runs to the end and hands over what came of it; then what was kept is forgotten. Only who dies leaves it behind. */
	async #run<T>(id: string, kept: KeptTraining, book: Project['book'], threshold: number, means: Means, adopt: Adopt<T>): Promise<T> {
		try {
			return await adopt(await this.#outcome(id, kept, book, threshold, means), kept);
		} finally {
			await quietly(this.store.remove(id));
		}
	}

	/** From a checkpoint that is of no use, the family is trained again from its start. */
	async #outcome(id: string, kept: KeptTraining, book: Project['book'], threshold: number, { pool, backends, work }: Means): Promise<TrainOutcome> {
		const { time, families, question, seed, options, models, checkpoint, seconds } = kept;
		const common = { families, seed, options, threshold, pool, backends, now: time, keeper: this.#keeper(id) };
		try {
			return await trainModels(book, question, { ...common, reached: { models, checkpoint, seconds } }, work);
		} catch (error) {
			if (!checkpoint || !toFailure(error).code.startsWith('checkpoint.')) throw error;
			return trainModels(book, question, { ...common, reached: { models } }, work);
		}
	}

	#keeper(id: string): TrainingKeeper {
		return {
			every,
			at: (checkpoint, seconds) => quietly(this.store.put(id, parts.checkpoint, { checkpoint, seconds })),
			trained: async (model) => {
				await quietly(this.store.put(id, parts.model(model.family), model));
				await quietly(this.store.remove(id, parts.checkpoint));
			}
		};
	}
}

function lockOf(project: string): string {
	return `likely/training/${project}`;
}

/** What cannot be kept is not worth stopping for. */
async function quietly(work: Promise<void>): Promise<void> {
	try {
		await work;
	} catch {
		return;
	}
}
