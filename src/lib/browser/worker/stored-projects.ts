import type { Work } from '../../core/progress.js';
import { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { keptAnswers } from '../../core/serving/kept-answers.js';
import type { Kept } from '../../core/serving/kept-answers.js';
import { projectNews } from '../project-news.js';
import type { Storage } from '../storage/port.js';

/**
 * Writes projects together with what /predict answers from, so that a service worker that starts anew answers at once,
 * however many customers there are; and knows the revision of what it read or wrote.
 */
export class StoredProjects {
	readonly #storage: Promise<Storage>;
	readonly #revisions = new WeakMap<Project, number>();
	readonly #predictors = new WeakMap<Project, Predictor>();
	readonly #news = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(projectNews);

	constructor(storage: Promise<Storage>) {
		this.#storage = storage;
		const tell = () => this.#news?.postMessage('project');
		storage.then(({ onOutdated }) => onOutdated(tell)).catch(() => {});
	}

	async load(id: string): Promise<Project | undefined> {
		const { projects } = await this.#storage;
		// Asked before: a change in between makes it a number too low, which keeps nothing.
		const revision = (await projects.summary(id))?.revision;
		const project = await projects.load(id);
		if (project && revision !== undefined) this.#revisions.set(project, revision);
		return project;
	}

	/** The project as it is stored now, where that is another state than this; undefined where it is not. */
	async newer(project: Project): Promise<Project | undefined> {
		const summary = await (await this.#storage).projects.summary(project.id);
		return summary && summary.revision !== this.#revisions.get(project) ? this.load(project.id) : undefined;
	}

	/** The number of the change that made the stored project this one; undefined where another tab wrote it meanwhile. */
	revision(project: Project): number | undefined {
		return this.#revisions.get(project);
	}

	/** What answers for this very project, made when it was written. */
	predictor(project: Project): Predictor | undefined {
		return this.#predictors.get(project);
	}

	/** Writes all of a project; with what answers are made from where there is time to work it out. */
	async put(project: Project, work?: Work): Promise<void> {
		const { projects } = await this.#storage;
		this.#revisions.set(project, await projects.put(project, work && (await this.#kept(project, work))));
		this.#news?.postMessage('project');
	}

	/** Writes a change of a project; likewise. */
	async update(next: Project, before: Project, work?: Work): Promise<void> {
		const { projects } = await this.#storage;
		const revision = this.#revisions.get(before);
		const kept = work && revision !== undefined ? await this.#kept(next, work) : undefined;
		const now = await projects.update(next, kept && revision !== undefined ? { kept, revision } : undefined);
		if (revision !== undefined && now === revision + 1) this.#revisions.set(next, now);
		this.#news?.postMessage('project');
	}

	async #kept(project: Project, work: Work): Promise<Kept | undefined> {
		if (!project.models.length || (await this.#storage).kind === 'memory') return undefined;
		const predictor = new Predictor(project);
		const kept = await keptAnswers(predictor, work);
		this.#predictors.set(project, predictor);
		return kept;
	}
}
