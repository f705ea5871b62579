import type { PredictionRecord } from '../../core/history/types.js';
import type { IncomingOrder } from '../../core/live/order.js';
import type { Project } from '../../core/project/types.js';
import type { Kept, KeptProject } from '../../core/serving/kept-answers.js';
import type { ProjectListing } from '../worker/engine.js';

/** A listing with the number of its last change: whoever holds the project knows when it is stale. */
export interface ProjectSummary extends ProjectListing {
	readonly revision: number;
}

/** Each write is one transaction: it is there whole, or not at all. */
export interface ProjectStore {
	/** All summaries, newest project first; reads no orders and no weights. */
	list(): Promise<readonly ProjectSummary[]>;
	summary(id: string): Promise<ProjectSummary | undefined>;
	/** Throws `project.damaged` where what is stored does not hold together. */
	load(id: string): Promise<Project | undefined>;
	/** Writes everything, in place of what had this id. Gives its revision. Throws `storage.full`. */
	put(project: Project): Promise<number>;
	/**
	 * Writes what can change: all but the orders. Models are told apart by id, so those that are there stay as they
	 * are; what was kept for answers stays for the model that is used. Gives the new revision. Throws `storage.missing`
	 * where the project is not stored (any more), `storage.full`.
	 */
	update(project: Project): Promise<number>;
	/**
	 * What answers about its customers need, without its orders: what was kept for the model that the project
	 * uses, while its orders are the same. Undefined where there is nothing of the kind.
	 */
	answers(id: string): Promise<{ readonly project: KeptProject; readonly kept: Kept } | undefined>;
	/** Whether there is such a thing, without reading it. */
	hasAnswers(id: string): Promise<boolean>;
	/** Writes it, unless the project has changed since that revision. Throws `storage.full`. */
	keepAnswers(id: string, revision: number, kept: Kept): Promise<void>;
	/** Removes the project with its models and its history. */
	remove(id: string): Promise<void>;
	/** The project that was open last, while it is still there. */
	current(): Promise<string | undefined>;
	setCurrent(id: string | undefined): Promise<void>;
}

export interface HistoryStore {
	/** Newest first; of one project or of all. */
	list(project?: string): Promise<readonly PredictionRecord[]>;
	/** Those of these ids that are there. */
	get(ids: readonly string[]): Promise<readonly PredictionRecord[]>;
	/** Up to `limit` records whose ids come after this one, in the order of their ids: all of them, a few at a time. */
	after(id: string | undefined, limit: number): Promise<readonly PredictionRecord[]>;
	/** Adds, or replaces the records that have these ids; all of them or none. Throws `storage.full`. */
	put(records: readonly PredictionRecord[]): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	clear(): Promise<void>;
}

/** Small values by name. What comes back is what an earlier version of the page stored: check it before use. */
export interface SettingsStore {
	get(key: string): Promise<unknown>;
	set(key: string, value: unknown): Promise<void>;
	remove(key: string): Promise<void>;
}

/** Trainings in the middle, in named parts. What comes back is what an earlier version of the page stored: check it before use. */
export interface CheckpointStore {
	/** The project's parts by name; empty where nothing was interrupted. */
	load(project: string): Promise<ReadonlyMap<string, unknown>>;
	/** Writes one part, in place of what had this name. Throws `storage.full`. */
	put(project: string, part: string, value: unknown): Promise<void>;
	/** Removes one part, or all. */
	remove(project: string, part?: string): Promise<void>;
}

/** A batch of orders that came in. */
export interface JournalEntry {
	readonly sequence: number;
	readonly orders: readonly IncomingOrder[];
}

/** Orders that came in since a project's book was written: what is in here is neither lost nor counted twice. */
export interface JournalStore {
	/** Writes a batch behind the others and gives its number. Throws `storage.full`. */
	append(project: string, orders: readonly IncomingOrder[]): Promise<number>;
	/** The batches with higher numbers, in order. */
	after(project: string, sequence: number): Promise<readonly JournalEntry[]>;
	clear(project: string): Promise<void>;
}

export type StorageArea = 'projects' | 'history' | 'settings' | 'journal';

/** The key of what is stored, as it goes from the tab that unlocked to others: it can be used, and not be read. */
export interface OpenLock {
	readonly id: string;
	readonly key: CryptoKey;
}

/** `none`: no passphrase. `locked`: nothing can be read or written. */
export type LockStatus = 'none' | 'locked' | 'open';

/** An optional passphrase, under which everything is encrypted at rest. */
export interface Lock {
	status(): Promise<LockStatus>;
	/** Undefined where there is no passphrase. Finishes what a crash interrupted. Throws `lock.wrong_passphrase`, and changes nothing then. */
	unlock(passphrase: string): Promise<OpenLock | undefined>;
	/** Uses a key that another tab has; undefined forgets it. */
	adopt(open: OpenLock | undefined): void;
	/** Encrypts everything. Throws `lock.too_short`, `lock.already_set`, `lock.unavailable`. */
	set(passphrase: string): Promise<OpenLock>;
	/** Throws `lock.wrong_passphrase`, `lock.too_short`. */
	change(passphrase: string, next: string): Promise<void>;
	/** Decrypts everything. Throws `lock.wrong_passphrase`. */
	remove(passphrase: string): Promise<void>;
}

export interface TableSize {
	readonly table: string;
	readonly rows: number;
	readonly bytes: number;
}

export interface Storage {
	/** `database`: kept until deleted. `memory`: gone with the tab, because the browser gives no database here. */
	readonly kind: 'database' | 'memory';
	readonly projects: ProjectStore;
	readonly history: HistoryStore;
	readonly settings: SettingsStore;
	readonly checkpoints: CheckpointStore;
	readonly journal: JournalStore;
	/** Calls back after a change of this or another tab; the returned function ends it. */
	watch(listener: (areas: ReadonlySet<StorageArea>) => void): () => void;
	/** Calls back when another tab needs a newer layout: this one can only be loaded anew. */
	onOutdated(listener: () => void): void;
	readonly lock: Lock;
	/** What each table holds; nothing where there is no database. */
	sizes(): Promise<readonly TableSize[]>;
	/** Deletes everything, the database itself included. */
	destroy(): Promise<void>;
	close(): void;
}
