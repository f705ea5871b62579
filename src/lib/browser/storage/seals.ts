import { LikelyError } from '../../core/errors.js';
import { packed, unpacked } from './packed.js';

/** Fields of each table that stay readable: keys, and what sorts and adds up. Everything else is sealed. */
const readable = {
	summaries: ['id', 'created', 'customers', 'products', 'models', 'revision', 'areas'],
	chunks: ['project', 'area', 'part', 'chunk'],
	history: ['id', 'project', 'time'],
	settings: ['key'],
	checkpoints: ['project', 'time'],
	journal: ['project', 'sequence']
} as const satisfies Record<string, readonly string[]>;

export type SealedTable = keyof typeof readable;
export const sealedTables = Object.keys(readable) as SealedTable[];

/** Settings that tell which project is open and what the lock is: without them there would be nothing to unlock. */
const openSettings: readonly string[] = ['lock', 'current-project'];

interface Sealed {
	/** 12 random bytes, the text under AES-GCM, 16 bytes that prove it whole. */
	readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Whether a row is stored under a key. */
export function isSealed(row: object): row is Sealed {
	return 'sealed' in row && row.sealed instanceof Uint8Array;
}

/** Whether a row of this table may be sealed at all. */
export function isSecret(table: SealedTable, row: object): boolean {
	return table !== 'settings' || !('key' in row && openSettings.includes(String(row.key)));
}

/** The row with all but its keys under the key, with random bytes of its own. It fits no other place than its own. */
export async function sealed<Row extends object>(key: CryptoKey, table: SealedTable, row: Row): Promise<Row> {
	if (isSealed(row) || !isSecret(table, row)) return row;
	const open: Record<string, unknown> = {};
	const hidden: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(row)) ((readable[table] as readonly string[]).includes(name) ? open : hidden)[name] = value;
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const text = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: place(table, row) }, key, packed(hidden));
	const bytes = new Uint8Array(12 + text.byteLength);
	bytes.set(iv);
	bytes.set(new Uint8Array(text), 12);
	return { ...open, sealed: bytes } as object as Row;
}

/** The inverse of `sealed`; a row that is not sealed as it is. @throws LikelyError `project.damaged` */
export async function unsealed<Row extends object>(key: CryptoKey, table: SealedTable, row: Row): Promise<Row> {
	if (!isSealed(row)) return row;
	const { sealed: bytes, ...open } = row;
	let text: ArrayBuffer;
	try {
		text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12), additionalData: place(table, row) }, key, bytes.subarray(12));
	} catch (cause) {
		throw new LikelyError('project.damaged', { part: table, reason: 'seal' }, { cause });
	}
	return { ...open, ...(unpacked(new Uint8Array(text)) as object) } as object as Row;
}

/** Where a row stands, as bytes: its table and its key; of the journal the project, since its numbers are given while writing. */
function place(table: SealedTable, row: object): Uint8Array<ArrayBuffer> {
	const { id, project, area, part, chunk, key } = row as Readonly<Record<string, unknown>>;
	return new TextEncoder().encode(JSON.stringify([table, id, project, area, part, chunk, key]));
}
