import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { readingTasks } from '../../../src/lib/core/data/read-part.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { LikelyError, toFailure } from '../../../src/lib/core/errors.js';
import { buffersOf } from '../../../src/lib/core/parallel.js';
import type { TaskPool } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { cellsOf, latin1, read } from './tables.js';

/** A pool that gives memory away as workers do, and counts its tasks. */
function movingPool(size: number): TaskPool & { calls: number } {
	return {
		size,
		calls: 0,
		async run<Input, Output>(task: string, input: Input, transfer: readonly ArrayBuffer[] = []): Promise<Output> {
			this.calls++;
			const output = readingTasks[task](structuredClone(input, { transfer: [...transfer] }) as never) as Output;
			return structuredClone(output, { transfer: buffersOf(output) });
		},
		cancel: () => {}
	};
}

/** The table, or why there is none. */
async function outcome(bytes: Uint8Array, size = 0, partBytes = 0): Promise<unknown> {
	try {
		return await readTable(memorySource('orders.csv', bytes), silent, size > 0 ? { pool: movingPool(size), partBytes } : undefined);
	} catch (error) {
		if (!(error instanceof LikelyError)) throw error;
		return toFailure(error);
	}
}

const header = 'Customer ID,Order Date,Product\n';
const regular = 'Ada,2016-11-08,Pen\nBo,2016-11-09,"Ink, blue"\n';
const odd = fc.constantFrom('"', '""', '"a\nb"', '"a\r\nb,"', '\n', '\r\n', '\r', ',', ' ', '\t', ',,', 'é', '\u00a0', '5" pipe', '"x""y"', 'a\n"b', '\0');
const line = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('Ada,2016-11-08,Pen\n', 'Bo,2016-11-09,"Ink\nblack"\n', 'Cy,,Pad\r\n', '\n', '"Di","2016-11-10","the ""best"""\n') },
	{ weight: 1, arbitrary: fc.constantFrom('Ada,2016-11-08\n', 'Ada,2016-11-08,Pen,more\n', 'José,2016-11-08,Füller\n', 'Ada,2016-11-08,5" pipe\n', 'Ada,2016-11-08,"open\n') }
);
const text = fc.oneof(
	{ weight: 4, arbitrary: fc.array(line, { maxLength: 30 }).map((lines) => header + lines.join('')) },
	{ weight: 1, arbitrary: fc.array(fc.oneof(line, odd), { maxLength: 30 }).map((lines) => header + regular.repeat(5) + lines.join('')) },
	{ weight: 1, arbitrary: fc.array(line, { maxLength: 10 }).map((lines) => `Report of 2016\n\n${header}${regular}${lines.join('')}`) }
);
const encode = fc.constantFrom(
	(some: string): Uint8Array => new TextEncoder().encode(some),
	(some: string): Uint8Array => new TextEncoder().encode(`\ufeff${some}`),
	(some: string): Uint8Array => latin1(some),
	(some: string): Uint8Array => gzipSync(new TextEncoder().encode(some))
);

describe('a text read by several', () => {
	it('is the table that one reads, to the bit, wherever it is cut and however many read', async () => {
		await fc.assert(
			fc.asyncProperty(text, encode, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 8, max: 120 }), async (some, bytesOf, size, partBytes) => {
				const bytes = bytesOf(some);
				expect(await outcome(bytes, size, partBytes)).toEqual(await outcome(bytes));
			}),
			{ numRuns: 200 }
		);
	});

	it('keeps line breaks in quotes, line numbers and uneven rows across a cut', async () => {
		const content = `Customer,Product,Note\n${'Ada,Pen,"one\ntwo\n\nthree"\nBo,Ink\n\nCy,Pad,x,surplus\n'.repeat(50)}`;
		const [one, many] = [await read(content), await readTable(memorySource('orders.csv', content), silent, { pool: movingPool(3), partBytes: 64 })];
		expect(many).toEqual(one);
		expect([...many.line.slice(0, 4)]).toEqual([2, 6, 8, 9]);
		expect(cellsOf(many).rows[147]).toEqual(['Ada', 'Pen', 'one\ntwo\n\nthree']);
		expect(many.uneven?.rows.length).toBe(100);
	});

	it('is decoded by the evidence of all parts', async () => {
		const late = latin1(`Customer,Product\n${'Ada,Pen\n'.repeat(200)}José,Füller\n`);
		const many = await readTable(memorySource('orders.csv', late), silent, { pool: movingPool(2), partBytes: 100 });
		expect(many.format?.encoding).toBe('windows-1252');
		expect(cellsOf(many).rows.at(-1)).toEqual(['José', 'Füller']);
	});

	it('is cut anew where quotes hold line breaks, so that hardly a part is read twice', async () => {
		const content = `Customer,Product\n${'Ada,"Pen\nred\nlong"\n'.repeat(5000)}`;
		const pool = movingPool(2);
		await readTable(memorySource('orders.csv', content), silent, { pool, partBytes: 1000 });
		expect(pool.calls).toBeGreaterThan(0);
		expect(pool.calls).toBeLessThan(1.1 * (content.length / 1000) + 5);
	});

	it('is read by one where no helper can start', async () => {
		const pool: TaskPool = { size: 2, run: () => Promise.reject(new LikelyError('worker.failed', { message: 'no' })), cancel: () => {} };
		const content = header + regular.repeat(20);
		expect(await readTable(memorySource('orders.csv', content), silent, { pool, partBytes: 50 })).toEqual(await read(content));
	});

	it('ends at once when cancelled, with the reason of whoever cancelled', async () => {
		const controller = new AbortController();
		const dropped: (() => void)[] = [];
		const pool: TaskPool = {
			size: 2,
			run: () => new Promise((_, reject) => void dropped.push(() => reject(new LikelyError('cancelled')))),
			cancel: () => dropped.forEach((drop) => drop())
		};
		const reading = readTable(memorySource('orders.csv', header + regular.repeat(2000)), { report: () => {}, signal: controller.signal }, { pool, partBytes: 20_000 });
		setTimeout(() => {
			controller.abort(new Error('enough'));
			pool.cancel();
		}, 0);
		await expect(reading).rejects.toThrow('enough');
	});
});
