import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src/lib/core/data/csv.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { rejectedCsv } from '../../../src/lib/core/data/rejected.js';
import { returnedOrders } from '../../../src/lib/core/data/returns.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import type { Mapping } from '../../../src/lib/core/data/types.js';
import { readingTasks } from '../../../src/lib/core/data/read-part.js';
import { LikelyError, toFailure } from '../../../src/lib/core/errors.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { Random } from '../../../src/lib/core/random.js';
import { cpuTime, FILE_LIMIT, fuzzSeeds, fuzzTimeout } from './fuzz-seeds.js';
import { latin1, utf16 } from './tables.js';

const names = ['Customer ID', 'Order ID', 'Order Date', 'Product', 'Quantity', 'Unit Price', 'Amount', 'Returned', 'Region'];
const odd = ['__proto__', 'constructor', 'toString', '', '=1+1', '"', '""', ',', ';', '\n', '\r', '\0', '\u00a0', 'é', '\ud83d\ude00', 'NaN', 'Infinity', '-', '1e999', '9'.repeat(40), '0000-00-00', '31/31/9999', 'C536379', '17850.0', '00042'];

/** A good file of some 60 lines. */
function aFile(random: Random): string[][] {
	return Array.from({ length: 60 }, (_, i) => [
		`C${10 + random.integer(9)}`,
		String(500 + (i >> 1)),
		`2016-0${1 + random.integer(9)}-1${random.integer(9)}`,
		['Pen', 'Ink', 'Pad', 'Cup, red', 'the "best"'][random.integer(5)],
		String(random.integer(5) - 1),
		(random.integer(1000) / 100).toFixed(2),
		`$${random.integer(1000)}.50`,
		['Yes', 'No'][random.integer(2)],
		['North', 'South'][random.integer(2)]
	]);
}

type Bytes = Uint8Array;
const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)];
const edit = (bytes: Bytes, at: number, remove: number, insert: Bytes): Bytes => joined(bytes.subarray(0, at), insert, bytes.subarray(at + remove));

function joined(...parts: readonly Bytes[]): Bytes {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

const mutations: readonly ((bytes: Bytes, random: Random) => Bytes)[] = [
	(bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
	(bytes, random) => bytes.slice(random.integer(bytes.length + 1)),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 1 + random.integer(40), new Uint8Array(0)),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, Uint8Array.from({ length: 1 + random.integer(6) }, () => random.integer(256))),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, new TextEncoder().encode('"')),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, new TextEncoder().encode(pick(random, odd))),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, latin1('\n'.repeat(1 + random.integer(5)))),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, new Uint8Array(1 + random.integer(30))),
	(bytes, random) => edit(bytes, random.integer(bytes.length + 1), 0, utf16('Ada;Pen\n')),
	(bytes, random) => {
		const swapped = bytes.slice();
		for (let i = 0; i < 8 && bytes.length > 1; i++) {
			const [a, b] = [random.integer(bytes.length), random.integer(bytes.length)];
			[swapped[a], swapped[b]] = [swapped[b], swapped[a]];
		}
		return swapped;
	},
	(bytes, random) => {
		const [from, to] = [pick(random, [44, 10, 34, 45, 46, 50]), pick(random, [59, 13, 9, 34, 0, 255, 32])];
		return bytes.map((byte) => (byte === from && random.integer(3) > 0 ? to : byte));
	},
	(bytes) => joined(bytes, bytes),
	(bytes, random) => (random.integer(20) ? bytes : edit(bytes, random.integer(bytes.length + 1), 0, latin1(pick(random, ['x', ',', '",', '"x\n']).repeat(10_000)))),
	(bytes, random) => (random.integer(100) ? bytes : edit(bytes, random.integer(bytes.length + 1), 0, new Uint8Array(10_000_000).fill(120))),
	(bytes) => utf16(new TextDecoder().decode(bytes)),
	(bytes) => gzipSync(bytes)
];

function mutated(random: Random): Bytes {
	const rows = aFile(random);
	for (let i = random.integer(6); i > 0; i--) pick(random, rows)[random.integer(names.length)] = pick(random, odd);
	const header = names.map((name) => (random.integer(12) === 0 ? pick(random, odd) : name));
	let bytes: Bytes = new TextEncoder().encode(toCsv(header, rows));
	for (let i = random.integer(5); i > 0; i--) bytes = pick(random, mutations)(bytes, random);
	return bytes;
}

