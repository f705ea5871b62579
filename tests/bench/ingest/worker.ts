import { fileSource } from '../../../src/lib/browser/files/source.js';
import { WorkerPool } from '../../../src/lib/browser/worker/pool.js';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { silent } from '../../../src/lib/core/progress.js';
import type { Transactions } from '../../../src/lib/core/data/types.js';

export interface Ingested {
	readonly rows: number;
	readonly used: number;
	readonly customers: number;
	readonly spent: number;
	/** Seconds from the File to the aggregates, and of its stages. */
	readonly s: number;
	readonly read_s: number;
	readonly guess_s: number;
	readonly lines_s: number;
	readonly aggregate_s: number;
}

/** Per customer: orders, money, and different products, as the other engines are asked. */
function aggregate({ rows, customer, order, product, amount }: Transactions) {
	const spent = new Float64Array(customer.values.length);
	const orders = new Int32Array(customer.values.length);
	const products = new Int32Array(customer.values.length);
	const seenOrder = new Uint8Array(order.values.length);
	const seenProduct = new Set<number>();
	for (let row = 0; row < rows; row++) {
		const c = customer.codes[row];
		spent[c] += amount[row];
		if (!seenOrder[order.codes[row]]) {
			seenOrder[order.codes[row]] = 1;
			orders[c]++;
		}
		const pair = c * product.values.length + product.codes[row];
		if (!seenProduct.has(pair)) {
			seenProduct.add(pair);
			products[c]++;
		}
	}
	return { spent, orders, products };
}

const pool = new WorkerPool();

async function ingest(file: File, alone: boolean): Promise<Ingested> {
	const times = [performance.now()];
	const { table } = await openOrders([fileSource(file)], silent, alone ? undefined : { pool });
	times.push(performance.now());
	const { mapping } = guessMapping(table);
	times.push(performance.now());
	const { transactions, quality } = toTransactions(table, mapping);
	times.push(performance.now());
	const { spent } = aggregate(transactions);
	times.push(performance.now());
	const between = (a: number, b: number): number => Number(((times[b] - times[a]) / 1000).toFixed(3));
	return {
		rows: quality.rows,
		used: quality.used,
		customers: quality.customers,
		spent: Math.round(spent.reduce((sum, value) => sum + value, 0)),
		s: between(0, 4),
		read_s: between(0, 1),
		guess_s: between(1, 2),
		lines_s: between(2, 3),
		aggregate_s: between(3, 4)
	};
}

onmessage = async ({ data }: MessageEvent<{ file: File; alone: boolean }>) => {
	try {
		postMessage(await ingest(data.file, data.alone));
	} catch (error) {
		postMessage({ error: String(error) });
	}
};
postMessage('ready');
