// Orders as they come in, in Node: features and probabilities of whom each concerns, one order after another, in a shop of
// many customers; and an order's way from its arrival to that, where so many come in every second. With --page the same
// way in Chromium on the built site: from another page's message to its answer, and to the screen.
// usage: npm run bench:live -- [--json] [--customers 100000] [--products 20] [--family forest] [--orders 5000] [--rate 1000] [--page] [--seconds 20] [--site build]
import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from '../bundle.mjs';
import { measurePage } from './large/live-page.mjs';

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		customers: { type: 'string', default: '100000' },
		products: { type: 'string', default: '20' },
		family: { type: 'string', default: 'forest' },
		orders: { type: 'string', default: '5000' },
		rate: { type: 'string', default: '1000' },
		page: { type: 'boolean' },
		seconds: { type: 'string', default: '20' },
		site: { type: 'string' }
	}
});
const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, `node_modules/.cache/likely/bench-live-${process.pid}`);
try {
	const shop = { customers: Number(options.customers), products: Number(options.products), family: options.family, learn: 5000 };
	const rate = Number(options.rate);
	const inPage = async () => {
		const { largeFile } = await importScript(join(import.meta.dirname, 'large/shop.ts'), outDir, true);
		const file = join(outDir, 'large.likely');
		writeFileSync(file, await largeFile(shop));
		return measurePage({ file, site: resolve(options.site ?? join(root, 'build')), rate, seconds: Number(options.seconds), customers: shop.customers, products: shop.products });
	};
	const inNode = async () => {
		const { measureLive } = await importScript(join(import.meta.dirname, 'large/live.ts'), outDir, true);
		return measureLive(shop, Number(options.orders), rate);
	};
	const found = options.page ? await inPage() : await inNode();
	const result = { ...shop, ...found, load: Number(loadavg()[0].toFixed(1)) };
	console.log(options.json ? JSON.stringify({ node: process.version, result }) : JSON.stringify(result, null, '\t'));
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
