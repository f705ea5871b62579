// How honest the probabilities of every family are on held-out customers: bins whose observed rate lies outside the 95 % interval of
// what was predicted, calibration error beside what chance alone would show, log loss against popularity; on the simulated shop also
// against the true probabilities, and how many of these the intervals hold.
// With --drift only: skill at the next date on simulated shops whose customers' likings wander.
// With --unlike only: how many held-out customers are said to be unlike the training data, as they are and changed.
// usage: node tests/honest.mjs [--unlike | --drift] [--families forest,boosted,…] [orders.csv | demo:superstore | demo:office-shop …]
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './bundle.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { unlike: { type: 'boolean', default: false }, drift: { type: 'boolean', default: false }, families: { type: 'string', default: 'forest,boosted,renewal,neighbours,neural,blend' } } });
const sources = positionals.length ? positionals : ['demo:superstore', 'demo:office-shop'];
const outDir = resolve(import.meta.dirname, `../node_modules/.cache/likely/honest-${process.pid}`);
try {
	const { bookOf, driftFigures, honesty, unlikeShares } = await importScript(join(import.meta.dirname, 'honest/figures.ts'), outDir);
	if (values.drift) console.table(await driftFigures(values.families.split(',')));
	for (const source of values.drift ? [] : sources) {
		console.log(`\n${source}`);
		console.table(values.unlike ? await unlikeShares(await bookOf(source)) : await honesty(source, ['popularity', ...values.families.split(',')]));
	}
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
process.exit(0);
