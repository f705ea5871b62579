// Whether baseline + impacts = the predicted probability, for every family: the largest error over customers × products, the largest
// standard error, and milliseconds for one customer with all products. "all together" is the mean of all families' log-odds, of a tenth of the customers.
// usage: node tests/impacts.mjs [--customers 200] [--families forest,…] [demo:superstore | demo:office-shop | trained.likely …]
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from './bundle.mjs';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		customers: { type: 'string', default: '200' },
		families: { type: 'string', default: 'forest,boosted,renewal,neighbours,neural,transformer,blend' }
	}
});
const sources = positionals.length ? positionals : ['demo:superstore', 'demo:office-shop'];
const outDir = resolve(import.meta.dirname, `../node_modules/.cache/likely/impacts-${process.pid}`);
try {
	const { sums } = await importScript(join(import.meta.dirname, 'impacts/sums.ts'), outDir);
	for (const source of sources) {
		console.log(`\n${source}`);
		console.table(await sums(source, values.families.split(','), Number(values.customers)));
	}
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
process.exit(0);
