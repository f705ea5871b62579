import type { Project } from '../../core/project/types.js';
import { projectNews } from '../project-news.js';
import type { Storage } from '../storage/port.js';

/** Reads and writes projects, tells other tabs, and knows the revision of what it read or wrote. */
export class StoredProjects {
	readonly #storage: Promise<Storage>;
	readonly #revisions = new WeakMap<Project, number>();
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

	/** Writes all of a project. */
	async put(project: Project): Promise<void> {
		this.#revisions.set(project, await (await this.#storage).projects.put(project));
		this.#news?.postMessage('project');
	}

	/** Writes a change of a project. */
	async update(next: Project, before: Project): Promise<void> {
		const revision = this.#revisions.get(before);
		const now = await (await this.#storage).projects.update(next);
		if (revision !== undefined && now === revision + 1) this.#revisions.set(next, now);
		this.#news?.postMessage('project');
	}
}
