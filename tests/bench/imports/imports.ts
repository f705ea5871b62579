import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { returnedOrders } from '../../../src/lib/core/data/returns.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';

/** What the files of one shop give when every guess is taken as it is. */
export async function importOf(paths: readonly string[]) {
	const start = performance.now();
	const { table, returns, parts } = await openOrders(paths.map((path) => memorySource(basename(path), readFileSync(path))));
	const { mapping, missing, dateAmbiguous } = guessMapping(table);
	const { quality } = toTransactions(table, mapping, returns && returnedOrders(returns));
	return { parts, format: table.format, mapping, missing, dateAmbiguous, quality, seconds: (performance.now() - start) / 1000 };
}
