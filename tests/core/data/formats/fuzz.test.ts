import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../../src/lib/core/data/mapping.js';
import { memorySource } from '../../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../../src/lib/core/data/transactions.js';
import { LikelyError } from '../../../../src/lib/core/errors.js';
import { Random } from '../../../../src/lib/core/random.js';
import { cpuTime, FILE_LIMIT, fuzzSeeds, fuzzTimeout } from '../fuzz-seeds.js';
import { xlsxOf, zipOf } from './files.js';
import { parquet } from './parquet-files.js';

const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)];
const odd = ['__proto__', 'constructor', '', '=1+1', '"', '\\', '\0', '\u00e9', '1e999', '9'.repeat(40), '{', ']', '<c>', '&#0;', '&amp;'];

function orders(random: Random): Record<string, unknown>[] {
	return Array.from({ length: 20 }, (_, i) => ({
		id: i,
		customer: { id: `C${random.integer(5)}`, name: random.integer(6) ? 'Ada' : pick(random, odd) },
		date: `2016-0${1 + random.integer(9)}-1${random.integer(9)}`,
		[random.integer(6) ? 'note' : pick(random, odd)]: pick(random, odd),
		items: Array.from({ length: random.integer(4) }, () => ({ product: pick(random, ['Pen', 'Ink', ...odd]), qty: random.integer(5) }))
	}));
}

function csv(random: Random): string {
	const rows = Array.from({ length: 20 }, (_, i) => `C${random.integer(5)},${i},2016-01-1${random.integer(9)},${pick(random, ['Pen', 'Ink'])}`);
	return `customer,order,date,product\n${rows.join('\n')}\n`;
}

/** A good file of each format. */
const files: readonly ((random: Random) => Uint8Array)[] = [
	(random) => strToU8(JSON.stringify(orders(random))),
	(random) => strToU8(orders(random).map((order) => JSON.stringify(order)).join('\n')),
	(random) => strToU8(JSON.stringify({ data: { orders: orders(random) } }, undefined, 1)),
	(random) => gzipSync(strToU8(JSON.stringify(orders(random)))),
	(random) => zipOf({ 'a.csv': csv(random), 'b.csv': csv(random) }),
	(random) => zipOf({ 'a.json': JSON.stringify(orders(random)) }),
	(random) => xlsxOf({ Orders: [['customer', 'order', 'date', 'product'], ...Array.from({ length: 20 }, (_, i) => [`C${random.integer(5)}`, i, { day: 42000 + random.integer(300) }, pick(random, ['Pen', 'Ink', ...odd])])] }),
	(random) => parquet(pick(random, ['snappy', 'gzip', 'zstd', 'nested']))
];

const splice = (bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array => Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove)]);
const mutations: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
	(bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
	(bytes, random) => splice(bytes, random.integer(bytes.length + 1), random.integer(20), new Uint8Array(0)),
	(bytes, random) => splice(bytes, random.integer(bytes.length + 1), 0, strToU8(pick(random, odd))),
	(bytes, random) => bytes.map((byte) => (random.integer(200) === 0 ? random.integer(256) : byte)),
	(bytes, random) => {
		const changed = bytes.slice();
		changed[random.integer(bytes.length)] = pick(random, [0, 1, 127, 128, 255]);
		return changed;
	},
	(bytes, random) => splice(bytes, random.integer(bytes.length + 1), 4, Uint8Array.of(255, 255, 255, 127)),
	(bytes) => Uint8Array.from([...bytes, ...bytes])
];

async function goThrough(bytes: Uint8Array): Promise<boolean> {
	try {
		const { table } = await openOrders([memorySource('orders', bytes)]);
		for (const { cells } of table.columns) {
			expect(cells.codes.length).toBe(table.rows);
			expect(cells.codes.every((code) => code >= -1 && code < cells.values.length)).toBe(true);
		}
		const { quality } = toTransactions(table, guessMapping(table).mapping);
		expect(quality.used + quality.rejections.reduce((sum, { count }) => sum + count, 0)).toBe(table.rows);
		return true;
	} catch (error) {
		if (!(error instanceof LikelyError) || !/^(file|mapping|data)\.[a-z0-9_]+$/.test(error.code)) throw error;
		return false;
	}
}

describe('a damaged zip, workbook, JSON or Parquet file', () => {
	it('either comes through or is refused with a reason, soon, whatever was done to it', async () => {
		let through = 0;
		let tries = 0;
		for (const seed of fuzzSeeds('zip, workbook, JSON, Parquet', 80)) {
			tries++;
			const random = new Random(`formats ${seed}`);
			let bytes = files[seed % files.length](random);
			for (let i = random.integer(4); i > 0 && bytes.length > 0; i--) bytes = pick(random, mutations)(bytes, random);
			const start = cpuTime();
			try {
				if (await goThrough(bytes)) through++;
			} catch (cause) {
				throw new Error(`seed ${seed}`, { cause });
			}
			expect(cpuTime() - start, `seed ${seed}`).toBeLessThan(FILE_LIMIT);
		}
		expect(through).toBeGreaterThan(tries / 5);
		expect(through).toBeLessThan(tries);
	}, fuzzTimeout);

	it.each([
		['nested a hundred thousand deep', `[${'{"a":['.repeat(100_000)}${']}'.repeat(100_000)}]`],
		['nested in objects that databases write', `[${'{"$a":'.repeat(50_000)}1${'}'.repeat(50_000)}]`],
		['with a list in a list in a list', JSON.stringify([{ orders: Array.from({ length: 300 }, () => ({ items: Array.from({ length: 300 }, () => ({ lines: [1, 2, 3] })) })) }])],
		['with ten thousand names', JSON.stringify(Array.from({ length: 100 }, (_, i) => Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`k${i}_${j}`, 1]))))],
		['with a text that never ends', `[{"a":"${'x'.repeat(5_000_000)}`]
	])('JSON %s ends, with a reason', async (_, text) => {
		expect(await goThrough(strToU8(text))).toBe(false);
	});
});
