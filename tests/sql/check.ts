import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialects } from '../../src/lib/core/export/sql/dialect.js';
import { sqlFiles } from '../../src/lib/core/export/sql/index.js';
import type { DialectName } from '../../src/lib/core/export/sql/targets.js';
import { readProject } from '../../src/lib/core/project/file.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import type { Project, TrainedModel } from '../../src/lib/core/project/types.js';
import { featureDifference, probabilityDifference } from '../core/export/differences.js';
import type { Query } from '../core/export/differences.js';
import { inDuckDb, rowsOf, runScript } from '../core/export/duckdb.js';
import { withoutCalibration } from '../core/export/without-calibration.js';
import { inPostgres, loadPostgres, postgresFolder } from './postgres.js';

const tolerance = 1e-6;
const shops = ['superstore', 'office-shop'];

/** A database that has the orders of a shop and runs scripts. */
interface Database {
	run(sql: string): Promise<void>;
	query: Query;
}

/** A grammar of Spark SQL. */
interface Parser {
	validate(sql: string): readonly { readonly startLine: number; readonly message: string }[];
}

/** Runs everything that can be run here; whether all of it held. */
export async function check(root: string, spark: Parser | undefined, only?: string): Promise<boolean> {
	const folder = join(root, 'static/demo');
	execFileSync(process.execPath, [join(root, 'src/cli/likely.mjs'), 'demo', '--out', folder, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
	const wanted = (name: DialectName) => only === undefined || only === name;
	let held = true;
	for (const shop of shops) {
		const project = readProject(readFileSync(join(folder, `${shop}.likely`)));
		const csv = join(folder, `${shop}.csv`);
		if (wanted('duckdb'))
			await inDuckDb(async (connection) => {
				const load = `CREATE TABLE shop_orders AS SELECT row_number() OVER () AS line_no, * FROM read_csv('${csv.replaceAll("'", "''")}', all_varchar = true)`;
				await runScript(connection, load);
				const database = { run: (sql: string) => runScript(connection, sql), query: (sql: string) => rowsOf(connection, sql) };
				held = (await compare(shop, project, 'duckdb', database)) && held;
			});
		if (wanted('postgres') && postgresFolder())
			await inPostgres(async (server) => {
				await loadPostgres(server, csv);
				held = (await compare(shop, project, 'postgres', server)) && held;
			});
		if (wanted('spark')) held = parse(shop, project, spark) && held;
	}
	if (wanted('postgres') && !postgresFolder()) console.log('postgres: not installed here, so it was not run');
	return held;
}

/** Every model, with its calibration and without: that of a model without signal leaves nothing of it. */
function cases({ models }: Project): { title: string; card: TrainedModel }[] {
	return models
		.filter(({ family }) => family !== 'popularity')
		.flatMap((card) => [
			{ title: `${card.family}, calibrated`, card },
			{ title: `${card.family}, before calibration`, card: withoutCalibration(card) }
		]);
}

async function compare(shop: string, project: Project, dialect: DialectName, { run, query }: Database): Promise<boolean> {
	let held = true;
	const say = (what: string, off: number, seconds: number) => {
		held = held && off <= tolerance;
		console.log(`${dialect}  ${shop}  ${what}: largest difference ${off.toExponential(1)} in ${seconds.toFixed(1)} s${off <= tolerance ? '' : '  TOO LARGE'}`);
	};
	for (const [i, { title, card }] of cases(project).entries()) {
		const { model, examples } = new Predictor({ ...project, models: [card], chosen: card.id });
		const files = [...sqlFiles(project, card, { dialect }).values()];
		let start = performance.now();
		const seconds = () => (performance.now() - start) / 1000;
		if (i === 0) {
			for (const sql of files.slice(0, 2)) await run(sql);
			const taken = seconds();
			say('features', await featureDifference(query, dialects[dialect], examples), taken);
		}
		start = performance.now();
		for (const sql of files.slice(2)) await run(sql);
		const taken = seconds();
		say(title, await probabilityDifference(query, model, examples), taken);
	}
	return held;
}

function parse(shop: string, project: Project, parser: Parser | undefined): boolean {
	if (!parser) {
		console.log('spark: neither run nor parsed; to parse it, once: npm i --no-save dt-sql-parser');
		return true;
	}
	let held = true;
	for (const { title, card } of cases(project)) {
		const faults = [...sqlFiles(project, card, { dialect: 'spark' })].flatMap(([name, sql]) => parser.validate(sql).map(({ startLine, message }) => `${name}, line ${startLine}: ${message}`));
		held = held && faults.length === 0;
		console.log(`spark  ${shop}  ${title}: parsed, not run; ${faults.length ? faults.slice(0, 3).join('; ') : 'no fault'}`);
	}
	return held;
}