/** Every column in some role, whatever it holds: what a person could choose. */
function anyMapping(columns: readonly string[], random: Random): Mapping {
	const roles = ['customer', 'product', 'order', 'date', 'amount', 'price', 'quantity', 'returned', 'region', 'part', 'fold'] as const;
	return {
		columns: Object.fromEntries(roles.slice(0, 2 + random.integer(roles.length - 1)).map((role) => [role, pick(random, columns)])),
		attributes: [pick(random, columns)],
		dateOrder: pick(random, ['ymd', 'dmy', 'mdy']),
		decimalMark: pick(random, ['.', ','])
	};
}

/** The whole way of a file; true if it came through. Anything that is thrown but a LikelyError goes on up. */
async function goThrough(bytes: Bytes, random: Random): Promise<boolean> {
	const attempt = <T>(step: () => T): T | undefined => {
		try {
			return step();
		} catch (error) {
			if (!(error instanceof LikelyError) || !/^[a-z]+\.[a-z0-9_]+$/.test(error.code)) throw error;
			return undefined;
		}
	};
	let table;
	try {
		table = await readTable(memorySource('orders.csv', bytes));
	} catch (error) {
		if (error instanceof LikelyError) return false;
		throw error;
	}
	for (const { cells } of table.columns) {
		expect(cells.codes.length).toBe(table.rows);
		expect(cells.codes.every((code) => code >= -1 && code < cells.values.length)).toBe(true);
		expect(new Set(cells.values).size).toBe(cells.values.length);
	}
	expect(new Set(table.columns.map(({ name }) => name)).size).toBe(table.columns.length);
	expect(table.line.every((line, row) => row === 0 || line > table.line[row - 1])).toBe(true);

	const returns = attempt(() => returnedOrders(table));
	const guess = guessMapping(table);
	let through = false;
	for (const mapping of [guess.mapping, anyMapping(table.columns.map(({ name }) => name), random)]) {
		const made = attempt(() => toTransactions(table, mapping, returns));
		if (!made) continue;
		through = true;
		const { transactions: t, quality, aside } = made;
		expect(quality.used + quality.rejections.reduce((sum, { count }) => sum + count, 0)).toBe(quality.rows);
		expect([t.rows, t.time.length, t.customer.codes.length, t.attributes.every(({ column }) => column.codes.length === t.rows)]).toEqual([quality.used, quality.used, quality.used, true]);
		expect(t.time.every((time) => Number.isFinite(time))).toBe(true);
		expect([t.customer, t.product, t.order].every(({ codes, values }) => codes.every((code) => code >= 0 && code < values.length))).toBe(true);
		expect(rejectedCsv(table, aside).length).toBeGreaterThan(0);
	}
	return through;
}

describe('a damaged file', () => {
	it('either comes through or is refused with a reason, whatever was done to it', async () => {
		let through = 0;
		let files = 0;
		for (const seed of fuzzSeeds('orders', 100)) {
			const random = new Random(`fuzz ${seed}`);
			const bytes = mutated(random);
			files++;
			const start = cpuTime();
			try {
				if (await goThrough(bytes, random)) through++;
			} catch (cause) {
				throw new Error(`seed ${seed}`, { cause });
			}
			expect(cpuTime() - start, `seed ${seed}`).toBeLessThan(FILE_LIMIT);
		}
		expect(through).toBeGreaterThan(files / 4);
		expect(through).toBeLessThan(files);
	}, fuzzTimeout);

	it('is read the same by several as by one', async () => {
		for (const seed of fuzzSeeds('orders in parts', 50)) {
			const random = new Random(`fuzz parts ${seed}`);
			const bytes = mutated(random);
			const source = memorySource('orders.csv', bytes);
			const helpers = { pool: inline(readingTasks), partBytes: 50 + Math.ceil(bytes.length / 100) + random.integer(bytes.length + 1) };
			const outcome = (reading: Promise<unknown>) => reading.catch((error: unknown) => toFailure(error));
			const alone = await outcome(readTable(source));
			expect(alone, `seed ${seed}`).not.toMatchObject({ code: 'unexpected' });
			expect(await outcome(readTable(source, silent, helpers)), `seed ${seed}`).toEqual(alone);
		}
	}, fuzzTimeout);

	it('is the same file, read the same, when it is damaged the same', () => {
		expect(mutated(new Random('fuzz 7'))).toEqual(mutated(new Random('fuzz 7')));
	});
});
