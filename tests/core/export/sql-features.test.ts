import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresSql } from '../../../src/lib/core/export/sql/index.js';
import { dialects } from '../../../src/lib/core/export/sql/dialect.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import { featureDifference } from './differences.js';
import { inDuckDb, rowsOf, runScript } from './duckdb.js';
import { ordersTable } from './lines-of.js';
import { randomTransactions } from './random-shop.js';

const d = dialects.duckdb;
const questions: Question[] = [{ kind: 'next', horizon: 30, asOf: 16_200, snapshots: 1 }, { kind: 'next-order' }, { kind: 'ever' }];

describe('features in SQL', () => {
	it.each(questions)('are those of the page, in DuckDB: $kind', async (question) => {
		await inDuckDb(async (connection) => {
			await fc.assert(
				fc.asyncProperty(randomTransactions, async (t) => {
					const examples = currentExamples(buildOrderBook(t), question);
					const { features } = examples;
					await runScript(connection, ordersTable(d, t, features.customer));
					await runScript(connection, featuresSql(d, question.kind, features));
					expect(await featureDifference((sql) => rowsOf(connection, sql), d, examples)).toBeLessThan(1e-6);
				}),
				{ numRuns: Number(process.env.RUNS ?? 12), ...(!process.env.RUNS && { seed: 1 }) }
			);
		});
	}, 240_000);
});
