import { Dexie } from 'dexie';
import type { Table } from 'dexie';
import type { PredictionRecord } from '../../core/history/types.js';
import type { ProjectSummary } from './port.js';

/** What listing needs, and the bytes of each area (`head`, `book`, `model/ID`) of the project. */
export interface SummaryRow extends Omit<ProjectSummary, 'bytes'> {
	readonly areas: Readonly<Record<string, number>>;
}

/** A piece of one part (see core/project/parts.ts) of one area of a project. */
export interface ChunkRow {
	readonly project: string;
	readonly area: string;
	readonly part: string;
	readonly chunk: number;
	readonly bytes: Uint8Array;
}

/** A part of a training in the middle: what it was asked, a model that is done, or where it stands. */
export interface CheckpointRow {
	/** The project's id and the part's name, with a slash between them. */
	readonly project: string;
	readonly time: string;
	readonly value: unknown;
}

/** A batch of orders that came in since the book was written, in the order they came. */
export interface JournalRow {
	readonly project: string;
	readonly sequence: number;
	readonly value: unknown;
}

export interface SettingRow {
	readonly key: string;
	readonly value: unknown;
}

export const schemaVersion = 2;

/**
 * The tables. A new layout gets its own `version(n).stores(…).upgrade(…)` below the earlier ones, which stay as they
 * are, and `schemaVersion` follows: Dexie takes a database of any earlier version through every step in one transaction.
 */
export class Database extends Dexie {
	declare readonly summaries: Table<SummaryRow, string>;
	declare readonly chunks: Table<ChunkRow, [string, string, string, number]>;
	declare readonly history: Table<PredictionRecord, string>;
	declare readonly settings: Table<SettingRow, string>;
	declare readonly checkpoints: Table<CheckpointRow, string>;
	declare readonly journal: Table<JournalRow, [string, number]>;

	constructor(name: string, indexedDB: IDBFactory) {
		super(name, { indexedDB, chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			summaries: 'id',
			chunks: '[project+area+part+chunk]',
			history: 'id, project, time',
			settings: 'key'
		});
		this.version(2).stores({ checkpoints: 'project', journal: '[project+sequence]' });
	}
}
