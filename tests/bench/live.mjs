// Orders as they come in, in Node: features and probabilities of whom each concerns, one order after another, in a shop of
// many customers; and an order's way from its arrival to that, where so many come in every second.
// usage: npm run bench:live -- [--json] [--customers 100000] [--products 20] [--family forest] [--orders 5000] [--rate 1000]
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importScript } from '../bundle.mjs';

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		customers: { type: 'string', default: '100000' },
		products: { type: 'string', default: '20' },
		family: { type: 'string', default: 'forest' },
		orders: { type: 'string', default: '5000' },
		rate: { type: 'string', default: '1000' }
	}
});
const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, `node_modules/.cache/likely/bench-live-${process.pid}`);
try {
	const { measureLive } = await importScript(join(import.meta.dirname, 'large/live.ts'), outDir, true);
	const shop = { customers: Number(options.customers), products: Number(options.products), family: options.family, learn: 5000 };
	const found = await measureLive(shop, Number(options.orders), Number(options.rate));
	const result = { ...shop, ...found, load: Number(loadavg()[0].toFixed(1)) };
	console.log(options.json ? JSON.stringify({ node: process.version, result }) : JSON.stringify(result, null, '\t'));
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
