import { validateMapping } from '../../core/data/mapping.js';
import type { Mapping, Table } from '../../core/data/types.js';
import { storedMapping } from '../../core/project/stored-mapping.js';
import type { SettingsStore } from '../storage/port.js';

/** Mappings that a person accepted, by the names of the file's columns: next month's export is understood at once. */
export class RememberedMappings {
	readonly #settings: SettingsStore;

	constructor(settings: SettingsStore) {
		this.#settings = settings;
	}

	/** The mapping of the last accepted table with these columns; undefined where there was none, or it does not fit any more. */
	async of(table: Table): Promise<Mapping | undefined> {
		try {
			const mapping = storedMapping(await this.#settings.get(keyOf(table)));
			if (mapping) validateMapping(table, mapping);
			return mapping;
		} catch {
			return undefined;
		}
	}

	/** Remembers; that there is no room for it is no reason not to go on. */
	async keep(table: Table, mapping: Mapping): Promise<void> {
		await this.#settings.set(keyOf(table), mapping).catch(() => undefined);
	}
}

function keyOf({ columns }: Table): string {
	return `mapping ${JSON.stringify(columns.map(({ name }) => name))}`;
}
