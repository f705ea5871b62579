// Runs the exported SQL of both demos and holds features and probabilities against the page's own: in DuckDB always, in PostgreSQL
// where it is installed (a cluster of its own in a temporary folder). Spark SQL is parsed, not run, where dt-sql-parser is there.
// Prints the largest differences, and fails above 1e-6.
// usage: npm run check:sql [-- --only duckdb|postgres|spark]
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { importScript } from './bundle.mjs';

const root = resolve(import.meta.dirname, '..');
const outDir = join(root, `node_modules/.cache/likely/sql-${process.pid}`);
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;

/** The Spark SQL grammar of dt-sql-parser, which is made for bundlers; undefined where it is installed neither here nor where this is run from. */
async function sparkParser() {
	for (const folder of [root, process.env.INIT_CWD ?? process.cwd()]) {
		const input = join(folder, 'node_modules/dt-sql-parser/dist/parser/spark/index.js');
		if (!existsSync(input)) continue;
		const outDir = join(root, `node_modules/.cache/likely/spark-${process.pid}`);
		const rolldownOptions = { input: { spark: input }, output: { entryFileNames: '[name].mjs' } };
		await build({ configFile: false, root: folder, logLevel: 'silent', ssr: { noExternal: true }, build: { ssr: true, target: 'node20', outDir, rolldownOptions } });
		try {
			const { SparkSQL } = await import(pathToFileURL(join(outDir, 'spark.mjs')).href);
			return new SparkSQL();
		} finally {
			rmSync(outDir, { recursive: true, force: true });
		}
	}
	return undefined;
}

try {
	const { check } = await importScript(join(import.meta.dirname, 'sql/check.ts'), outDir);
	process.exitCode = (await check(root, await sparkParser(), only)) ? 0 : 1;
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
