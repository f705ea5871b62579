import { LikelyError } from '../../core/errors.js';
import { demoProjectId, demoTitle } from '../../core/data/demos.js';
import type { DemoName } from '../../core/data/demos.js';
import { memorySource } from '../../core/data/source.js';
import { baselinesKey } from '../../core/explanation/saved-baseline.js';
import { defaultQuestion } from '../../core/features/questions.js';
import { readProject, writeProject } from '../../core/project/file.js';
import { projectCard } from '../../core/project/card.js';
import { sealFile, unsealFile } from '../../core/project/sealed-file.js';
import { Predictor } from '../../core/project/predictor.js';
import type { Cleaning } from '../../core/data/transactions.js';
import type { Encoding, Mapping } from '../../core/data/types.js';
import type { Question } from '../../core/features/types.js';
import type { Project } from '../../core/project/types.js';
import { fileSource } from '../files/source.js';
import { downloaded } from './downloaded.js';
import type { Engine, ProjectCard, ProjectListing, Report } from './engine.js';
import { EverybodyService } from './everybody.js';
import { Inspector } from './inspector.js';
import type { AppendPlan, FeedKind, FeedRequest, LiveUpdate } from './live-engine.js';
import { LiveService } from './live-service.js';
import { RememberedMappings } from './remembered-mappings.js';
import { StoredProjects } from './stored-projects.js';

/** The engine as it runs in its worker: one open project, one long work at a time. */
export class EngineService extends EverybodyService implements Engine {
	readonly #inspector = new Inspector();
	readonly #live = new LiveService(this.storage);
	readonly #stored = new StoredProjects(this.storage);
	#site = '/';
	#project: Project | undefined;
	#predictor: Predictor | undefined;

	/** Where the site's own files are served from; the first message from the page. */
	begin(site: string): void {
		this.#site = site;
	}

	async projects(): Promise<readonly ProjectListing[]> {
		return (await this.storage).projects.list();
	}

