import { Dexie } from 'dexie';
import { LikelyError } from '../../core/errors.js';
import type { Parts } from '../../core/project/parts.js';
import type { Project } from '../../core/project/types.js';
import type { Kept } from '../../core/serving/kept-answers.js';
import { answersArea, answersName, answersOfAreas, bookArea, chosenOf, headArea, modelAreas, projectOfAreas } from './areas.js';
import { fromChunks, putInBatches, toChunks } from './chunks.js';
import { guarded } from './failures.js';
import type { ProjectStore, ProjectSummary } from './port.js';
import type { DatabaseLock } from './lock.js';
import type { ChunkRow, Database, SummaryRow } from './schema.js';
import { isWholeSummary } from './whole-rows.js';

const currentKey = 'current-project';

/** Projects in IndexedDB: one summary row each, and the areas in chunks. */
export class DatabaseProjects implements ProjectStore {
	readonly #db: Database;
	readonly #lock: DatabaseLock;

	constructor(db: Database, lock: DatabaseLock) {
		this.#db = db;
		this.#lock = lock;
	}

	list(): Promise<readonly ProjectSummary[]> {
		return guarded(async () => newestFirst((await this.#lock.read('summaries', await this.#db.summaries.toArray())).filter(isWholeSummary).map(publicSummary)));
	}

	summary(id: string): Promise<ProjectSummary | undefined> {
		return guarded(async () => {
			const row = await this.#db.summaries.get(id);
			const [whole] = row ? (await this.#lock.read('summaries', [row])).filter(isWholeSummary) : [];
			return whole && publicSummary(whole);
		});
	}

	async load(id: string): Promise<Project | undefined> {
		const { summaries, chunks } = this.#db;
		const rows = await guarded(() =>
			this.#db.transaction('r', summaries, chunks, async () =>
				// In the order of their names `answers` comes before all that makes a project.
				(await summaries.get(id)) ? this.#rows(id, ['book', Dexie.maxKey]).toArray() : undefined
			)
		);
		if (!rows) return undefined;
		const areas = Map.groupBy(await guarded(() => this.#lock.read('chunks', rows)), (row) => row.area);
		return projectOfAreas(new Map([...areas].map(([area, list]) => [area, fromChunks(list)])));
	}

	put(project: Project): Promise<number> {
		const areas = new Map<string, ChunkRow[]>([
			['head', rowsOf(project.id, 'head', headArea(project))],
			['book', rowsOf(project.id, 'book', bookArea(project))]
		]);
		for (const [area, parts] of modelAreas(project)) areas.set(area, rowsOf(project.id, area, parts()));
		const sizes = Object.fromEntries([...areas].map(([area, rows]) => [area, bytesOf(rows)]));
		return this.#write(project, [...areas.values()].flat(), async (rows, summary) => {
			const before = await this.#db.summaries.get(project.id);
			await this.#rows(project.id).delete();
			await putInBatches(rows, (batch) => this.#db.chunks.bulkAdd(batch));
			const revision = (before?.revision ?? 0) + 1;
			await this.#db.summaries.put({ ...summary, areas: sizes, revision });
			return revision;
		});
	}

	update(project: Project): Promise<number> {
		const used = answersName(project.chosen ?? project.models.at(-1)?.id ?? '');
		const head = rowsOf(project.id, 'head', headArea(project));
		const models = modelAreas(project);
		return guarded(async () => {
			const known = (await this.#db.summaries.get(project.id))?.areas ?? {};
			const added = new Map([...models].filter(([area]) => !Object.hasOwn(known, area)).map(([area, parts]) => [area, rowsOf(project.id, area, parts())]));
			const sizes = new Map([...added].map(([area, rows]) => [area, bytesOf(rows)]));
			return this.#write(project, [...head, ...[...added.values()].flat()], async (rows, summary) => {
				const before = await this.#db.summaries.get(project.id);
				if (!before) throw new LikelyError('storage.missing', { project: project.id });
				const areas: Record<string, number> = { head: bytesOf(head), book: before.areas.book };
				for (const [area, bytes] of Object.entries(before.areas))
					if (area === used) areas[area] = bytes;
					else if (area !== 'book' && !models.has(area)) await this.#rows(project.id, area).delete();
				await putInBatches(rows, (batch) => this.#db.chunks.bulkPut(batch));
				for (const area of models.keys()) {
					const bytes = before.areas[area] ?? sizes.get(area);
					// Another tab removed a model that this one counted on.
					if (bytes === undefined) throw new LikelyError('storage.missing', { project: project.id });
					areas[area] = bytes;
				}
				const revision = before.revision + 1;
				await this.#db.summaries.put({ ...summary, areas, revision });
				return revision;
			});
		});
	}

	/** An update drops what was kept for another model than the one in use. */
	async hasAnswers(id: string): Promise<boolean> {
		const summary = await guarded(() => this.#db.summaries.get(id));
		return Object.keys(summary?.areas ?? {}).some((area) => area.startsWith(answersName('')));
	}

	async answers(id: string) {
		const summary = await guarded(() => this.#db.summaries.get(id));
		if (!summary || !(await this.hasAnswers(id))) return undefined;
		const head = await this.#parts(id, 'head');
		const model = chosenOf(head);
		if (model === undefined || !Object.hasOwn(summary.areas, answersName(model))) return undefined;
		const [weights, answers] = await Promise.all([this.#parts(id, `model/${model}`), this.#parts(id, answersName(model))]);
		// A change in between: what was read belongs to two states.
		if ((await guarded(() => this.#db.summaries.get(id)))?.revision !== summary.revision) return undefined;
		return answersOfAreas(head, weights, answers);
	}

	keepAnswers(id: string, revision: number, kept: Kept): Promise<void> {
		const { summaries, chunks } = this.#db;
		const area = answersName(kept.model);
		const rows = rowsOf(id, area, answersArea(kept));
		return guarded(() =>
			this.#lock.write(
				[summaries, chunks],
				(seal) => seal('chunks', rows),
				async (ready) => {
					const before = await summaries.get(id);
					if (before?.revision !== revision) return;
					await this.#rows(id, area).delete();
					await putInBatches(ready, (batch) => chunks.bulkAdd(batch));
					await summaries.put({ ...before, areas: { ...before.areas, [area]: bytesOf(rows) } });
				}
			)
		);
	}

	remove(id: string): Promise<void> {
		const { summaries, history, settings, chunks } = this.#db;
		return guarded(() =>
			this.#db.transaction('rw', summaries, chunks, history, settings, async () => {
				await summaries.delete(id);
				await this.#rows(id).delete();
				await history.where('project').equals(id).delete();
				if ((await settings.get(currentKey))?.value === id) await settings.delete(currentKey);
			})
		);
	}

	current(): Promise<string | undefined> {
		return guarded(async () => {
			const id = (await this.#db.settings.get(currentKey))?.value;
			return typeof id === 'string' && (await this.#db.summaries.get(id)) ? id : undefined;
		});
	}

	setCurrent(id: string | undefined): Promise<void> {
		return guarded(async () => {
			if (id === undefined) await this.#db.settings.delete(currentKey);
			else await this.#db.settings.put({ key: currentKey, value: id });
		});
	}

	/** One transaction with the rows and the summary as they are to be stored; areas and revision are the body's to say. */
	#write<T>(project: Project, rows: readonly ChunkRow[], body: (rows: ChunkRow[], summary: SummaryRow) => Promise<T>): Promise<T> {
		const { summaries, chunks } = this.#db;
		return guarded(() =>
			this.#lock.write(
				[summaries, chunks],
				async (seal) => [await seal('chunks', rows), (await seal('summaries', [summaryRow(project)]))[0]] as const,
				([ready, summary]) => body(ready, summary)
			)
		);
	}

	/** The chunks of a project, of one of its areas, or of those between two names, in the order of their parts. */
	#rows(project: string, areas?: string | readonly [string, unknown]) {
		const [from, to] = typeof areas === 'string' ? [areas, areas] : (areas ?? []);
		const bound = (area: unknown, end: unknown) => (area === undefined ? [project, end] : [project, area, end]);
		return this.#db.chunks.where('[project+area+part+chunk]').between(bound(from, Dexie.minKey), bound(to, Dexie.maxKey));
	}

	/** The parts of one area. */
	async #parts(project: string, area: string) {
		return fromChunks(await this.#lock.read('chunks', await guarded(() => this.#rows(project, area).toArray())));
	}
}

export function newestFirst(summaries: readonly ProjectSummary[]): readonly ProjectSummary[] {
	const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
	return [...summaries].sort((a, b) => order(b.created, a.created) || order(a.id, b.id));
}

function rowsOf(project: string, area: string, parts: Parts): ChunkRow[] {
	return toChunks(parts).map((chunk) => ({ project, area, ...chunk }));
}

function bytesOf(rows: readonly ChunkRow[]): number {
	return rows.reduce((sum, row) => sum + row.bytes.length, 0);
}

function summaryRow(project: Project): SummaryRow {
	return {
		id: project.id,
		name: project.name,
		created: project.created,
		customers: project.book.customers.length,
		products: project.book.products.length,
		models: project.models.length,
		revision: 0,
		areas: {}
	};
}

function publicSummary({ areas, ...row }: SummaryRow): ProjectSummary {
	return { ...row, bytes: Object.values(areas).reduce((sum, bytes) => sum + bytes, 0) };
}
