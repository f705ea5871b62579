// What files give when every guess is taken as it is: a table in Markdown, or with --json one JSON object a line.
// usage: node tests/bench/imports.mjs FILE[,RETURNS] … [--json]     Files of one shop are joined by commas.
import { rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { importScript } from '../bundle.mjs';

const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, `node_modules/.cache/likely/bench-imports-${process.pid}`);
const json = process.argv.includes('--json');
const shops = process.argv.slice(2).filter((argument) => argument !== '--json');
const day = (/** @type {number} */ days) => new Date(Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
const whole = (/** @type {number} */ n) => n.toLocaleString('en');

try {
	const { importOf } = await importScript(join(import.meta.dirname, 'imports/imports.ts'), outDir);
	if (!json) console.log('| file | rows | used | set aside | customers | orders | products | returned lines | from | to |\n|---|---:|---:|---|---:|---:|---:|---:|---|---|');
	for (const shop of shops) {
		const found = await importOf(shop.split(','));
		if (json) {
			console.log(JSON.stringify({ file: shop.split(',').map((path) => basename(path)), ...found }));
			continue;
		}
		const { rows, used, rejections, customers, orders, products, returned, from, to } = found.quality;
		const aside = rejections.map((/** @type {{ code: string, count: number }} */ { code, count }) => `${whole(count)} ${code.slice(4)}`).join(', ') || 'none';
		const cells = [shop.split(',').map((path) => basename(path)).join(' + '), whole(rows), whole(used), aside, ...[customers, orders, products, returned].map(whole), day(from), day(to)];
		console.log(`| ${cells.join(' | ')} |`);
	}
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