	async resume(): Promise<ProjectCard | undefined> {
		if (this.#project) return projectCard(this.#project);
		const id = await (await this.storage).projects.current();
		return id === undefined ? undefined : this.open(id);
	}

	async open(id: string): Promise<ProjectCard> {
		const project = await this.#stored.load(id);
		if (!project) throw new LikelyError('project.unknown', { id });
		await (await this.storage).projects.setCurrent(id);
		return this.use(project);
	}

	async refresh(): Promise<ProjectCard | undefined> {
		const project = this.#project;
		if (!project || this.isWorking) return undefined;
		const stored = await this.#stored.newer(project);
		return stored && this.#project === project && !this.isWorking ? this.use(stored) : undefined;
	}

	async openDemo(name: DemoName, report: Report): Promise<ProjectCard> {
		const id = demoProjectId(name);
		const { projects } = await this.storage;
		if (await projects.summary(id)) return this.open(id);
		return this.work(report, async (work) => {
			const bytes = await downloaded(new URL(`demo/${name}.likely`, this.#site), work);
			return this.#keep({ ...readProject(bytes), id });
		});
	}

	async remove(id: string): Promise<void> {
		await (await this.storage).projects.remove(id);
		await (await this.storage).checkpoints.remove(id);
		await (await this.storage).settings.remove(baselinesKey(id));
		await this.#live.forget(id);
		if (this.#project?.id === id) this.use(undefined);
	}

	async rename(id: string, name: string): Promise<ProjectCard> {
		const project = this.#project?.id === id ? this.#project : await this.#stored.load(id);
		if (!project) throw new LikelyError('project.unknown', { id });
		const renamed = { ...project, name };
		await this.#stored.update(renamed, project);
		if (this.#project?.id === id) this.#project = renamed;
		return projectCard(renamed);
	}

	inspect(files: File | readonly File[], report: Report) {
		const sources = (files instanceof File ? [files] : files).map(fileSource);
		return this.work(report, async (work) => this.#inspector.inspect(sources, await this.#remembered(), work, { pool: this.pool }));
	}

	inspectDemo(name: DemoName, report: Report) {
		return this.work(report, async (work) => {
			const bytes = await downloaded(new URL(`demo/${name}.csv`, this.#site), work);
			return this.#inspector.inspect([memorySource(`${demoTitle(name)}.csv`, bytes)], await this.#remembered(), work);
		});
	}

	reread(encoding: Encoding, report: Report) {
		return this.work(report, async (work) => this.#inspector.reread(encoding, await this.#remembered(), work));
	}

	preview(mapping: Mapping, returns?: File, cleaning: Cleaning = {}) {
		const today = Math.floor(Date.now() / 86_400_000);
		return this.work(() => {}, (work) => this.#inspector.preview(mapping, returns && fileSource(returns), cleaning, today, work));
	}

	async rejected(): Promise<string> {
		return this.#inspector.rejected();
	}

	async accept(name: string): Promise<ProjectCard> {
		const { name: file, table, guessedColumns, mapping, quality, book, preview } = this.#inspector.accepted;
		await (await this.#remembered()).keep(table, mapping, guessedColumns);
		const card = await this.#keep({
			id: crypto.randomUUID(),
			name: name.trim() || file,
			created: new Date().toISOString(),
			mapping,
			quality,
			book,
			question: preview.question,
			seed: 1,
			threshold: 0.7,
			models: []
		});
		this.#inspector.close();
		return card;
	}

	async choose(model: string): Promise<ProjectCard> {
		if (!this.opened().models.some(({ id }) => id === model)) throw new LikelyError('model.unknown', { model });
		return this.change({ chosen: model });
	}

	async setThreshold(threshold: number): Promise<ProjectCard> {
		if (!(threshold > 0 && threshold < 1)) throw new LikelyError('threshold.out_of_range', { threshold });
		const project = { ...this.opened(), threshold };
		await this.#stored.update(project, this.opened());
		this.#project = project;
		return projectCard(project);
	}

	async suggest(kind: Question['kind'], given?: { readonly asOf?: number; readonly horizon?: number }): Promise<Question> {
		return defaultQuestion(this.opened().book, kind, given);
	}

	liveStart(report: (update: LiveUpdate) => void): Promise<void> {
		// Orders come first; what /predict starts from is kept when they have ended.
		this.preparation.stop();
		return this.#live.start(this.answers(), report);
	}

	async liveStop(): Promise<void> {
		this.#live.stop();
		this.#prepare();
	}

	feedStart(request: FeedRequest): Promise<void> {
		return this.#live.feed(request, this.opened());
	}

	async feedStop(kind: FeedKind): Promise<void> {
		this.#live.endFeed(kind);
	}

	appendPlan(files: readonly File[], report: Report): Promise<AppendPlan> {
		return this.work(report, (work) => this.#live.plan(this.opened(), files, work));
	}

	async append(token: number, corrections: boolean): Promise<ProjectCard> {
		return this.#grow(await this.#live.appended(this.opened(), token, corrections));
	}

	async absorb(): Promise<ProjectCard> {
		return this.#grow(await this.#live.absorbed(this.opened()));
	}

	takeBack(): Promise<ProjectCard> {
		return this.work(() => {}, async () => {
			const { project, was, came } = this.replaced.take();
			if (this.opened().id !== project) await this.open(project);
			if (!came) return this.change(was);
			await this.#live.waitAgain(project, came);
			return this.#keep({ ...this.opened(), ...was });
		});
	}

	async exportProject(passphrase?: string): Promise<Blob> {
		const file = writeProject(this.opened());
		return new Blob([passphrase === undefined ? file : await sealFile(file, passphrase)], { type: 'application/zip' });
	}

	importProject(file: Blob, report: Report, passphrase?: string): Promise<ProjectCard> {
		return this.work(report, async () => {
			report({ stage: 'reading', done: 0, total: 0 });
			const bytes = await unsealFile(new Uint8Array(await file.arrayBuffer()), passphrase);
			const project = { ...readProject(bytes), id: crypto.randomUUID() };
			report({ stage: 'store', done: 0, total: 0 });
			return this.#keep(project);
		});
	}

	async #remembered(): Promise<RememberedMappings> {
		return new RememberedMappings((await this.storage).settings);
	}

	protected opened(): Project {
		if (!this.#project) throw new LikelyError('project.none_open');
		return this.#project;
	}

	protected answers(): Predictor {
		this.#predictor ??= new Predictor(this.opened());
		return this.#predictor;
	}

	/** Stores the project with its new orders; only then what came in is forgotten. */
	async #grow(project: Project): Promise<ProjectCard> {
		const before = this.opened();
		const card = await this.#keep(project);
		this.replaced.keep(before, await this.#live.waiting(project.id));
		await this.#live.forget(project.id);
		return card;
	}

	/** Stores a whole project and opens it. */
	async #keep(project: Project): Promise<ProjectCard> {
		await this.#stored.put(project);
		await (await this.storage).projects.setCurrent(project.id);
		return this.use(project);
	}

	protected async newest(): Promise<Project | undefined> {
		const stored = await this.#stored.load(this.opened().id);
		if (stored) this.use(stored);
		return stored;
	}

	protected async change(change: Partial<Project>): Promise<ProjectCard> {
		const project = { ...this.opened(), ...change };
		await this.#stored.update(project, this.opened());
		return this.use(project);
	}

	#prepare(): void {
		const { id, models } = this.#project ?? {};
		const revision = () => this.#project && this.#stored.revision(this.#project);
		this.preparation.start(id !== undefined && models?.length ? { id, revision, predictor: () => this.answers() } : undefined);
	}

	protected use(project: Project): ProjectCard;
	protected use(project: undefined): undefined;
	protected use(project: Project | undefined): ProjectCard | undefined {
		this.#project = project;
		this.#predictor = undefined;
		this.#live.stop();
		this.forget();
		this.#prepare();
		return project && projectCard(project);
	}
}
