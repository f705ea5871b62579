import type { Table } from 'dexie';
import { atomically } from './atomically.js';
import { packed } from './packed.js';
import type { Database } from './schema.js';
import { isSealed, isSecret, sealedTables } from './seals.js';
import type { SealedTable } from './seals.js';

/** Rows rewritten in one transaction. */
const batch = 16;

/**
 * Writes every row anew through `change`, until all of them are sealed, or none is. A few rows at a time, each batch in
 * one transaction: at any moment each row is whole, in one form or the other. A row that was changed meanwhile is left
 * for the next pass.
 */
export async function rewriteAll(
	db: Database,
	toSealed: boolean,
	change: <Row extends object>(table: SealedTable, row: Row) => Promise<Row>
): Promise<void> {
	for (const name of sealedTables) {
		const table: Table<object> = db.table(name);
		const waiting = (row: object | undefined): row is object => row !== undefined && isSealed(row) !== toSealed && isSecret(name, row);
		for (let left = true; left; ) {
			left = false;
			const keys = await table.toCollection().primaryKeys();
			for (let first = 0; first < keys.length; first += batch) {
				const some = keys.slice(first, first + batch);
				const before = (await table.bulkGet(some)).filter(waiting);
				if (!before.length) continue;
				const after = await Promise.all(before.map((row) => change(name, row)));
				await atomically(db, [table], async () => {
					const now = await table.bulkGet(before.map((row) => keyOf(table, row)) as never[]);
					const same = after.filter((_, i) => sameRow(before[i], now[i]));
					await table.bulkPut(same);
					left ||= same.length < after.length;
				});
			}
		}
	}
}

function keyOf(table: Table<object>, row: object): unknown {
	const { keyPath } = table.schema.primKey;
	const field = (name: string) => (row as Readonly<Record<string, unknown>>)[name];
	return Array.isArray(keyPath) ? keyPath.map(field) : field(String(keyPath));
}

function sameRow(a: object, b: object | undefined): boolean {
	if (b === undefined) return false;
	const [x, y] = [packed(a), packed(b)];
	return x.length === y.length && x.every((byte, i) => byte === y[i]);
}
