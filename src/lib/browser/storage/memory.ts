import { LikelyError } from '../../core/errors.js';
import { MemoryCheckpoints } from './memory/checkpoints.js';
import { MemoryHistory } from './memory/history.js';
import { MemoryJournal } from './memory/journal.js';
import { MemoryProjects } from './memory/projects.js';
import { MemorySettings } from './memory/settings.js';
import type { Tell } from './memory/tell.js';
import type { Lock, Storage, StorageArea } from './port.js';

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
	const listeners = new Set<(areas: ReadonlySet<StorageArea>) => void>();
	const tell: Tell = (...areas) => listeners.forEach((listener) => listener(new Set(areas)));
	const history = new MemoryHistory(tell);
	const projects = new MemoryProjects(tell, (project) => history.removeOf(project));
	const settings = new MemorySettings(tell);
	const checkpoints = new MemoryCheckpoints();
	const journal = new MemoryJournal(tell);
	return {
		kind: 'memory',
		...{ projects, history, settings, checkpoints, journal },
		watch: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		onOutdated: () => {},
		lock: noLock,
		sizes: async () => [],
		destroy: async () => {
			for (const store of [projects, settings, checkpoints]) store.clear();
			await Promise.all([history.clear(), journal.clear()]);
			tell('projects', 'history', 'settings');
		},
		close: () => listeners.clear()
	};
}
