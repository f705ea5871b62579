// How long one what-if answer takes in Node: every product's probability and impacts after one slider moved.
// usage: node tests/bench/answer.mjs [--json] [--only forest|boosted|renewal] [--size 17|200]
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, `node_modules/.cache/likely/bench-answer-${process.pid}`);
const json = process.argv.includes('--json');
const option = (/** @type {string} */ name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);

await build({
	configFile: false,
	root,
	logLevel: 'silent',
	tsconfig: join(root, 'src/lib/core/tsconfig.json'),
	ssr: { noExternal: [/^(d3-|internmap|valibot|fflate|papaparse|hyparquet)/] },
	build: {
		ssr: true,
		target: 'node20',
		outDir,
		rolldownOptions: { input: { answer: join(import.meta.dirname, 'answer/answer.ts') }, output: { entryFileNames: '[name].mjs' } }
	}
});
try {
	const { measure } = await import(pathToFileURL(join(outDir, 'answer.mjs')).href);
	const cases = ['forest', 'boosted', 'renewal'].flatMap((family) => [
		// The order rhythm needs days, which the small shop has none of.
		{ family, parameters: family === 'renewal' ? 12 : 8, customers: 2000, products: 17, trees: 100 },
		{ family, parameters: 12, customers: 1000, products: 200, trees: 100 }
	]);
	const results = [];
	for (const given of cases) {
		if (![given.family, undefined].includes(option('--only')) || ![String(given.products), undefined].includes(option('--size'))) continue;
		const found = await measure(given);
		results.push(found);
		const ms = (/** @type {number} */ n) => `${n.toFixed(1)} ms`;
		if (!json)
			console.log(
				`${given.family}, ${found.groups} parameters x ${given.products} products, ${given.trees} trees each: ` +
					`p50 ${ms(found.p50)}, p95 ${ms(found.p95)}, worst ${ms(found.worst)}; first ${ms(found.first)}; impacts of 10: ${ms(found.few)}`
			);
	}
	if (json) console.log(JSON.stringify({ node: process.version, results }));
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
