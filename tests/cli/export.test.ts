import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxFile } from '../../src/lib/core/export/onnx.js';
import { dialects } from '../../src/lib/core/export/sql/dialect.js';
import { readProject } from '../../src/lib/core/project/file.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import type { Project } from '../../src/lib/core/project/types.js';
import { featureDifference, probabilityDifference } from '../core/export/differences.js';
import { inDuckDb, rowsOf, runScript } from '../core/export/duckdb.js';
import { withoutCalibration } from '../core/export/without-calibration.js';
import { sqlFiles } from '../../src/lib/core/export/sql/index.js';
import { likely } from './run.js';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const names = ['1-orders.sql', '2-features.sql', '3-model.sql', '4-predict.sql'];
const within = 1e-6;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'likely-sql-'));
	const { status, stderr } = await likely(folder, 'demo', '--out', 'demo', '--quiet');
	if (status !== 0) throw new Error(stderr);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const projectOf = (shop: string): Project => readProject(readFileSync(at('demo', `${shop}.likely`)));
const load = (shop: string) =>
	`CREATE TABLE shop_orders AS SELECT row_number() OVER () AS line_no, * FROM read_csv('${at('demo', `${shop}.csv`).replaceAll("'", "''")}', all_varchar = true);`;

describe('likely export --sql duckdb', () => {
	it('writes scripts that give the features and probabilities of the page', async () => {
		const { status, stdout } = await likely(folder, 'export', 'demo/office-shop.likely', '--sql', 'duckdb', '--model', 'boosted', '--out', 'sql', '--json', '--quiet');
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ out: 'sql', dialect: 'duckdb', model: 'boosted', files: names });
		const project = projectOf('office-shop');
		const chosen = project.models.find(({ family }) => family === 'boosted')?.id;
		const { model, examples } = new Predictor({ ...project, chosen });
		await inDuckDb(async (connection) => {
			await runScript(connection, load('office-shop'));
			for (const name of names) await runScript(connection, readFileSync(at('sql', name), 'utf8'));
			const query = (sql: string) => rowsOf(connection, sql);
			expect(await featureDifference(query, dialects.duckdb, examples)).toBeLessThan(within);
			expect(await probabilityDifference(query, model, examples)).toBeLessThan(within);
		});
	}, 240_000);

	it('writes trees as ONNX, too', async () => {
		const { status, stdout } = await likely(folder, 'export', 'demo/superstore.likely', '--onnx', '--model', 'forest', '--out', 'onnx', '--json', '--quiet');
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ out: 'onnx', format: 'onnx', model: 'forest', files: ['forest.onnx'] });
		const forest = projectOf('superstore').models.find(({ family }) => family === 'forest');
		if (!forest) throw new Error('no forest');
		expect(new Uint8Array(readFileSync(at('onnx', 'forest.onnx')))).toEqual(onnxFile(forest.model));
	}, 240_000);

	it.each(['superstore', 'office-shop'])('does so for every family that SQL has words for: %s', async (shop) => {
		const project = projectOf(shop);
		await inDuckDb(async (connection) => {
			const query = (sql: string) => rowsOf(connection, sql);
			await runScript(connection, load(shop));
			const cards = project.models.filter(({ family }) => family !== 'popularity');
			expect(cards.map(({ family }) => family)).toEqual(['forest', 'boosted', 'neural']);
			let known = false;
			for (const card of cards) {
				// A calibration may leave nothing of the model.
				const shown = shop === 'superstore' ? withoutCalibration(card) : card;
				const { model, examples } = new Predictor({ ...project, models: [shown], chosen: shown.id });
				const files = sqlFiles(project, shown, { dialect: 'duckdb' });
				for (const name of known ? names.slice(2) : names) await runScript(connection, files.get(name) ?? '');
				if (!known) expect(await featureDifference(query, dialects.duckdb, examples)).toBeLessThan(within);
				known = true;
				expect([card.family, await probabilityDifference(query, model, examples)]).toEqual([card.family, expect.toSatisfy((off: number) => off < within)]);
			}
		});
	}, 240_000);

	it('says what it cannot do', async () => {
		const refused = async (...args: string[]) => (await likely(folder, 'export', 'demo/superstore.likely', ...args)).stderr;
		expect(await refused('--sql', 'oracle')).toContain('there is no SQL for oracle: use duckdb, postgres, spark');
		expect(await refused('--sql', 'spark', '--model', 'blend')).toContain('no model blend');
		expect(await refused()).toContain('--sql is missing');
	}, 120_000);
});
