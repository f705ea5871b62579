import { LikelyError } from '../../../core/errors.js';
import { projectParts } from '../../../core/project/file.js';
import type { Project } from '../../../core/project/types.js';
import type { Kept, KeptProject } from '../../../core/serving/kept-answers.js';
import type { ProjectStore, ProjectSummary } from '../port.js';
import { newestFirst } from '../projects.js';
import type { Tell } from './tell.js';

interface Held {
	readonly project: Project;
	readonly revision: number;
	readonly bytes: number;
}

/** Projects without a database. */
export class MemoryProjects implements ProjectStore {
	readonly #held = new Map<string, Held>();
	readonly #answers = new Map<string, { readonly revision: number; readonly project: KeptProject; readonly kept: Kept }>();
	readonly #tell: Tell;
	readonly #onRemoved: (project: string) => void;
	#current: string | undefined;

	/** `onRemoved`: removes what else is kept of a project that goes. */
	constructor(tell: Tell, onRemoved: (project: string) => void) {
		this.#tell = tell;
		this.#onRemoved = onRemoved;
	}

	async list(): Promise<readonly ProjectSummary[]> {
		return newestFirst([...this.#held.values()].map(summaryOf));
	}

	async summary(id: string): Promise<ProjectSummary | undefined> {
		const held = this.#held.get(id);
		return held && summaryOf(held);
	}

	async load(id: string): Promise<Project | undefined> {
		return structuredClone(this.#held.get(id)?.project);
	}

	async put(project: Project): Promise<number> {
		const bytes = [...projectParts(project).values()].reduce((sum, part) => sum + part.length, 0);
		const revision = (this.#held.get(project.id)?.revision ?? 0) + 1;
		this.#held.set(project.id, { project: structuredClone(project), revision, bytes });
		this.#tell('projects');
		return revision;
	}

	async update(project: Project): Promise<number> {
		const held = this.#held.get(project.id);
		if (!held) throw new LikelyError('storage.missing', { project: project.id });
		return this.put({ ...project, book: held.project.book });
	}

	async answers(id: string): Promise<{ readonly project: KeptProject; readonly kept: Kept } | undefined> {
		return (await this.hasAnswers(id)) ? structuredClone(this.#answers.get(id)) : undefined;
	}

	async hasAnswers(id: string): Promise<boolean> {
		const kept = this.#answers.get(id);
		return kept !== undefined && kept.revision === this.#held.get(id)?.revision;
	}

	async keepAnswers(id: string, revision: number, kept: Kept): Promise<void> {
		const project = this.#held.get(id)?.project;
		const card = project?.models.find((model) => model.id === kept.model);
		if (!project || !card) return;
		const { name, threshold, seed } = project;
		this.#answers.set(id, structuredClone({ revision, kept, project: { name, threshold, seed, card } }));
	}

	async remove(id: string): Promise<void> {
		this.#held.delete(id);
		this.#answers.delete(id);
		this.#onRemoved(id);
		this.#tell('projects', 'history');
	}

	async current(): Promise<string | undefined> {
		return this.#current !== undefined && this.#held.has(this.#current) ? this.#current : undefined;
	}

	async setCurrent(id: string | undefined): Promise<void> {
		this.#current = id;
		this.#tell('settings');
	}

	clear(): void {
		this.#held.clear();
		this.#answers.clear();
		this.#current = undefined;
	}
}

function summaryOf({ project: { id, name, created, book, models }, bytes, revision }: Held): ProjectSummary {
	return { id, name, created, customers: book.customers.length, products: book.products.length, models: models.length, bytes, revision };
}
