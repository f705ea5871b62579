import { Dexie } from 'dexie';
import type { ObservabilitySet } from 'dexie';
import { LikelyError } from '../../core/errors.js';
import { DatabaseCheckpoints } from './checkpoints.js';
import { ownFactory } from './factory.js';
import { guarded, storageFailure } from './failures.js';
import { DatabaseHistory } from './history.js';
import { DatabaseJournal } from './journal.js';
import { DatabaseLock } from './lock.js';
import { memoryStorage } from './memory.js';
import type { Storage, StorageArea } from './port.js';
import { DatabaseProjects } from './projects.js';
import { Database, schemaVersion } from './schema.js';
import { DatabaseSettings } from './settings.js';
import { tableSizes } from './sizes.js';

const areaOfTable: Readonly<Record<string, StorageArea>> = {
	summaries: 'projects',
	chunks: 'projects',
	history: 'history',
	settings: 'settings',
	journal: 'journal'
};

/**
 * Opens what the browser keeps of this site. Where it gives no database (a private window, say) the answer has
 * `kind: 'memory'`, and the page has to say that nothing will be kept. Throws `storage.outdated` where the database
 * was written by a newer page than this one.
 */
export async function openStorage(name = 'likely', factory: IDBFactory | null = ownFactory()): Promise<Storage> {
	if (!factory) return memoryStorage();
	const db = new Database(name, factory);
	try {
		if ((await layoutVersion(name, factory)) > schemaVersion) throw new LikelyError('storage.outdated');
		await db.open();
	} catch (error) {
		const failure = storageFailure(error);
		if (failure.code !== 'storage.unavailable') throw failure;
		return memoryStorage();
	}
	return databaseStorage(db);
}

/** The layout of the database on disk, 0 where there is none or the browser cannot say. Dexie opens newer ones too, and would change them. */
async function layoutVersion(name: string, factory: IDBFactory): Promise<number> {
	if (!('databases' in factory)) return 0;
	const databases = await factory.databases();
	return Math.floor((databases.find((database) => database.name === name)?.version ?? 0) / 10);
}

function databaseStorage(db: Database): Storage {
	const outdated = new Set<() => void>();
	db.on('versionchange', () => {
		db.close();
		outdated.forEach((listener) => listener());
		// Dexie's own answer would open it again, in a layout that this page does not know, or empty after a deletion.
		return false;
	});
	const lock = new DatabaseLock(db);
	return {
		kind: 'database',
		lock,
		projects: new DatabaseProjects(db, lock),
		history: new DatabaseHistory(db, lock),
		settings: new DatabaseSettings(db, lock),
		checkpoints: new DatabaseCheckpoints(db, lock),
		journal: new DatabaseJournal(db, lock),
		watch: (listener) => {
			const heard = (changed: ObservabilitySet) => {
				const areas = areasOf(changed, db.name);
				if (areas.size) listener(areas);
			};
			Dexie.on('storagemutated', heard);
			return () => Dexie.on.storagemutated.unsubscribe(heard);
		},
		onOutdated: (listener) => void outdated.add(listener),
		sizes: () => tableSizes(db),
		destroy: () => guarded(() => db.delete()),
		close: () => db.close()
	};
}

/** Dexie names what changed `idb://DATABASE/TABLE/INDEX`. */
function areasOf(changed: ObservabilitySet, database: string): Set<StorageArea> {
	const areas = new Set<StorageArea>();
	const prefix = `idb://${database}/`;
	for (const key of Object.keys(changed)) {
		const area = key.startsWith(prefix) ? areaOfTable[key.slice(prefix.length).split('/')[0]] : undefined;
		if (area) areas.add(area);
	}
	return areas;
}
