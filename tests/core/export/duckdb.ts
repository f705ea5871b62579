import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

/** An empty DuckDB in memory, for as long as `use` takes. */
export async function inDuckDb<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	try {
		return await use(connection);
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
}

/** Runs all statements of a script, in order. */
export async function runScript(connection: DuckDBConnection, sql: string): Promise<void> {
	const statements = await connection.extractStatements(sql);
	for (let i = 0; i < statements.count; i++) {
		const prepared = await statements.prepare(i);
		await prepared.run();
		prepared.destroySync();
	}
}

/** All rows of a query; whole numbers may come as bigint. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
	return (await connection.runAndReadAll(sql)).getRows();
}
