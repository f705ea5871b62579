import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresSql, modelSql, predictSql } from '../../../src/lib/core/export/sql/index.js';
import { dialects } from '../../../src/lib/core/export/sql/dialect.js';
import { takeApart } from '../../../src/lib/core/export/sql/model.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { probabilityDifference } from './differences.js';
import { inDuckDb, rowsOf, runScript } from './duckdb.js';
import { ordersTable } from './lines-of.js';
import { kinds, randomModel } from './random-models.js';
import { randomTransactions } from './random-shop.js';

const d = dialects.duckdb;
const questions: Question[] = [{ kind: 'next', horizon: 30, asOf: 16_200, snapshots: 1 }, { kind: 'next-order' }, { kind: 'ever' }];

describe('models in SQL', () => {
	it.each(kinds)('answer as the page does, in DuckDB: %s', async (kind) => {
		await inDuckDb(async (connection) => {
			await fc.assert(
				fc.asyncProperty(randomTransactions, fc.constantFrom(...questions), fc.nat(), async (t, question, seed) => {
					const examples = currentExamples(buildOrderBook(t), question);
					const { features } = examples;
					const model = randomModel(kind, examples, new Random(seed));
					const encoded = model.encode();
					const parts = takeApart(encoded);
					await runScript(connection, ordersTable(d, t, features.customer));
					for (const sql of [featuresSql(d, question.kind, features), modelSql(d, encoded, parts), predictSql(d, question.kind, features, parts)])
						await runScript(connection, sql);
					expect(await probabilityDifference((sql) => rowsOf(connection, sql), model, examples)).toBeLessThan(kind === 'forest' ? 1e-6 : 1e-5);
				}),
				{ numRuns: Number(process.env.RUNS ?? 8), ...(!process.env.RUNS && { seed: 1 }) }
			);
		});
	}, 240_000);
});
