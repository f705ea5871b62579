import { encodings } from '../../core/data/encodings.js';
import type { Encoding } from '../../core/data/encodings.js';
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

	/** The encoding that a person chose for the last accepted text whose columns seemed to have these names. */
	async encodingOf(guessedColumns: readonly string[]): Promise<Encoding | undefined> {
		try {
			const kept = await this.#settings.get(encodingKey(guessedColumns));
			return encodings.find((encoding) => encoding === kept);
		} catch {
			return undefined;
		}
	}

	/** Remembers; that there is no room for it is no reason not to go on. `guessedColumns`: the names before the encoding was corrected. */
	async keep(table: Table, mapping: Mapping, guessedColumns: readonly string[]): Promise<void> {
		await this.#settings.set(keyOf(table), mapping).catch(() => undefined);
		if (mapping.encoding) await this.#settings.set(encodingKey(guessedColumns), mapping.encoding).catch(() => undefined);
	}
}

function keyOf({ columns }: Table): string {
	return `mapping ${JSON.stringify(columns.map(({ name }) => name))}`;
}

function encodingKey(columns: readonly string[]): string {
	return `encoding ${JSON.stringify(columns)}`;
}
