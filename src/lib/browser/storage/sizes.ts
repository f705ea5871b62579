import { guarded } from './failures.js';
import type { TableSize } from './port.js';
import type { Database } from './schema.js';

/** Rows of each table and the bytes in them. The large table is not read: its projects' summaries say what it holds. */
export function tableSizes(db: Database): Promise<readonly TableSize[]> {
	return guarded(async () => {
		const summaries = await db.summaries.toArray();
		const chunks = summaries.flatMap(({ areas }) => Object.values(areas)).reduce((sum, bytes) => sum + bytes, 0);
		const sizes: TableSize[] = [];
		for (const table of db.tables) {
			let bytes = 0;
			if (table === (db.chunks as unknown)) bytes = chunks;
			else await table.each((row) => void (bytes += sizeOf(row)));
			sizes.push({ table: table.name, rows: await table.count(), bytes });
		}
		return sizes;
	});
}

/** About the bytes of plain data: 2 a letter, 8 a number, the memory of arrays of numbers. */
export function sizeOf(value: unknown): number {
	if (typeof value === 'string') return 2 * value.length;
	if (typeof value === 'number') return 8;
	if (ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value !== 'object' || value === null) return 4;
	return Object.entries(value).reduce((sum, [key, child]) => sum + (Array.isArray(value) ? 0 : 2 * key.length) + sizeOf(child), 0);
}
