import type { PredictionRecord } from '../../core/history/types.js';
import { LikelyError } from '../../core/errors.js';
import { projectParts } from '../../core/project/file.js';
import type { Project } from '../../core/project/types.js';
import type { Kept, KeptProject } from '../../core/serving/kept-answers.js';
import type { CheckpointStore, HistoryStore, Lock, JournalEntry, JournalStore, ProjectStore, ProjectSummary, SettingsStore, Storage, StorageArea } from './port.js';
import { newestFirst } from './projects.js';

const unavailable = () => Promise.reject(new LikelyError('lock.unavailable'));
/** What is kept nowhere needs no lock. */
const noLock: Lock = {
	status: async () => 'none',
	unlock: async () => undefined,
	adopt: () => {},
	set: unavailable,
	change: unavailable,
	remove: unavailable
};

/** The same store without a database: for a browser that gives none. Everything is gone when the tab closes. */
export function memoryStorage(): Storage {
	const projects = new Map<string, { project: Project; revision: number; bytes: number }>();
	const records = new Map<string, PredictionRecord>();
	const values = new Map<string, unknown>();
	const answers = new Map<string, { revision: number; project: KeptProject; kept: Kept }>();
	const listeners = new Set<(areas: ReadonlySet<StorageArea>) => void>();
	let current: string | undefined;
	const tell = (...areas: StorageArea[]) => listeners.forEach((listener) => listener(new Set(areas)));

	const summaryOf = (id: string): ProjectSummary | undefined => {
		const held = projects.get(id);
		if (!held) return undefined;
		const { project, revision, bytes } = held;
		const { name, created, book, models } = project;
		return { id, name, created, customers: book.customers.length, products: book.products.length, models: models.length, bytes, revision };
	};
	const hold = (project: Project) => {
		const bytes = [...projectParts(project).values()].reduce((sum, part) => sum + part.length, 0);
		const revision = (projects.get(project.id)?.revision ?? 0) + 1;
		projects.set(project.id, { project: structuredClone(project), revision, bytes });
		tell('projects');
		return revision;
	};

	const projectStore: ProjectStore = {
		list: async () => newestFirst([...projects.keys()].flatMap((id) => summaryOf(id) ?? [])),
		summary: async (id) => summaryOf(id),
		load: async (id) => structuredClone(projects.get(id)?.project),
		put: async (project) => hold(project),
		update: async (project) => {
			const held = projects.get(project.id);
			if (!held) throw new LikelyError('storage.missing', { project: project.id });
			return hold({ ...project, book: held.project.book });
		},
		answers: async (id) => {
			const held = answers.get(id);
			return held && held.revision === projects.get(id)?.revision ? structuredClone(held) : undefined;
		},
		hasAnswers: async (id) => answers.get(id)?.revision === projects.get(id)?.revision,
		keepAnswers: async (id, revision, kept) => {
			const project = projects.get(id)?.project;
			const card = project?.models.find((model) => model.id === kept.model);
			if (project && card) answers.set(id, structuredClone({ revision, kept, project: { name: project.name, threshold: project.threshold, seed: project.seed, card } }));
		},
		remove: async (id) => {
			projects.delete(id);
			for (const record of records.values()) if (record.project === id) records.delete(record.id);
			tell('projects', 'history');
		},
		current: async () => (current !== undefined && projects.has(current) ? current : undefined),
		setCurrent: async (id) => {
			current = id;
			tell('settings');
		}
	};

	const history: HistoryStore = {
		list: async (project) =>
			structuredClone(
				[...records.values()]
					.filter((record) => project === undefined || record.project === project)
					.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : a.id < b.id ? 1 : -1))
			),
		get: async (ids) => structuredClone(ids.flatMap((id) => records.get(id) ?? [])),
		after: async (id, limit) => structuredClone([...records.values()].filter((record) => record.id > (id ?? '')).sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit)),
		put: async (list) => {
			for (const record of structuredClone(list)) records.set(record.id, record);
			tell('history');
		},
		remove: async (ids) => {
			for (const id of ids) records.delete(id);
			tell('history');
		},
		clear: async () => {
			records.clear();
			tell('history');
		}
	};

	const settings: SettingsStore = {
		get: async (key) => structuredClone(values.get(key)),
		set: async (key, value) => {
			values.set(key, structuredClone(value));
			tell('settings');
		},
		remove: async (key) => {
			values.delete(key);
			tell('settings');
		}
	};

	const kept = new Map<string, Map<string, unknown>>();
	const checkpoints: CheckpointStore = {
		load: async (project) => structuredClone(kept.get(project) ?? new Map<string, unknown>()),
		put: async (project, part, value) => {
			kept.set(project, new Map(kept.get(project)).set(part, structuredClone(value)));
		},
		remove: async (project, part) => {
			if (part === undefined) kept.delete(project);
			else kept.get(project)?.delete(part);
		}
	};

	const batches = new Map<string, JournalEntry[]>();
	const journal: JournalStore = {
		append: async (project, orders) => {
			const list = batches.get(project) ?? [];
			const sequence = (list.at(-1)?.sequence ?? 0) + 1;
			batches.set(project, [...list, { sequence, orders: structuredClone(orders) }]);
			tell('journal');
			return sequence;
		},
		after: async (project, sequence) => structuredClone((batches.get(project) ?? []).filter((entry) => entry.sequence > sequence)),
		clear: async (project) => {
			batches.delete(project);
			tell('journal');
		}
	};

	return {
		kind: 'memory',
		projects: projectStore,
		history,
		settings,
		checkpoints,
		journal,
		watch: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		onOutdated: () => {},
		lock: noLock,
		sizes: async () => [],
		destroy: async () => {
			projects.clear();
			records.clear();
			values.clear();
			kept.clear();
			batches.clear();
			current = undefined;
			tell('projects', 'history', 'settings');
		},
		close: () => listeners.clear()
	};
}
