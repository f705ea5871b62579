import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeList } from '../../../src/lib/core/data/code-list.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { release } from '../../../src/lib/core/data/release.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { exports } from '../../fixtures/shop-exports.js';

/** What engines since ES2024 have, for those before. */
function transfer(this: ArrayBuffer, bytes: number): ArrayBuffer {
	structuredClone(this, { transfer: [this] });
	return new ArrayBuffer(bytes);
}

const own = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'transfer');
const textOf = (book: object): string => JSON.stringify(book, (_, value: unknown) => (ArrayBuffer.isView(value) ? [value.constructor.name, ...(value as Float64Array)] : value));

describe('memory that is given back', () => {
	beforeAll(() => {
		if (!own) Object.defineProperty(ArrayBuffer.prototype, 'transfer', { value: transfer, configurable: true });
	});
	afterAll(() => {
		if (!own) Reflect.deleteProperty(ArrayBuffer.prototype, 'transfer');
	});

	it('leaves nothing behind', () => {
		const numbers = new Float64Array(5);
		release(numbers, undefined);
		expect(numbers.length).toBe(0);
	});

	it.each(exports.map(({ system, text }) => [system, text] as const))('is never that of the table: %s makes the same book again', async (_, text) => {
		const table = await readTable(memorySource('export.csv', text));
		const { mapping } = guessMapping(table);
		const kept = textOf(buildOrderBook(toTransactions(table, mapping).transactions));
		for (let again = 0; again < 2; again++) expect(textOf(buildOrderBook(toTransactions(table, mapping).transactions, true))).toBe(kept);
		expect(table.columns.every(({ cells }) => cells.codes.length === table.rows) && table.line.length === table.rows).toBe(true);
	});
});

describe('codes', () => {
	it.each([
		[127, Int8Array],
		[128, Int16Array],
		[32_767, Int16Array],
		[32_768, Int32Array]
	])('up to %i are kept in as few bytes as they need', (most, kind) => {
		const list = new CodeList(20_000);
		const codes = Array.from({ length: 10_001 }, (_, row) => (row === 10_000 ? most : (row % 128) - 1));
		for (const code of codes) list.push(code);
		const finished = list.finish();
		expect(finished).toBeInstanceOf(kind);
		expect([...finished]).toEqual(codes);
		expect(list.finish().length).toBe(0);
	});
});
